/* goals.c: what is measured, beside what, and what is to be reached. */
#include "config.h"

#include "bench/goals.h"

#include <stddef.h>

/* Sizes in the texts are those of a whole run; with --quick all of them are tiny. */
const struct goal goals[GOAL_COUNT] = {
    [GOAL_ONCE_JQ] = {"1", "--once ndjson, 100,000", "curl | jq -c", "s", RULE_TIMES_LESS, 8},
    [GOAL_ONCE_FLOOR] = {"2", "--once ndjson, 100,000", "curl + cJSON a record", "s", RULE_WITHIN, 1.3},
    [GOAL_ONCE_CPU] = {"3", "CPU of --once ndjson, 100,000", "curl + cJSON a record", "s", RULE_WITHIN, 1.5},
    [GOAL_DECODE] = {"4", "decode pages", "cJSON, whole pages", "MB/s", RULE_TIMES_MORE, 2},
    [GOAL_DECODE_RATE] = {"4", "decode pages", NULL, "MB/s", RULE_ABOVE, 300},
    [GOAL_DECODE_RECORD] = {"4", "decode pages", "cJSON a record", "MB/s", RULE_SHOWN, 0},
    [GOAL_DECODE_STORE] = {"4", "decode pages into a snapshot", "decode only", "MB/s", RULE_SHOWN, 0},
    [GOAL_MEMORY_LIVE] = {"5", "peak memory, 1,000,000 refreshing", "two snapshots, computed", "MB", RULE_BELOW, 300},
    [GOAL_MEMORY_ROW] = {"5", "memory of a session, at the peak", "one row, computed", "B", RULE_SHOWN, 0},
    [GOAL_KEY_HTOP] = {"6", "key to first byte, 1,000,000 refreshing", "htop, 1,500 processes", "ms", RULE_MARGIN, 1},
    [GOAL_KEY_LNAV] = {"6", "key to first byte, 1,000,000 refreshing", "lnav, 1,000,000 lines", "ms", RULE_SHOWN, 0},
    [GOAL_KEY_TAIL] = {"6", "the same, 99th percentile", "htop's", "ms", RULE_BELOW, 8},
    [GOAL_SORT_SCREEN] = {"7", "sort key to new screen, 1,000,000", NULL, "ms", RULE_BELOW, 60},
    [GOAL_SORT_FIELD] = {"7", "sort in process, slowest field, at first", NULL, "ms", RULE_BELOW, 60},
    [GOAL_SORT_AGAIN] = {"7", "sort in process, slowest field, again", NULL, "ms", RULE_BELOW, 60},
    [GOAL_SORT_QSORT] = {"7", "sort in process, 4 fields, at first", "qsort of the same keys", "ms", RULE_TIMES_LESS,
	3},
    [GOAL_FILTER_SCREEN] = {"8", "filter keystroke to new screen, 1,000,000", NULL, "ms", RULE_BELOW, 50},
    [GOAL_FILTER_LNAV] = {"8", "filter keystroke to new screen, 1,000,000", "lnav :filter-in", "ms", RULE_WITHIN, 1},
    [GOAL_FILTER_GREP] = {"8", "filter keystroke to new screen, 1,000,000", "grep -ic", "ms", RULE_WITHIN, 1},
    [GOAL_FILTER_COMPUTE] = {"8", "filter in process, slowest keystroke", NULL, "ms", RULE_BELOW, 50},
    [GOAL_BYTES_KEY] = {"9", "bytes of a cursor key, 120x40", "htop", "B", RULE_WITHIN, 1},
    [GOAL_BYTES_QUIET_SMALL] = {"9", "bytes of a quiet refresh, 80x24", "htop", "B", RULE_BELOW, 1024},
    [GOAL_BYTES_QUIET_HTOP] = {"9", "bytes of a quiet refresh, 80x24", "htop", "B", RULE_WITHIN, 1},
    [GOAL_BYTES_QUIET_LARGE] = {"9", "bytes of a quiet refresh, 200x50", "htop", "B", RULE_WITHIN, 1},
    [GOAL_REST_CPU] = {"10", "CPU at rest, 10,000, each 5 s", "htop -d 50", "ms/s", RULE_WITHIN, 1},
    [GOAL_REST_FLOOR] = {"10", "CPU at rest, 10,000, each 5 s", "curl, the same bytes", "ms/s", RULE_SHOWN, 0},
    [GOAL_REST_WAKES] = {"10", "wake-ups at rest, between refreshes", "htop -d 50", "1/s", RULE_BELOW, 0},
    [GOAL_START_PAINT] = {"11", "start to first paint", NULL, "ms", RULE_BELOW, 20},
    [GOAL_START_HTOP] = {"11", "start to first paint", "htop", "ms", RULE_WITHIN, 1},
    [GOAL_START_ROWS] = {"11", "start to first rows, 100 ms a page", "one page of latency", "ms", RULE_MARGIN, 20},
    [GOAL_GROW_TIME_100] = {"12", "time a session, 100,000", "at 10,000", "us", RULE_WITHIN, 1.15},
    [GOAL_GROW_TIME_1000] = {"12", "time a session, 1,000,000", "at 10,000", "us", RULE_WITHIN, 1.15},
    [GOAL_GROW_MEMORY_100] = {"12", "memory a session, 100,000", "at 10,000", "B", RULE_WITHIN, 1.15},
    [GOAL_GROW_MEMORY_1000] = {"12", "memory a session, 1,000,000", "at 10,000", "B", RULE_WITHIN, 1.15},
    [GOAL_FLEET] = {"13", "refresh to refresh, 64 clusters, 10 hang", "the 54 alone", "s", RULE_WITHIN, 1.15},
    [GOAL_LOAD_REQUESTS] = {"14", "requests a refresh, 100,000", "one request a session", "", RULE_WITHIN, 1},
    [GOAL_LOAD_BYTES] = {"14", "MB a refresh, 100,000", "one request a session", "MB", RULE_WITHIN, 1},
    [GOAL_LOAD_TWO] = {"14", "refreshes a second, two monitors", "one monitor", "1/s", RULE_WITHIN, 1.2},
};
