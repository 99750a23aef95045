/* keys.h: the one table of keys. */
#ifndef CIFSTOP_UI_KEYS_H
#define CIFSTOP_UI_KEYS_H

#include <stdbool.h>
#include <stddef.h>

enum action {
	ACTION_NONE,
	ACTION_UP,
	ACTION_DOWN,
	ACTION_PAGE_UP,
	ACTION_PAGE_DOWN,
	ACTION_HOME,
	ACTION_END,
	ACTION_OPEN,
	ACTION_NEXT_TAB,
	ACTION_PREVIOUS_TAB,
	ACTION_RECORD_BEFORE,
	ACTION_RECORD_AFTER,
	ACTION_FILES,
	ACTION_FIND,
	ACTION_LOCKS,
	ACTION_VOLUME,
	ACTION_SAME_USER,
	ACTION_SAME_CLIENT,
	ACTION_CLUSTERS,
	ACTION_TRUST,
	ACTION_BACK,
	ACTION_FILTER,
	ACTION_SEARCH,
	ACTION_NEXT_MATCH,
	ACTION_PREVIOUS_MATCH,
	ACTION_SORT,
	ACTION_SORT_LEFT,
	ACTION_SORT_RIGHT,
	ACTION_INVERT,
	ACTION_COLUMNS,
	ACTION_TOGGLE,
	ACTION_MOVE_UP,
	ACTION_MOVE_DOWN,
	ACTION_PAUSE,
	ACTION_REFRESH,
	ACTION_SLOWER,
	ACTION_FASTER,
	ACTION_HELP,
	ACTION_REPAINT,
	ACTION_QUIT,
	ACTION_COUNT
};

/* Where a key means something. A prompt owns all keys, so it is not among them. */
enum place { PLACE_TABLE = 1, PLACE_DETAIL = 2, PLACE_MENU = 4, PLACE_COLUMNS = 8, PLACE_HELP = 16 };

enum key_group { KEYS_MOVE, KEYS_LOOK, KEYS_NARROW, KEYS_ARRANGE, KEYS_DATA, KEYS_GENERAL, KEY_GROUP_COUNT };

#define KEY_CODES_MAX 4

struct key {
	enum action action;
	enum key_group group;
	unsigned places; /* of enum place */
	int codes[KEY_CODES_MAX]; /* as getch() gives them; 0 ends */
	const char *name; /* as help writes it: "Up Down"; NULL when another key's line tells of this one too */
	const char *help; /* what it does */
	const char *footer_key; /* how the footer writes it; NULL keeps it out */
	const char *footer_label;
	unsigned footer_places; /* of enum place */
	bool is_vital; /* stands in the footer however narrow it is */
};

extern const struct key keys[];
extern const size_t key_count;

/* The titles of the groups in help. */
extern const char *const key_group_titles[KEY_GROUP_COUNT];

/* What a key does in a place: ACTION_NONE when nothing. */
enum action keys_find(int code, enum place place);

#endif
