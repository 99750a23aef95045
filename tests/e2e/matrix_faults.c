/* matrix_faults.c: the rows of the matrix. */
#include "config.h"

#include "e2e/matrix.h"

/* Every sentence has to say what to do, or what is being done. */
const struct matrix_fault matrix_faults[] = {
    /* faults of the simulator that a cluster is to be forgiven */
    {"late=0.3", SPOIL_SIMULATOR, "late=0.3", .moments = ALWAYS},
    {"empty_page", SPOIL_SIMULATOR, "empty_page", .moments = AT_LISTS},
    {"short_pages=3", SPOIL_SIMULATOR, "short_pages=3", .moments = AT_LISTS},
    {"slow_pages=5", SPOIL_SIMULATOR, "slow_pages=5", .moments = AT_LISTS},
    {"duplicates", SPOIL_SIMULATOR, "duplicates", .moments = AT_LISTS},
    {"ignore_query", SPOIL_SIMULATOR, "ignore_query", .moments = AT_LISTS},
    /* and those that it is not */
    {"hang", SPOIL_SIMULATOR, "hang", .moments = ALWAYS, .says = "timed out after"},
    {"late=60", SPOIL_SIMULATOR, "late=60", .moments = ALWAYS, .says = "timed out after"},
    {"cut", SPOIL_SIMULATOR, "cut", .moments = ALWAYS, .says = "was cut after"},
    {"broken", SPOIL_SIMULATOR, "broken", .moments = ALWAYS, .says = "broken JSON|is not JSON"},
    {"html", SPOIL_SIMULATOR, "html", .moments = ALWAYS, .says = "web page"},
    {"401", SPOIL_SIMULATOR, "401", .moments = ALWAYS, .says = "r to try again", .needs_r = true},
    {"403", SPOIL_SIMULATOR, "403", .moments = ALWAYS, .says = "security login rest-role", .needs_r = true},
    {"404", SPOIL_SIMULATOR, "404", .moments = AT_LISTS, .says = "404", .needs_r = true},
    {"405", SPOIL_SIMULATOR, "405", .moments = ALWAYS, .says = "405", .needs_r = true},
    {"429=1", SPOIL_SIMULATOR, "429=1", .moments = ALWAYS, .says = "429"},
    {"500", SPOIL_SIMULATOR, "500", .moments = ALWAYS, .says = "500"},
    {"503=1", SPOIL_SIMULATOR, "503=1", .moments = ALWAYS, .says = "503"},
    {"mid_walk", SPOIL_SIMULATOR, "mid_walk", .moments = AT_LISTS, .says = "500"},
    {"evil_link", SPOIL_SIMULATOR, "evil_link=http://127.0.0.1:1/api/x", .moments = AT_LISTS,
	.says = "leads elsewhere"},
    {"loop_link", SPOIL_SIMULATOR, "loop_link", .moments = AT_LISTS, .says = "circles"},
    /* networks */
    {"refused", SPOIL_LINE, .mode = RELAY_REFUSE, .moments = ALWAYS, .says = "Connection refused"},
    {"black hole", SPOIL_LINE, .mode = RELAY_BLACK_HOLE, .moments = ALWAYS, .says = "no connection to|timed out after"},
    {"silent", SPOIL_LINE, .mode = RELAY_SILENT, .moments = ALWAYS, .says = "timed out after"},
    {"closed when asked", SPOIL_LINE, .mode = RELAY_CLOSE, .moments = ALWAYS, .says = "ended without an answer"},
    {"reset in the middle", SPOIL_LINE, .mode = RELAY_RESET, .moments = ALWAYS,
	.says = "was cut after|ended without an answer"},
    {"byte by byte", SPOIL_LINE, .mode = RELAY_SLOW, .moments = ALWAYS, .says = "timed out after"},
    {"no HTTP", SPOIL_LINE, .mode = RELAY_GARBAGE, .moments = ALWAYS, .says = "not an answer of an ONTAP cluster"},
    {"no TLS", SPOIL_TLS, .mode = RELAY_GARBAGE, .moments = ALWAYS, .says = "is it the port of HTTPS|no TLS with"},
    {"HTTP for TLS", SPOIL_TLS, .mode = RELAY_PLAIN, .moments = ALWAYS, .says = "is it the port of HTTPS|no TLS with"},
    {"certificate expired", SPOIL_CERTIFICATE, "--cert expired", .moments = ALWAYS, .says = "expired", .needs_r = true},
    {"certificate of later", SPOIL_CERTIFICATE, "--cert future", .moments = ALWAYS, .says = "not yet valid",
	.needs_r = true},
    {"certificate of others", SPOIL_CERTIFICATE, "--cert wrong-name", .moments = ALWAYS, .says = "name",
	.needs_r = true},
    {"certificate unknown", SPOIL_CERTIFICATE, "", .moments = ALWAYS, .says = "self-signed|not trusted",
	.needs_r = true},
    {"proxy refused", SPOIL_PROXY, .mode = RELAY_REFUSE, .moments = ALWAYS, .says = "no connection to the proxy"},
    {"proxy silent", SPOIL_PROXY, .mode = RELAY_BLACK_HOLE, .moments = ALWAYS,
	.says = "no connection to the proxy|timed out after"},
    {"proxy 502", SPOIL_PROXY, .mode = RELAY_TURN_AWAY, .moments = ALWAYS, .says = "the proxy refused to connect"},
    {"proxy 407", SPOIL_PROXY, .mode = RELAY_ASK_PASSWORD, .moments = ALWAYS, .says = "the proxy wants a password"},
    /* names are known for a minute */
    {"no such name", SPOIL_NAMES, "fail", .moments = AT(MOMENT_FIRST), .says = "no such host"},
    {"names that hang", SPOIL_NAMES, "hang", .moments = AT(MOMENT_FIRST), .says = "no name server said"},
    {"clock jumps", SPOIL_CLOCK, "jump", .moments = ALWAYS},
};

const size_t matrix_fault_count = sizeof(matrix_faults) / sizeof(matrix_faults[0]);
