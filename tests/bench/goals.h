/* goals.h: what is measured, beside what, and what is to be reached. */
#ifndef CIFSTOP_BENCH_GOALS_H
#define CIFSTOP_BENCH_GOALS_H

/* How a figure is judged against the peer's and the target. */
enum rule {
	RULE_TIMES_LESS, /* the peer's is at least `target` times ours */
	RULE_TIMES_MORE, /* ours is at least `target` times the peer's */
	RULE_WITHIN, /* ours is at most `target` times the peer's */
	RULE_MARGIN, /* ours is at most the peer's and `target` more */
	RULE_BELOW, /* ours is at most `target` */
	RULE_ABOVE, /* ours is at least `target` */
	RULE_SHOWN, /* is told and not judged */
};

enum goal_id {
	GOAL_ONCE_JQ,
	GOAL_ONCE_FLOOR,
	GOAL_ONCE_CPU,
	GOAL_DECODE,
	GOAL_DECODE_RATE,
	GOAL_DECODE_RECORD,
	GOAL_DECODE_STORE,
	GOAL_MEMORY_LIVE,
	GOAL_MEMORY_ROW,
	GOAL_KEY_HTOP,
	GOAL_KEY_LNAV,
	GOAL_KEY_TAIL,
	GOAL_SORT_SCREEN,
	GOAL_SORT_FIELD,
	GOAL_SORT_AGAIN,
	GOAL_SORT_QSORT,
	GOAL_FILTER_SCREEN,
	GOAL_FILTER_LNAV,
	GOAL_FILTER_GREP,
	GOAL_FILTER_COMPUTE,
	GOAL_BYTES_KEY,
	GOAL_BYTES_QUIET_SMALL,
	GOAL_BYTES_QUIET_LARGE,
	GOAL_BYTES_QUIET_HTOP,
	GOAL_REST_CPU,
	GOAL_REST_FLOOR,
	GOAL_REST_WAKES,
	GOAL_START_PAINT,
	GOAL_START_HTOP,
	GOAL_START_ROWS,
	GOAL_GROW_TIME_100,
	GOAL_GROW_TIME_1000,
	GOAL_GROW_MEMORY_100,
	GOAL_GROW_MEMORY_1000,
	GOAL_FLEET,
	GOAL_LOAD_REQUESTS,
	GOAL_LOAD_BYTES,
	GOAL_LOAD_TWO,
	GOAL_COUNT
};

struct goal {
	const char *row; /* its number in the list of what is to be reached */
	const char *what;
	const char *peer; /* what it stands beside; NULL: nothing */
	const char *unit;
	enum rule rule;
	double target;
};

extern const struct goal goals[GOAL_COUNT];

#endif
