/* filter.c: which rows are shown. */
#include "config.h"

#include "query/filter.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/duration.h"
#include "base/xalloc.h"
#include "model/print.h"
#include "model/security.h"

/* What is known of a value: each distinct one is printed and looked at once. Zero is the start. */
enum verdict_byte { NOT_LOOKED_AT, CONTAINS_NOT, CONTAINS };

/* Counts below this are remembered; the few above are printed each time. */
#define COUNTS_KEPT 4096u

/* Seconds that print alike have one place: 60 of seconds, 60 of minutes, 24 of hours, ten days by hours, days. */
#define MINUTES_FROM 60u
#define HOURS_FROM 120u
#define DAY_HOURS_FROM 144u
#define DAYS_FROM 384u
#define SPANS (DAYS_FROM + UINT32_MAX / 86400u + 1)

/* All that the marks of the security column can be, in places: five bits for each code, two for signing. */
#define CODES 32u
#define SECURITY_STATES (CODES * CODES * CODES * 3u)

/* What was found out about the texts of one pool, by number. */
struct pool_memory {
	const struct strings *strings;
	uint32_t count;
	uint8_t *texts;
	uint8_t *lists[2]; /* of volume names and of volume uuids */
};

struct filter {
	struct text wanted;
	char *wanted_bytes;
	enum field_id columns[FIELD_COUNT];
	size_t column_count;
	struct pool_memory *pools;
	size_t pool_count;
	uint8_t *counts;
	uint8_t *spans;
	uint8_t *security;
	bool can_be_number; /* no letter stands in it */
	bool can_span_list; /* a comma stands in it */
	struct buffer scratch;
};

struct filter *
filter_new(const char *text, const enum field_id *columns, size_t column_count)
{
	struct filter *filter = xcalloc(1, sizeof *filter);

	filter->wanted_bytes = xstrdup(text == NULL ? "" : text);
	filter->wanted = text_of(filter->wanted_bytes);
	filter->can_be_number = strspn(filter->wanted_bytes, "0123456789,") == filter->wanted.length;
	filter->can_span_list = strchr(filter->wanted_bytes, ',') != NULL;
	filter->column_count = column_count < FIELD_COUNT ? column_count : FIELD_COUNT;
	for (size_t i = 0; i < filter->column_count; i++)
		filter->columns[i] = columns[i];
	filter->counts = xcalloc(COUNTS_KEPT, 1);
	filter->spans = xcalloc(SPANS, 1);
	filter->security = xcalloc(SECURITY_STATES, 1);
	buffer_init(&filter->scratch, SIZE_MAX / 2);
	return filter;
}

void
filter_free(struct filter *filter)
{
	if (filter == NULL)
		return;
	for (size_t i = 0; i < filter->pool_count; i++) {
		free(filter->pools[i].texts);
		free(filter->pools[i].lists[0]);
		free(filter->pools[i].lists[1]);
	}
	free(filter->pools);
	free(filter->counts);
	free(filter->spans);
	free(filter->security);
	free(filter->wanted_bytes);
	buffer_free(&filter->scratch);
	free(filter);
}

static uint8_t *
grow(uint8_t *memory, uint32_t old, uint32_t new)
{
	memory = xreallocarray(memory, new, 1);
	memset(memory + old, NOT_LOOKED_AT, new - old);
	return memory;
}

/* The memory of the snapshot's pool, large enough for its numbers. */
static struct pool_memory *
memory_of(struct filter *filter, const struct snapshot *snapshot)
{
	const struct strings *strings = snapshot_strings(snapshot);
	uint32_t count = snapshot_string_count(snapshot);
	struct pool_memory *memory;
	size_t at = 0;

	while (at < filter->pool_count && filter->pools[at].strings != strings)
		at++;
	if (at == filter->pool_count) {
		filter->pools = xreallocarray(filter->pools, ++filter->pool_count, sizeof *filter->pools);
		filter->pools[at] = (struct pool_memory){.strings = strings};
	}
	memory = &filter->pools[at];
	if (count > memory->count) {
		memory->texts = grow(memory->texts, memory->count, count);
		memory->lists[0] = grow(memory->lists[0], memory->count, count);
		memory->lists[1] = grow(memory->lists[1], memory->count, count);
		memory->count = count;
	}
	return memory;
}

static uint8_t
look(const struct filter *filter, struct text text)
{
	return text_contains_nocase(text, filter->wanted) ? CONTAINS : CONTAINS_NOT;
}

/* Prints the value and looks at it. */
static uint8_t
look_at_print(struct filter *filter, const struct snapshot *snapshot, enum field_id field, uint32_t row)
{
	buffer_reset(&filter->scratch);
	if (!print_value(snapshot, field, row, PRINT_SHORT, &filter->scratch))
		return CONTAINS_NOT;
	return look(filter, buffer_text(&filter->scratch));
}

/* One column of one snapshot, on its way through the rows. */
struct scan {
	struct filter *filter;
	const struct snapshot *snapshot;
	struct pool_memory *memory;
	enum field_id field;
};

static uint8_t
text_verdict(const struct scan *scan, uint64_t number, uint32_t row)
{
	uint8_t *known = &scan->memory->texts[number];

	(void)row;
	if (*known == NOT_LOOKED_AT)
		*known = look(scan->filter, strings_text(scan->memory->strings, (uint32_t)number));
	return *known;
}

static uint8_t
id_verdict(const struct scan *scan, uint64_t number, uint32_t row)
{
	char text[NUMBER_TEXT_MAX];
	size_t length;

	(void)row;
	if (!scan->filter->can_be_number)
		return CONTAINS_NOT;
	length = print_format_number(number, false, text);
	return look(scan->filter, (struct text){text, length});
}

static uint8_t
count_verdict(const struct scan *scan, uint64_t number, uint32_t row)
{
	char text[NUMBER_TEXT_MAX];
	uint8_t *known = number < COUNTS_KEPT ? &scan->filter->counts[number] : NULL, found;

	(void)row;
	if (!scan->filter->can_be_number)
		return CONTAINS_NOT;
	if (known != NULL && *known != NOT_LOOKED_AT)
		return *known;
	found = look(scan->filter, (struct text){text, print_format_number(number, true, text)});
	if (known != NULL)
		*known = found;
	return found;
}

/* The place of what duration_format_short() makes of `seconds`. */
static uint32_t
span_of(uint32_t seconds)
{
	if (seconds < 60)
		return seconds;
	if (seconds < 3600)
		return MINUTES_FROM + seconds / 60;
	if (seconds < 86400)
		return HOURS_FROM + seconds / 3600;
	if (seconds < 864000)
		return DAY_HOURS_FROM + seconds / 3600;
	return DAYS_FROM + seconds / 86400;
}

static uint8_t
seconds_verdict(const struct scan *scan, uint64_t number, uint32_t row)
{
	uint8_t *known = &scan->filter->spans[span_of((uint32_t)number)];
	char text[DURATION_TEXT_MAX];

	(void)row;
	if (*known == NOT_LOOKED_AT)
		*known = look(scan->filter, (struct text){text, duration_format_short((uint32_t)number, text)});
	return *known;
}

static uint8_t
enum_verdict(const struct scan *scan, uint64_t number, uint32_t row)
{
	(void)row;
	return look(scan->filter, snapshot_word(scan->snapshot, scan->field, number));
}

static uint8_t
boolean_verdict(const struct scan *scan, uint64_t number, uint32_t row)
{
	(void)number;
	return look_at_print(scan->filter, scan->snapshot, scan->field, row);
}

static uint8_t
list_item_verdict(const struct scan *scan, uint32_t volume)
{
	uint8_t *known = &scan->memory->lists[scan->field == FIELD_VOLUMES_UUID][volume];

	if (*known == NOT_LOOKED_AT)
		*known = look(scan->filter, snapshot_list_text(scan->snapshot, scan->field, volume));
	return *known;
}

static uint8_t
list_verdict(const struct scan *scan, uint64_t number, uint32_t row)
{
	uint32_t count;
	const uint32_t *volumes = snapshot_volumes(scan->snapshot, row, &count);

	(void)number;
	for (uint32_t i = 0; i < count; i++) {
		if (list_item_verdict(scan, volumes[i]) == CONTAINS)
			return CONTAINS;
	}
	if (!scan->filter->can_span_list)
		return CONTAINS_NOT;
	return look_at_print(scan->filter, scan->snapshot, scan->field, row);
}

/* The place of a code among CODES; unknown words print alike, absent has the last. */
static uint32_t
code_place(const struct snapshot *snapshot, enum field_id field, uint32_t row)
{
	uint64_t code = snapshot_number(snapshot, field, row);

	if (code == VALUE_ABSENT)
		return CODES - 1;
	return code >= CODES - 2 ? CODES - 2 : (uint32_t)code;
}

static uint8_t
security_verdict(const struct scan *scan, uint64_t number, uint32_t row)
{
	const struct snapshot *snapshot = scan->snapshot;
	uint64_t signing = snapshot_number(snapshot, FIELD_SMB_SIGNING, row);
	uint32_t state = signing == VALUE_ABSENT ? 2 : signing != 0;
	uint8_t *known;

	(void)number;
	state = state * CODES + code_place(snapshot, FIELD_AUTHENTICATION, row);
	state = state * CODES + code_place(snapshot, FIELD_PROTOCOL, row);
	state = state * CODES + code_place(snapshot, FIELD_SMB_ENCRYPTION, row);
	known = &scan->filter->security[state];
	if (*known == NOT_LOOKED_AT)
		*known = look_at_print(scan->filter, snapshot, scan->field, row);
	return *known;
}

static bool
scan_matches(const struct scan *scan, uint32_t row)
{
	static uint8_t (*const verdicts[TYPE_COUNT_OF_TYPES])(const struct scan *, uint64_t, uint32_t) = {
	    [TYPE_TEXT] = text_verdict,
	    [TYPE_ADDRESS] = text_verdict,
	    [TYPE_ID] = id_verdict,
	    [TYPE_COUNT] = count_verdict,
	    [TYPE_SECONDS] = seconds_verdict,
	    [TYPE_ENUM] = enum_verdict,
	    [TYPE_BOOLEAN] = boolean_verdict,
	    [TYPE_LIST] = list_verdict,
	    [TYPE_SECURITY] = security_verdict,
	};
	uint64_t number = snapshot_number(scan->snapshot, scan->field, row);

	return number != VALUE_ABSENT && verdicts[fields[scan->field].type](scan, number, row) == CONTAINS;
}

bool
filter_passes(struct filter *filter, const struct snapshot *snapshot, uint32_t row)
{
	struct scan scan = {.filter = filter, .snapshot = snapshot};

	if (filter->wanted.length == 0)
		return true;
	scan.memory = memory_of(filter, snapshot);
	for (size_t i = 0; i < filter->column_count; i++) {
		scan.field = filter->columns[i];
		if (scan_matches(&scan, row))
			return true;
	}
	return false;
}

void
filter_apply(struct filter *filter, const struct snapshot *snapshot, bool *passes)
{
	struct scan scan = {.filter = filter, .snapshot = snapshot};
	uint32_t count = snapshot_count(snapshot);

	memset(passes, filter->wanted.length == 0, count);
	if (filter->wanted.length == 0)
		return;
	scan.memory = memory_of(filter, snapshot);
	/* Column by column: each has its own small memory, which stays in the cache. */
	for (size_t i = 0; i < filter->column_count; i++) {
		scan.field = filter->columns[i];
		if (!snapshot_has(snapshot, scan.field))
			continue;
		for (uint32_t row = 0; row < count; row++)
			passes[row] = passes[row] || scan_matches(&scan, row);
	}
}
