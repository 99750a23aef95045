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

/* What is known of a value: each distinct one is looked at once. */
enum verdict_byte { NOT_LOOKED_AT, CONTAINS_NOT, CONTAINS };

/* Rows are read in blocks, so that a field costs a call for many and its block stays in the cache. */
#define BLOCK 1024u

/* Counts below this are remembered; the few above are printed each time. */
#define COUNTS_KEPT 4096u

/* Seconds that print alike have one place: 60 of seconds, 60 of minutes, 24 of hours, ten days by hours, days. */
#define MINUTES_FROM 60u
#define HOURS_FROM 120u
#define DAY_HOURS_FROM 144u
#define DAYS_FROM 384u
#define SPANS (DAYS_FROM + UINT32_MAX / 86400u + 1)

/* Places of one code in what is remembered of the security column: known ones, unknown, absent. */
#define CODES 16u
#define CODE_UNKNOWN (CODES - 2)
#define CODE_ABSENT (CODES - 1)
#define SECURITY_STATES (CODES * CODES * CODES * CODES)

/* Codes of enums and booleans are below this. */
#define WORDS (ENUM_UNKNOWN_FIRST + ENUM_UNKNOWN_MAX)

/* What was found out about the texts of one pool, by number. */
struct pool_memory {
	const struct strings *strings;
	uint32_t count;
	uint8_t *texts;
	uint8_t *lists[LIST_PARTS_MAX]; /* of the parts of items */
};

struct filter {
	struct text wanted;
	char *wanted_bytes;
	unsigned columns[FIELDS_MAX]; /* those whose values can contain the text at all */
	size_t column_count;
	struct pool_memory *pools;
	size_t pool_count;
	uint8_t *counts;
	uint8_t *spans;
	uint8_t *security;
	bool can_span_list; /* a comma stands in it */
	struct buffer scratch;
};

/* Whether all of the text is of what values of the type are printed with. */
static bool
can_contain(enum field_type type, const char *wanted)
{
	static const char *const alphabets[TYPE_COUNT_OF_TYPES] = {
	    [TYPE_ID] = "0123456789",
	    [TYPE_COUNT] = "0123456789,",
	    [TYPE_SECONDS] = "0123456789smhdSMHD",
	    [TYPE_BOOLEAN] = "yesnoYESNO",
	    [TYPE_SECURITY] = "0123.-?!KNASEknase",
	};

	return alphabets[type] == NULL || wanted[strspn(wanted, alphabets[type])] == '\0';
}

struct filter *
filter_new(const struct kind *kind, const char *text, const unsigned *columns, size_t column_count)
{
	struct filter *filter = xcalloc(1, sizeof *filter);

	filter->wanted_bytes = xstrdup(text == NULL ? "" : text);
	filter->wanted = text_of(filter->wanted_bytes);
	filter->can_span_list = strchr(filter->wanted_bytes, ',') != NULL;
	for (size_t i = 0; i < column_count && filter->column_count < FIELDS_MAX; i++) {
		if (can_contain(kind->fields[columns[i]].type, filter->wanted_bytes))
			filter->columns[filter->column_count++] = columns[i];
	}
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
		for (size_t part = 0; part < LIST_PARTS_MAX; part++)
			free(filter->pools[i].lists[part]);
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
		for (size_t part = 0; part < LIST_PARTS_MAX; part++)
			memory->lists[part] = grow(memory->lists[part], memory->count, count);
		memory->count = count;
	}
	return memory;
}

/* One field of a block of rows. passes[i] belongs to row `from` + i. */
struct scan {
	struct filter *filter;
	const struct snapshot *snapshot;
	struct pool_memory *memory;
	unsigned field;
	uint32_t from;
	uint32_t count;
	bool *passes;
};

static void
read_block(const struct scan *scan, unsigned field, uint64_t numbers[static BLOCK])
{
	snapshot_numbers(scan->snapshot, field, scan->from, scan->count, numbers);
}

static uint8_t
look(const struct scan *scan, struct text text)
{
	return text_contains_nocase(text, scan->filter->wanted) ? CONTAINS : CONTAINS_NOT;
}

/* Prints the value of row `from` + i and looks at it. */
static uint8_t
look_at_print(const struct scan *scan, uint32_t i)
{
	struct buffer *scratch = &scan->filter->scratch;

	buffer_reset(scratch);
	if (!print_value(scan->snapshot, scan->field, scan->from + i, PRINT_SHORT, scratch))
		return CONTAINS_NOT;
	return look(scan, buffer_text(scratch));
}

static uint8_t
look_at_number(const struct scan *scan, uint64_t number, bool is_grouped)
{
	char text[NUMBER_TEXT_MAX];
	size_t length = print_format_number(number, is_grouped, text);

	return look(scan, (struct text){text, length});
}

static void
scan_texts(const struct scan *scan)
{
	const struct strings *strings = scan->memory->strings;
	uint8_t *known = scan->memory->texts;
	uint64_t numbers[BLOCK];

	read_block(scan, scan->field, numbers);
	for (uint32_t i = 0; i < scan->count; i++) {
		if (scan->passes[i] || numbers[i] == VALUE_ABSENT)
			continue;
		if (known[numbers[i]] == NOT_LOOKED_AT)
			known[numbers[i]] = look(scan, strings_text(strings, (uint32_t)numbers[i]));
		scan->passes[i] = known[numbers[i]] == CONTAINS;
	}
}

static void
scan_ids(const struct scan *scan)
{
	uint64_t numbers[BLOCK];

	read_block(scan, scan->field, numbers);
	for (uint32_t i = 0; i < scan->count; i++) {
		if (!scan->passes[i] && numbers[i] != VALUE_ABSENT)
			scan->passes[i] = look_at_number(scan, numbers[i], false) == CONTAINS;
	}
}

static void
scan_counts(const struct scan *scan)
{
	uint8_t *known = scan->filter->counts;
	uint64_t numbers[BLOCK];

	read_block(scan, scan->field, numbers);
	for (uint32_t i = 0; i < scan->count; i++) {
		if (scan->passes[i] || numbers[i] == VALUE_ABSENT)
			continue;
		if (numbers[i] >= COUNTS_KEPT) {
			scan->passes[i] = look_at_number(scan, numbers[i], true) == CONTAINS;
			continue;
		}
		if (known[numbers[i]] == NOT_LOOKED_AT)
			known[numbers[i]] = look_at_number(scan, numbers[i], true);
		scan->passes[i] = known[numbers[i]] == CONTAINS;
	}
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
look_at_seconds(const struct scan *scan, uint32_t seconds)
{
	char text[DURATION_TEXT_MAX];
	size_t length = duration_format_short(seconds, text);

	return look(scan, (struct text){text, length});
}

static void
scan_seconds(const struct scan *scan)
{
	uint64_t numbers[BLOCK];

	read_block(scan, scan->field, numbers);
	for (uint32_t i = 0; i < scan->count; i++) {
		uint8_t *known;

		if (scan->passes[i] || numbers[i] == VALUE_ABSENT)
			continue;
		known = &scan->filter->spans[span_of((uint32_t)numbers[i])];
		if (*known == NOT_LOOKED_AT)
			*known = look_at_seconds(scan, (uint32_t)numbers[i]);
		scan->passes[i] = *known == CONTAINS;
	}
}

/* Enums and booleans. Codes of unknown words are the snapshot's own, so nothing is remembered beyond the block. */
static void
scan_codes(const struct scan *scan)
{
	uint8_t known[WORDS] = {NOT_LOOKED_AT};
	uint64_t numbers[BLOCK];

	read_block(scan, scan->field, numbers);
	for (uint32_t i = 0; i < scan->count; i++) {
		if (scan->passes[i] || numbers[i] == VALUE_ABSENT)
			continue;
		if (known[numbers[i]] == NOT_LOOKED_AT)
			known[numbers[i]] = look_at_print(scan, i);
		scan->passes[i] = known[numbers[i]] == CONTAINS;
	}
}

/* What is known of a list whose items are each looked at once. */
static uint8_t
look_at_list(const struct scan *scan, uint8_t *known, uint32_t i)
{
	uint32_t count;
	const uint32_t *items = snapshot_list(scan->snapshot, scan->from + i, &count);

	for (uint32_t at = 0; at < count; at++) {
		if (known[items[at]] == NOT_LOOKED_AT)
			known[items[at]] = look(scan, snapshot_list_text(scan->snapshot, scan->field, items[at]));
		if (known[items[at]] == CONTAINS)
			return CONTAINS;
	}
	return scan->filter->can_span_list ? look_at_print(scan, i) : CONTAINS_NOT;
}

static void
scan_lists(const struct scan *scan)
{
	uint8_t *known = scan->memory->lists[scan->field == snapshot_kind(scan->snapshot)->list[0] ? 0 : 1];

	for (uint32_t i = 0; i < scan->count; i++) {
		if (!scan->passes[i])
			scan->passes[i] = look_at_list(scan, known, i) == CONTAINS;
	}
}

/* Which marks a code has, as a place among CODES. */
static uint32_t
code_place(uint64_t code)
{
	if (code == VALUE_ABSENT)
		return CODE_ABSENT;
	return code >= CODE_UNKNOWN ? CODE_UNKNOWN : (uint32_t)code;
}

static void
scan_security(const struct scan *scan)
{
	uint64_t numbers[BLOCK];
	uint32_t states[BLOCK] = {0};

	for (size_t mark = 0; mark < SECURITY_MARKS; mark++) {
		read_block(scan, security_fields[mark], numbers);
		for (uint32_t i = 0; i < scan->count; i++)
			states[i] = states[i] * CODES + code_place(numbers[i]);
	}
	for (uint32_t i = 0; i < scan->count; i++) {
		uint8_t *known = &scan->filter->security[states[i]];

		if (scan->passes[i])
			continue;
		if (*known == NOT_LOOKED_AT)
			*known = look_at_print(scan, i);
		scan->passes[i] = *known == CONTAINS;
	}
}

static void
scan_field(const struct scan *scan)
{
	static void (*const scanners[TYPE_COUNT_OF_TYPES])(const struct scan *) = {
	    [TYPE_TEXT] = scan_texts,
	    [TYPE_ADDRESS] = scan_texts,
	    [TYPE_ID] = scan_ids,
	    [TYPE_COUNT] = scan_counts,
	    [TYPE_SECONDS] = scan_seconds,
	    [TYPE_ENUM] = scan_codes,
	    [TYPE_BOOLEAN] = scan_codes,
	    [TYPE_LIST] = scan_lists,
	    [TYPE_SECURITY] = scan_security,
	};

	scanners[snapshot_kind(scan->snapshot)->fields[scan->field].type](scan);
}

bool
filter_passes(struct filter *filter, const struct snapshot *snapshot, uint32_t row)
{
	bool passes = filter->wanted.length == 0;
	struct scan scan = {.filter = filter, .snapshot = snapshot, .from = row, .count = 1, .passes = &passes};

	if (passes)
		return true;
	scan.memory = memory_of(filter, snapshot);
	for (size_t i = 0; i < filter->column_count && !passes; i++) {
		scan.field = filter->columns[i];
		scan_field(&scan);
	}
	return passes;
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
	/* Field by field: each has its own small memory, which stays in the cache. */
	for (size_t i = 0; i < filter->column_count; i++) {
		scan.field = filter->columns[i];
		if (!snapshot_has(snapshot, scan.field))
			continue;
		for (scan.from = 0; scan.from < count; scan.from += BLOCK) {
			scan.count = count - scan.from < BLOCK ? count - scan.from : BLOCK;
			scan.passes = passes + scan.from;
			scan_field(&scan);
		}
	}
}
