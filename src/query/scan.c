/* scan.c: asking one question of the values of many rows, each distinct value once. */
#include "config.h"

#include "query/scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/duration.h"
#include "base/xalloc.h"
#include "model/print.h"
#include "model/security.h"

/* What is known of a value; as bits, so that several values can be asked at once. */
enum verdict_byte { NOT_LOOKED_AT = 0, IS_NOT = 1, IS = 2 };

/* With one row for so many texts of the pool, or more, it is faster to look at all of them as they stand. */
#define SWEEP_SHARE 16

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

/* What the texts of a pool are used for: values, and, from USE_ITEM on, the parts of items. */
enum use { USE_TEXT, USE_ITEM, USE_COUNT = USE_ITEM + LIST_PARTS_MAX };

/* What was found out about the texts of one pool, by use and number; nothing is kept for a use that nobody had. */
struct pool_memory {
	const struct strings *strings;
	uint64_t *bits; /* of the texts below bit_count, which are what is looked for; NULL where nobody looked */
	uint32_t bit_count;
	uint32_t counts[USE_COUNT];
	uint8_t *verdicts[USE_COUNT];
};

struct scanner {
	text_question *question;
	const void *asked;
	bool spans_items;
	bool knows_words;
	const atomic_bool *stop; /* NULL: never */
	struct text word; /* absent: nothing is known of what is looked for */
	bool is_all_word;
	struct pool_memory *pools;
	size_t pool_count;
	uint8_t *counts;
	uint8_t *spans;
	uint8_t *security;
	struct buffer scratch;
};

struct scanner *
scanner_new(text_question *question, const void *asked, bool spans_items, bool knows_words)
{
	struct scanner *scanner = xcalloc(1, sizeof *scanner);

	scanner->question = question;
	scanner->asked = asked;
	scanner->spans_items = spans_items;
	scanner->knows_words = knows_words;
	buffer_init(&scanner->scratch, SIZE_MAX / 2);
	return scanner;
}

void
scanner_set_stop(struct scanner *scanner, const atomic_bool *stop)
{
	scanner->stop = stop;
}

void
scanner_set_word(struct scanner *scanner, struct text word, bool is_all)
{
	scanner->word = word;
	scanner->is_all_word = is_all;
}

static bool
is_stopped(const struct scanner *scanner)
{
	return scanner->stop != NULL && atomic_load_explicit(scanner->stop, memory_order_relaxed);
}

void
scanner_free(struct scanner *scanner)
{
	if (scanner == NULL)
		return;
	for (size_t i = 0; i < scanner->pool_count; i++) {
		for (unsigned use = 0; use < USE_COUNT; use++)
			free(scanner->pools[i].verdicts[use]);
		free(scanner->pools[i].bits);
	}
	free(scanner->pools);
	free(scanner->counts);
	free(scanner->spans);
	free(scanner->security);
	buffer_free(&scanner->scratch);
	free(scanner);
}

/* One field of a block of rows. passes[i] belongs to row `from` + i. */
struct scan {
	struct scanner *scanner;
	const struct snapshot *snapshot;
	unsigned field;
	uint32_t from;
	uint32_t count;
	bool *passes;
};

static struct pool_memory *
find_pool(struct scanner *scanner, const struct strings *strings)
{
	size_t at = 0;

	while (at < scanner->pool_count && scanner->pools[at].strings != strings)
		at++;
	if (at == scanner->pool_count) {
		scanner->pools = xreallocarray(scanner->pools, ++scanner->pool_count, sizeof *scanner->pools);
		scanner->pools[at] = (struct pool_memory){.strings = strings};
	}
	return &scanner->pools[at];
}

/* What is known of the snapshot's texts by number. */
static uint8_t *
verdicts_of(struct scanner *scanner, const struct snapshot *snapshot, unsigned use)
{
	struct pool_memory *pool = find_pool(scanner, snapshot_strings(snapshot));
	uint32_t count = snapshot_string_count(snapshot), old = pool->counts[use];

	if (count > old) {
		pool->verdicts[use] = xreallocarray(pool->verdicts[use], count, 1);
		memset(pool->verdicts[use] + old, NOT_LOOKED_AT, count - old);
		pool->counts[use] = count;
	}
	return pool->verdicts[use];
}

/* A copy: the others are kept until somebody else asks. */
static void
keep_bits(struct pool_memory *pool, const uint64_t *bits, uint32_t count)
{
	size_t words = (size_t)count / 64 + 1;

	pool->bits = xreallocarray(pool->bits, words, sizeof *pool->bits);
	memcpy(pool->bits, bits, words * sizeof *pool->bits);
	pool->bit_count = count;
}

void
scanner_prepare(struct scanner *scanner, struct hits *hits, const struct snapshot *snapshot)
{
	uint32_t count = snapshot_string_count(snapshot);
	const uint64_t *bits;
	uint8_t *verdicts;

	if (text_is_absent(scanner->word) || snapshot_count(snapshot) < count / SWEEP_SHARE)
		return;
	bits = hits_of(hits, scanner->word, snapshot_strings(snapshot), count);
	if (scanner->is_all_word) {
		keep_bits(find_pool(scanner, snapshot_strings(snapshot)), bits, count);
		return;
	}
	verdicts = verdicts_of(scanner, snapshot, USE_TEXT);
	for (uint32_t number = 0; number < count; number++) {
		if (!hits_has(bits, number))
			verdicts[number] = IS_NOT;
	}
}

/* A table of `size` values of which nothing is known, once it is needed. */
static uint8_t *
table(uint8_t **kept, size_t size)
{
	if (*kept == NULL)
		*kept = xcalloc(size, 1);
	return *kept;
}

static void
read_block(const struct scan *scan, unsigned field, uint64_t numbers[static SCAN_BLOCK])
{
	snapshot_numbers(scan->snapshot, field, scan->from, scan->count, numbers);
}

static uint8_t
look(const struct scan *scan, struct text text)
{
	if (text_is_absent(text) || is_stopped(scan->scanner))
		return IS_NOT;
	return scan->scanner->question(scan->scanner->asked, text) ? IS : IS_NOT;
}

/* Prints the value of row `from` + i and looks at it. */
static uint8_t
look_at_print(const struct scan *scan, uint32_t i)
{
	struct buffer *scratch = &scan->scanner->scratch;

	buffer_reset(scratch);
	if (!print_value(scan->snapshot, scan->field, scan->from + i, PRINT_SHORT, scratch))
		return IS_NOT;
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
	const struct strings *strings = snapshot_strings(scan->snapshot);
	const struct pool_memory *pool = find_pool(scan->scanner, strings);
	uint64_t numbers[SCAN_BLOCK];
	uint8_t *known;

	if (pool->bits != NULL && pool->bit_count >= snapshot_string_count(scan->snapshot)) {
		snapshot_find_texts(scan->snapshot, scan->field, scan->from, scan->count, pool->bits, scan->passes);
		return;
	}
	known = verdicts_of(scan->scanner, scan->snapshot, USE_TEXT);
	read_block(scan, scan->field, numbers);
	for (uint32_t i = 0; i < scan->count; i++) {
		uint8_t verdict = numbers[i] == VALUE_ABSENT ? IS_NOT : known[numbers[i]];

		if (verdict == NOT_LOOKED_AT && !scan->passes[i])
			verdict = known[numbers[i]] = look(scan, strings_text(strings, (uint32_t)numbers[i]));
		scan->passes[i] |= verdict == IS;
	}
}

static void
scan_ids(const struct scan *scan)
{
	uint64_t numbers[SCAN_BLOCK];

	read_block(scan, scan->field, numbers);
	for (uint32_t i = 0; i < scan->count; i++) {
		if (!scan->passes[i] && numbers[i] != VALUE_ABSENT)
			scan->passes[i] = look_at_number(scan, numbers[i], false) == IS;
	}
}

static void
scan_counts(const struct scan *scan)
{
	uint8_t *known = table(&scan->scanner->counts, COUNTS_KEPT);
	uint64_t numbers[SCAN_BLOCK];

	read_block(scan, scan->field, numbers);
	for (uint32_t i = 0; i < scan->count; i++) {
		if (scan->passes[i] || numbers[i] == VALUE_ABSENT)
			continue;
		if (numbers[i] >= COUNTS_KEPT) {
			scan->passes[i] = look_at_number(scan, numbers[i], true) == IS;
			continue;
		}
		if (known[numbers[i]] == NOT_LOOKED_AT)
			known[numbers[i]] = look_at_number(scan, numbers[i], true);
		scan->passes[i] = known[numbers[i]] == IS;
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
	uint64_t numbers[SCAN_BLOCK];

	read_block(scan, scan->field, numbers);
	for (uint32_t i = 0; i < scan->count; i++) {
		uint8_t *known;

		if (scan->passes[i] || numbers[i] == VALUE_ABSENT)
			continue;
		known = &table(&scan->scanner->spans, SPANS)[span_of((uint32_t)numbers[i])];
		if (*known == NOT_LOOKED_AT)
			*known = look_at_seconds(scan, (uint32_t)numbers[i]);
		scan->passes[i] = *known == IS;
	}
}

/* Enums and booleans. Codes of unknown words are the snapshot's own, so nothing is remembered beyond the block. */
static void
scan_codes(const struct scan *scan)
{
	uint8_t known[WORDS] = {NOT_LOOKED_AT};
	uint64_t numbers[SCAN_BLOCK];

	read_block(scan, scan->field, numbers);
	for (uint32_t i = 0; i < scan->count; i++) {
		if (scan->passes[i] || numbers[i] == VALUE_ABSENT)
			continue;
		if (known[numbers[i]] == NOT_LOOKED_AT)
			known[numbers[i]] = look_at_print(scan, i);
		scan->passes[i] = known[numbers[i]] == IS;
	}
}

/* Looks at those items that nobody looked at. */
static void
look_at_items(const struct scan *scan, uint8_t *known, const uint32_t *items, uint32_t count)
{
	for (uint32_t at = 0; at < count; at++) {
		if (known[items[at]] == NOT_LOOKED_AT)
			known[items[at]] = look(scan, snapshot_list_text(scan->snapshot, scan->field, items[at]));
	}
}

/* What is known of the items together; of up to three without a branch. */
static inline uint8_t
verdict_of_items(const uint8_t *known, const uint32_t *items, uint32_t count, bool *is_sure)
{
	uint8_t first = known[items[0]], middle = known[items[count / 2]], last = known[items[count - 1]];
	uint8_t verdict = first | middle | last;

	*is_sure = first != NOT_LOOKED_AT && middle != NOT_LOOKED_AT && last != NOT_LOOKED_AT;
	for (uint32_t at = 1; count > 3 && at < count - 1; at++) {
		*is_sure &= known[items[at]] != NOT_LOOKED_AT;
		verdict |= known[items[at]];
	}
	return verdict;
}

static void
scan_lists(const struct scan *scan)
{
	const struct kind *kind = snapshot_kind(scan->snapshot);
	unsigned use = scan->field == kind->list[0] ? USE_ITEM : USE_ITEM + 1;
	uint8_t *known = verdicts_of(scan->scanner, scan->snapshot, use);

	for (uint32_t i = 0; i < scan->count; i++) {
		uint32_t count;
		const uint32_t *items = snapshot_list(scan->snapshot, scan->from + i, &count);
		uint8_t verdict;
		bool is_sure;

		if (count == 0)
			continue;
		verdict = verdict_of_items(known, items, count, &is_sure);
		if (!is_sure && !scan->passes[i]) {
			look_at_items(scan, known, items, count);
			verdict = verdict_of_items(known, items, count, &is_sure);
		}
		scan->passes[i] |= (verdict & IS) != 0;
		if (scan->scanner->spans_items && !scan->passes[i])
			scan->passes[i] = look_at_print(scan, i) == IS;
	}
}

/* Which marks a code has, as a place among CODES. */
static inline uint32_t
code_place(uint64_t code)
{
	uint32_t place = code >= CODE_UNKNOWN ? CODE_UNKNOWN : (uint32_t)code;

	return code == VALUE_ABSENT ? CODE_ABSENT : place;
}

/* Nobody types 1.0 for smb1. */
static uint8_t
look_at_security(const struct scan *scan, uint32_t i)
{
	struct text words[SECURITY_MARKS];
	size_t count = scan->scanner->knows_words ? security_words(scan->snapshot, scan->from + i, words) : 0;

	for (size_t at = 0; at < count; at++) {
		if (look(scan, words[at]) == IS)
			return IS;
	}
	return look_at_print(scan, i);
}

static void
scan_security(const struct scan *scan)
{
	uint64_t numbers[SCAN_BLOCK];
	uint32_t states[SCAN_BLOCK] = {0};
	uint8_t *known = table(&scan->scanner->security, SECURITY_STATES);

	for (size_t mark = 0; mark < SECURITY_MARKS; mark++) {
		read_block(scan, security_fields[mark], numbers);
		for (uint32_t i = 0; i < scan->count; i++)
			states[i] = states[i] * CODES + code_place(numbers[i]);
	}
	for (uint32_t i = 0; i < scan->count; i++) {
		if (known[states[i]] == NOT_LOOKED_AT && !scan->passes[i])
			known[states[i]] = look_at_security(scan, i);
		scan->passes[i] |= known[states[i]] == IS;
	}
}

void
scanner_scan(struct scanner *scanner, const struct block *block, unsigned field, bool *passes)
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
	struct scan scan = {scanner, block->snapshot, field, block->from, block->count, passes};

	if (snapshot_has(block->snapshot, field))
		scanners[snapshot_kind(block->snapshot)->fields[field].type](&scan);
}
