/* filter.c: which rows are shown. */
#include "config.h"

#include "query/filter.h"

#include <stdlib.h>
#include <string.h>

#include "base/safe_text.h"
#include "base/xalloc.h"
#include "model/security.h"
#include "query/ask.h"

#define ARENA_BLOCK 4096

/* What a filter was made of, ready to be asked. `comparison` is of a term, `pattern` and `columns` are of a word. */
struct node {
	enum syntax_kind kind;
	struct node *children;
	struct node *next;
	struct comparison comparison;
	struct pattern pattern;
	unsigned *columns; /* those whose values can contain the word at all */
	size_t column_count;
	struct scanner *scanner;
};

/* Without a root everything passes. */
struct filter {
	struct arena *arena;
	struct node *root;
	const struct kind *kind;
	unsigned columns[FIELDS_MAX];
	size_t column_count;
	struct hits *hits; /* what is known of words; NULL until it is needed */
	bool owns_hits;
};

/* ---- making one ---- */

/* Fewer characters than this are in the words for the security marks of nearly every session: s, e, smb. */
#define WORD_LEAST 4

static bool
is_long_enough(const struct pattern *pattern)
{
	size_t length = 0;

	for (size_t i = 0; i < pattern->count; i++)
		length += pattern->pieces[i].length;
	return length >= WORD_LEAST;
}

static bool
can_be_in_security(const struct pattern *pattern)
{
	for (size_t i = 0; i < pattern->count; i++) {
		if (!security_can_contain(pattern->pieces[i], is_long_enough(pattern)))
			return false;
	}
	return true;
}

/* Whether all of the word is of what values of the type are printed with. */
static bool
can_contain(enum field_type type, const struct pattern *pattern)
{
	static const char *const alphabets[TYPE_COUNT_OF_TYPES] = {
	    [TYPE_ID] = "0123456789",
	    [TYPE_COUNT] = "0123456789,",
	    [TYPE_SECONDS] = "0123456789smhdSMHD",
	    [TYPE_BOOLEAN] = "yesnoYESNO",
	};

	if (type == TYPE_SECURITY)
		return can_be_in_security(pattern);
	for (size_t i = 0; i < pattern->count && alphabets[type] != NULL; i++) {
		for (size_t at = 0; at < pattern->pieces[i].length; at++) {
			if (strchr(alphabets[type], pattern->pieces[i].bytes[at]) == NULL)
				return false;
		}
	}
	return true;
}

static bool
is_word_in(const void *asked, struct text text)
{
	return pattern_matches(asked, text);
}

/* Whether it can hold for a list as it is printed, though for none of its items. */
static bool
spans_items(const struct pattern *pattern)
{
	for (size_t i = 0; i < pattern->count; i++) {
		if (memchr(pattern->pieces[i].bytes, ',', pattern->pieces[i].length) != NULL)
			return true;
	}
	return pattern->count > 1;
}

static void
make_word(struct filter *filter, struct node *node, const struct word *word)
{
	node->pattern = pattern_of_word(word, filter->arena);
	node->pattern.is_open_start = node->pattern.is_open_end = true;
	node->columns = arena_allocate(filter->arena, FIELDS_MAX * sizeof *node->columns);
	for (size_t i = 0; i < filter->column_count; i++) {
		if (can_contain(filter->kind->fields[filter->columns[i]].type, &node->pattern))
			node->columns[node->column_count++] = filter->columns[i];
	}
	node->scanner = scanner_new(
	    is_word_in, &node->pattern, spans_items(&node->pattern), is_long_enough(&node->pattern));
	if (node->pattern.count > 0)
		scanner_set_word(node->scanner, pattern_longest_piece(&node->pattern), node->pattern.count == 1);
}

static void
clear_node(struct node *node)
{
	for (struct node *child = node->children; child != NULL; child = child->next)
		clear_node(child);
	comparison_clear(&node->comparison);
	scanner_free(node->scanner);
}

static struct node *make_node(struct filter *filter, const struct syntax *syntax, struct filter_error *error);

/* False when one of them makes no sense; the others are cleared with their parent. */
static bool
make_children(struct filter *filter, struct node *node, const struct syntax *syntax, struct filter_error *error)
{
	struct node **end = &node->children;

	for (const struct syntax *child = syntax->children; child != NULL; child = child->next) {
		*end = make_node(filter, child, error);
		if (*end == NULL)
			return false;
		end = &(*end)->next;
	}
	return true;
}

/* NULL, with nothing to clear, when something in it makes no sense. */
static struct node *
make_node(struct filter *filter, const struct syntax *syntax, struct filter_error *error)
{
	struct node *node = arena_allocate(filter->arena, sizeof *node);

	*node = (struct node){.kind = syntax->kind};
	switch (syntax->kind) {
	case SYNTAX_WORD: make_word(filter, node, &syntax->word); return node;
	case SYNTAX_TERM:
		if (!comparison_read(filter->kind, syntax, filter->arena, &node->comparison, error))
			return NULL;
		node->scanner = ask_new_scanner(&node->comparison);
		return node;
	default:
		if (make_children(filter, node, syntax, error))
			return node;
		clear_node(node);
		return NULL;
	}
}

static struct filter *
filter_alloc(const struct kind *kind, const unsigned *columns, size_t column_count)
{
	struct filter *filter = xcalloc(1, sizeof *filter);

	filter->kind = kind;
	filter->arena = arena_new(ARENA_BLOCK);
	for (size_t i = 0; i < column_count && filter->column_count < FIELDS_MAX; i++)
		filter->columns[filter->column_count++] = columns[i];
	return filter;
}

struct filter *
filter_compile(
    const struct kind *kind, const char *text, const unsigned *columns, size_t column_count, struct filter_error *error)
{
	struct filter *filter = filter_alloc(kind, columns, column_count);
	struct syntax *syntax;

	*error = (struct filter_error){.sentence = NULL};
	if (!syntax_parse(text == NULL ? "" : text, filter->arena, &syntax, error))
		goto refused;
	if (syntax == NULL)
		return filter;
	filter->root = make_node(filter, syntax, error);
	if (filter->root == NULL)
		goto refused;
	return filter;
refused:
	filter_free(filter);
	return NULL;
}

/* Two lines: the filter, and below it ^~~ where it is wrong. */
static char *
explain(const char *text, const struct filter_error *error)
{
	size_t columns = safe_text_columns(text_of(text)), size = SAFE_TEXT_SIZE(columns);
	size_t before = safe_text_columns((struct text){text, error->position});
	size_t marked = safe_text_columns((struct text){text + error->position, error->length});
	char *safe = xmalloc(size), *explained;
	struct buffer marks;

	safe_text_fit(text_of(text), columns, CUT_END, safe, size);
	buffer_init(&marks, SIZE_MAX / 2);
	for (size_t i = 0; i < before; i++)
		buffer_add_byte(&marks, ' ');
	buffer_add_byte(&marks, '^');
	for (size_t i = 1; i < marked; i++)
		buffer_add_byte(&marks, '~');
	explained = xasprintf("%s\n  %s\n  %s", error->sentence, safe, buffer_string(&marks));
	buffer_free(&marks);
	free(safe);
	return explained;
}

char *
filter_check(const struct kind *kind, const char *text)
{
	struct filter_error error;
	struct filter *filter = filter_compile(kind, text, NULL, 0, &error);
	char *explained = filter == NULL ? explain(text, &error) : NULL;

	filter_free(filter);
	free(error.sentence);
	return explained;
}

struct filter *
filter_new(const struct kind *kind, const char *text, const unsigned *columns, size_t column_count)
{
	struct filter *filter = filter_alloc(kind, columns, column_count);
	size_t length = text == NULL ? 0 : strlen(text);
	struct word word = {.length = length, .is_quoted = true};

	if (length == 0)
		return filter;
	word.bytes = arena_allocate(filter->arena, length + 1);
	memcpy(word.bytes, text, length + 1);
	word.is_literal = arena_allocate(filter->arena, length * sizeof *word.is_literal);
	for (size_t i = 0; i < length; i++)
		word.is_literal[i] = true;
	filter->root = arena_allocate(filter->arena, sizeof *filter->root);
	*filter->root = (struct node){.kind = SYNTAX_WORD};
	make_word(filter, filter->root, &word);
	return filter;
}

static void
set_stop(struct node *node, const atomic_bool *stop)
{
	if (node->scanner != NULL)
		scanner_set_stop(node->scanner, stop);
	for (struct node *child = node->children; child != NULL; child = child->next)
		set_stop(child, stop);
}

void
filter_set_stop(struct filter *filter, const atomic_bool *stop)
{
	if (filter->root != NULL)
		set_stop(filter->root, stop);
}

void
filter_set_hits(struct filter *filter, struct hits *hits)
{
	hits_turn(hits);
	filter->hits = hits;
}

static void
set_patience(struct node *node, double seconds)
{
	for (size_t i = 0; i < node->comparison.test_count; i++) {
		if (node->comparison.tests[i].kind == TEST_REGEX)
			regexp_set_patience(node->comparison.tests[i].regexp, seconds);
	}
	for (struct node *child = node->children; child != NULL; child = child->next)
		set_patience(child, seconds);
}

void
filter_set_patience(struct filter *filter, double seconds)
{
	if (filter->root != NULL)
		set_patience(filter->root, seconds);
}

static char *
explain_failure(const struct node *node)
{
	char *sentence = NULL;

	for (size_t i = 0; i < node->comparison.test_count && sentence == NULL; i++) {
		if (node->comparison.tests[i].kind == TEST_REGEX)
			sentence = regexp_explain_failure(node->comparison.tests[i].regexp);
	}
	for (const struct node *child = node->children; child != NULL && sentence == NULL; child = child->next)
		sentence = explain_failure(child);
	return sentence;
}

char *
filter_explain_failure(const struct filter *filter)
{
	return filter->root == NULL ? NULL : explain_failure(filter->root);
}

void
filter_free(struct filter *filter)
{
	if (filter == NULL)
		return;
	if (filter->root != NULL)
		clear_node(filter->root);
	if (filter->owns_hits)
		hits_free(filter->hits);
	arena_free(filter->arena);
	free(filter);
}

/* ---- asking it ---- */

static void ask_node(const struct node *node, const struct block *block, bool *passes);

static bool
is_all(const bool *passes, uint32_t count, bool value)
{
	return memchr(passes, value ? 0 : 1, count) == NULL;
}

/* Stops as soon as the children that are left can change nothing. */
static void
ask_children(const struct node *node, const struct block *block, bool *passes)
{
	bool is_or = node->kind == SYNTAX_OR, more[SCAN_BLOCK];
	const struct node *child = node->children;

	ask_node(child, block, passes);
	for (child = child->next; child != NULL && !is_all(passes, block->count, is_or); child = child->next) {
		ask_node(child, block, more);
		for (uint32_t i = 0; i < block->count; i++)
			passes[i] = is_or ? passes[i] || more[i] : passes[i] && more[i];
	}
}

static void
ask_node(const struct node *node, const struct block *block, bool *passes)
{
	switch (node->kind) {
	case SYNTAX_TERM: ask_block(&node->comparison, node->scanner, block, passes); break;
	case SYNTAX_WORD:
		memset(passes, false, block->count);
		for (size_t i = 0; i < node->column_count; i++)
			scanner_scan(node->scanner, block, node->columns[i], passes);
		break;
	case SYNTAX_NOT:
		ask_node(node->children, block, passes);
		for (uint32_t i = 0; i < block->count; i++)
			passes[i] = !passes[i];
		break;
	default: ask_children(node, block, passes); break;
	}
}

bool
filter_passes(struct filter *filter, const struct snapshot *snapshot, uint32_t row)
{
	struct block block = {snapshot, row, 1};
	bool passes = true;

	if (filter->root != NULL)
		ask_node(filter->root, &block, &passes);
	return passes;
}

static void
prepare(const struct node *node, struct hits *hits, const struct snapshot *snapshot)
{
	if (node->scanner != NULL)
		scanner_prepare(node->scanner, hits, snapshot);
	for (const struct node *child = node->children; child != NULL; child = child->next)
		prepare(child, hits, snapshot);
}

void
filter_apply(struct filter *filter, const struct snapshot *snapshot, bool *passes)
{
	uint32_t count = snapshot_count(snapshot);
	struct block block = {.snapshot = snapshot};

	if (filter->root == NULL) {
		memset(passes, true, count);
		return;
	}
	if (filter->hits == NULL) {
		filter->hits = hits_new();
		filter->owns_hits = true;
	}
	prepare(filter->root, filter->hits, snapshot);
	for (; block.from < count; block.from += block.count) {
		block.count = count - block.from < SCAN_BLOCK ? count - block.from : SCAN_BLOCK;
		ask_node(filter->root, &block, passes + block.from);
	}
}

/* ---- what it is about ---- */

static void
mark_node(const struct node *node, bool *marked)
{
	if (node->kind == SYNTAX_TERM)
		marked[node->comparison.field] = true;
	for (size_t i = 0; i < node->column_count; i++)
		marked[node->columns[i]] = true;
	for (const struct node *child = node->children; child != NULL; child = child->next)
		mark_node(child, marked);
}

void
filter_mark_fields(const struct filter *filter, bool marked[static FIELDS_MAX])
{
	if (filter->root != NULL)
		mark_node(filter->root, marked);
}

/* `and` within `and` is of the top as well. */
static const struct comparison *
find_condition(const struct node *node, size_t *left)
{
	const struct comparison *found = NULL;

	if (node->kind == SYNTAX_TERM)
		return (*left)-- == 0 ? &node->comparison : NULL;
	if (node->kind != SYNTAX_AND)
		return NULL;
	for (const struct node *child = node->children; child != NULL && found == NULL; child = child->next)
		found = find_condition(child, left);
	return found;
}

const struct comparison *
filter_condition(const struct filter *filter, size_t at)
{
	return filter->root == NULL ? NULL : find_condition(filter->root, &at);
}
