/* complete.c: what may stand where a person types a filter. */
#include "config.h"

#include "query/complete.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "query/comparison.h"
#include "query/lexer.h"

#define ARENA_BLOCK 1024
/*
 * Rows are read in blocks, of all rows as long as there are no more than that; else of blocks here and there, since the
 * key that asks is not to wait for a walk over a million.
 */
#define BLOCK 64u
#define ROWS_MAX 40000u
/* Candidates are found unsorted, and only the first of them are shown. */
#define FOUND_MAX 4096

/* What may stand at the cursor. */
enum place { PLACE_TERM, PLACE_OPERATOR, PLACE_VALUE, PLACE_NOWHERE };

struct finder {
	const struct kind *kind;
	enum place place;
	unsigned field; /* of operators and values */
	enum relation relation; /* of values */
	bool is_behind_term; /* so that `and` and `or` may stand there as well */
	struct text typed; /* of the word at the cursor, without its quotes */
	bool has_any_place; /* what is typed may stand anywhere in a candidate */
	uint32_t step; /* of so many blocks of rows one is read */
	bool is_sampled;
	char **found;
	size_t count;
};

/* ---- where the cursor is ---- */

/* What the tokens before the word at the cursor mean for it. */
static void
step(struct finder *finder, const struct token *token)
{
	switch (token->kind) {
	case TOKEN_WORD:
		if (finder->place == PLACE_VALUE) {
			finder->place = PLACE_TERM;
			finder->field = FIELD_NONE;
		} else {
			finder->field = field_find(finder->kind, word_text(&token->word));
		}
		finder->is_behind_term = true;
		break;
	case TOKEN_OPERATOR:
		finder->place = finder->field == FIELD_NONE ? PLACE_NOWHERE : PLACE_VALUE;
		finder->relation = token->relation;
		break;
	case TOKEN_BAR: break;
	case TOKEN_CLOSE:
		finder->place = PLACE_TERM;
		finder->field = FIELD_NONE;
		finder->is_behind_term = true;
		break;
	default:
		finder->place = PLACE_TERM;
		finder->field = FIELD_NONE;
		finder->is_behind_term = false;
		break;
	}
}

/* A bar goes on with the values of the field before it. */
static void
step_bar(struct finder *finder, unsigned last_field)
{
	finder->field = last_field;
	finder->place = last_field == FIELD_NONE ? PLACE_NOWHERE : PLACE_VALUE;
}

/* Where the word that the cursor touches begins: an unclosed quote holds blanks. */
static size_t
word_start(const char *text, size_t cursor)
{
	size_t start = cursor;
	bool is_quoted = false;

	for (size_t at = 0; at < cursor; at++) {
		if (is_quoted) {
			if (text[at] == '\\' && at + 1 < cursor)
				at++;
			else if (text[at] == '"')
				is_quoted = false;
			continue;
		}
		if (lexer_ends_word(text, cursor, at) || (start == cursor && text[at] == '!')) {
			start = cursor;
			continue;
		}
		if (start == cursor)
			start = at;
		is_quoted = text[at] == '"';
	}
	return start;
}

/* Reads the tokens before the word at the cursor. False when they make no sense. */
static bool
look_behind(struct finder *finder, const char *text, size_t start, struct arena *arena)
{
	struct lexer lexer = lexer_start(text, start, arena);
	unsigned last_field = FIELD_NONE;
	struct filter_error error = {.sentence = NULL};
	struct token token;

	do {
		bool is_regex = finder->place == PLACE_VALUE && finder->relation >= RELATION_MATCHES;
		bool is_read = is_regex ? lexer_next_regex(&lexer, &token, &error) : lexer_next(&lexer, &token, &error);

		if (!is_read) {
			free(error.sentence);
			return false;
		}
		if (token.kind == TOKEN_END)
			return true;
		if (token.kind == TOKEN_BAR)
			step_bar(finder, last_field);
		else if (finder->place == PLACE_VALUE && token.kind != TOKEN_OPERATOR && token.kind != TOKEN_OPEN &&
			 token.kind != TOKEN_CLOSE)
			token.kind = TOKEN_WORD;
		if (token.kind == TOKEN_OPERATOR)
			last_field = finder->field;
		step(finder, &token);
	} while (true);
}

/* ---- what there is ---- */

static bool
is_typed(const struct finder *finder, struct text candidate)
{
	if (text_is_absent(candidate) || candidate.length < finder->typed.length)
		return false;
	if (finder->has_any_place)
		return text_contains_nocase(candidate, finder->typed);
	return text_equals_nocase((struct text){candidate.bytes, finder->typed.length}, finder->typed);
}

static void
add(struct finder *finder, struct text candidate, bool is_value)
{
	struct buffer written;

	if (!is_typed(finder, candidate) || finder->count == FOUND_MAX)
		return;
	if (finder->found == NULL)
		finder->found = xcalloc(FOUND_MAX, sizeof *finder->found);
	buffer_init(&written, FILTER_LENGTH_MAX);
	if (is_value)
		syntax_print_value(candidate, &written);
	else
		buffer_add(&written, candidate.bytes, candidate.length);
	if (!written.overflowed)
		finder->found[finder->count++] = buffer_take(&written);
	buffer_free(&written);
}

static void
add_fields(struct finder *finder)
{
	for (unsigned id = 0; id < finder->kind->field_count; id++) {
		const struct field *field = &finder->kind->fields[id];

		add(finder, text_of(field->api_name), false);
		for (size_t i = 0; i < FIELD_ALIASES_MAX && field->aliases[i] != NULL; i++)
			add(finder, text_of(field->aliases[i]), false);
	}
}

static void
add_operators(struct finder *finder)
{
	for (unsigned relation = 0; relation < RELATION_COUNT; relation++) {
		if (comparison_is_possible(&finder->kind->fields[finder->field], (enum relation)relation))
			add(finder, text_of(relation_name((enum relation)relation)), false);
	}
}

static void
add_text(struct finder *finder, const struct snapshot *snapshot, uint32_t number)
{
	struct text text = finder->kind->fields[finder->field].type == TYPE_LIST
			       ? snapshot_list_text(snapshot, finder->field, number)
			       : strings_text(snapshot_strings(snapshot), number);

	add(finder, text, true);
}

/* Marks the texts of a block of rows that are used, and adds those that were not. */
static void
add_block(struct finder *finder, const struct snapshot *snapshot, uint32_t from, uint32_t count, bool *seen)
{
	bool is_list = finder->kind->fields[finder->field].type == TYPE_LIST;
	uint64_t numbers[BLOCK];

	snapshot_numbers(snapshot, finder->field, from, count, numbers);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t number = (uint32_t)numbers[i], items = 1;
		const uint32_t *list = is_list ? snapshot_list(snapshot, from + i, &items) : &number;

		if (numbers[i] == VALUE_ABSENT)
			continue;
		for (uint32_t at = 0; at < items; at++) {
			if (!seen[list[at]])
				add_text(finder, snapshot, list[at]);
			seen[list[at]] = true;
		}
	}
}

/* Adds texts that were counted when the snapshot was filled. */
static bool
add_few_texts(struct finder *finder, const struct snapshot *snapshot)
{
	uint32_t count;
	const uint32_t *numbers = snapshot_few_texts(snapshot, finder->field, &count);

	for (uint32_t i = 0; numbers != NULL && i < count; i++)
		add_text(finder, snapshot, numbers[i]);
	return numbers != NULL;
}

static void
add_texts(struct finder *finder, const struct snapshot *snapshot)
{
	uint32_t count = snapshot_count(snapshot);
	bool *seen;

	if (count == 0 || !snapshot_has(snapshot, finder->field) || add_few_texts(finder, snapshot))
		return;
	seen = xcalloc((size_t)snapshot_string_count(snapshot) + 1, sizeof *seen);
	for (uint32_t from = 0; from < count; from += BLOCK * finder->step)
		add_block(finder, snapshot, from, count - from < BLOCK ? count - from : BLOCK, seen);
	finder->is_sampled |= finder->step > 1;
	free(seen);
}

static uint32_t
find_step(struct snapshot *const *snapshots, size_t count)
{
	uint64_t rows = 0;

	for (size_t i = 0; i < count; i++)
		rows += snapshots[i] == NULL ? 0 : snapshot_count(snapshots[i]);
	return (uint32_t)(rows / ROWS_MAX) + 1;
}

static void
add_words(struct finder *finder, const struct enumeration *words)
{
	for (size_t i = 0; i < words->count; i++)
		add(finder, text_of(words->values[i].name), false);
}

/* Of expressions nobody knows what is meant. */
static void
add_values(struct finder *finder, struct snapshot *const *snapshots, size_t snapshot_count)
{
	const struct field *field = &finder->kind->fields[finder->field];

	if (finder->relation >= RELATION_MATCHES)
		return;
	if (field->type == TYPE_ENUM)
		add_words(finder, field->enumeration);
	if (field->type == TYPE_BOOLEAN) {
		add(finder, text_of("yes"), false);
		add(finder, text_of("no"), false);
	}
	if (field->type == TYPE_TEXT || field->type == TYPE_ADDRESS || field->type == TYPE_LIST) {
		finder->step = find_step(snapshots, snapshot_count);
		for (size_t i = 0; i < snapshot_count; i++) {
			if (snapshots[i] != NULL)
				add_texts(finder, snapshots[i]);
		}
	}
	if (finder->typed.length > 0 && (finder->relation == RELATION_EQUAL || finder->relation == RELATION_UNEQUAL))
		add(finder, text_of("null"), false);
}

static void
add_all(struct finder *finder, struct snapshot *const *snapshots, size_t snapshot_count)
{
	switch (finder->place) {
	case PLACE_TERM:
		add_fields(finder);
		add(finder, text_of("not"), false);
		if (finder->is_behind_term) {
			add(finder, text_of("and"), false);
			add(finder, text_of("or"), false);
		}
		break;
	case PLACE_OPERATOR: add_operators(finder); break;
	case PLACE_VALUE: add_values(finder, snapshots, snapshot_count); break;
	default: break;
	}
}

/* ---- all of it ---- */

/* By what it is, whether or not that stands in quotes. */
static int
compare(const void *a, const void *b)
{
	const char *left = *(char *const *)a, *right = *(char *const *)b;

	return text_compare(text_of(left + (*left == '"')), text_of(right + (*right == '"')));
}

/* Sorts what was found, drops what is there twice and what is too much, and hands it over. */
static void
take_found(struct finder *finder, struct completion *completion)
{
	completion->candidates = finder->found;
	/* The order of enums and operators says something. */
	if (finder->place != PLACE_OPERATOR &&
	    !(finder->place == PLACE_VALUE && finder->kind->fields[finder->field].type == TYPE_ENUM) &&
	    finder->count > 0)
		qsort(finder->found, finder->count, sizeof *finder->found, compare);
	for (size_t i = 0; i < finder->count; i++) {
		char *candidate = finder->found[i];
		bool is_again = completion->count > 0 &&
				strcmp(completion->candidates[completion->count - 1], candidate) == 0;

		if (is_again || completion->count == COMPLETIONS_MAX)
			free(candidate);
		else
			completion->candidates[completion->count++] = candidate;
	}
}

/* What is typed of the word, without its quotes: what a value begins with. */
static struct text
typed_text(const char *text, size_t start, size_t cursor, struct arena *arena)
{
	struct buffer closed;
	struct lexer lexer;
	struct token token;
	struct filter_error error = {.sentence = NULL};
	char *copy;

	buffer_init(&closed, FILTER_LENGTH_MAX + 1);
	buffer_add(&closed, text + start, cursor - start);
	lexer = lexer_start(buffer_string(&closed), closed.length, arena);
	if (!lexer_next(&lexer, &token, &error)) {
		free(error.sentence);
		buffer_add_byte(&closed, '"');
		lexer = lexer_start(buffer_string(&closed), closed.length, arena);
		if (!lexer_next(&lexer, &token, &error)) {
			free(error.sentence);
			token.word.bytes = NULL;
		}
	}
	buffer_free(&closed);
	if (token.kind == TOKEN_END || token.word.bytes == NULL)
		return text_of("");
	copy = token.word.bytes;
	return (struct text){copy, token.word.length};
}

struct completion
filter_complete(
    const struct kind *kind, const char *text, size_t cursor, struct snapshot *const *snapshots, size_t snapshot_count)
{
	struct arena *arena = arena_new(ARENA_BLOCK);
	size_t start = word_start(text, cursor);
	struct completion completion = {.start = start, .end = cursor};
	struct finder finder = {.kind = kind, .field = FIELD_NONE};

	if (cursor <= FILTER_LENGTH_MAX && look_behind(&finder, text, start, arena)) {
		/* Behind a field, and not at the start of a word, an operator is due. */
		if (finder.place == PLACE_TERM && finder.field != FIELD_NONE && start == cursor)
			finder.place = PLACE_OPERATOR;
		finder.typed = typed_text(text, start, cursor, arena);
		add_all(&finder, snapshots, snapshot_count);
		if (finder.count == 0 && finder.place == PLACE_VALUE && finder.typed.length > 0) {
			finder.has_any_place = true;
			add_all(&finder, snapshots, snapshot_count);
		}
		completion.is_sampled = finder.is_sampled;
		take_found(&finder, &completion);
	}
	arena_free(arena);
	return completion;
}

void
completion_clear(struct completion *completion)
{
	for (size_t i = 0; i < completion->count; i++)
		free(completion->candidates[i]);
	free(completion->candidates);
	*completion = (struct completion){.count = 0};
}
