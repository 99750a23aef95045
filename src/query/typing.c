/* typing.c: a filter that is not finished. */
#include "config.h"

#include "query/typing.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "query/filter.h"
#include "query/lexer.h"

#define ARENA_BLOCK 1024

/* The last leaf, NULL when there is nothing. */
static const struct syntax *
last_leaf(const struct syntax *syntax)
{
	const struct syntax *leaf = syntax;

	if (leaf == NULL)
		return NULL;
	while (leaf->children != NULL) {
		leaf = leaf->children;
		while (leaf->next != NULL)
			leaf = leaf->next;
	}
	return leaf;
}

/* The bare word that `last` ends in, blanks aside; NULL when it ends in something else. */
static const struct word *
find_last_word(const char *last, struct arena *arena)
{
	struct filter_error error = {.sentence = NULL};
	struct syntax *syntax;
	const struct syntax *leaf;
	size_t end = strlen(last);

	while (end > 0 && lexer_is_blank(last[end - 1]))
		end--;
	if (!syntax_parse(last, arena, &syntax, &error)) {
		free(error.sentence);
		return NULL;
	}
	leaf = last_leaf(syntax);
	if (leaf == NULL || leaf->kind != SYNTAX_WORD || leaf->word.position + leaf->word.extent != end)
		return NULL;
	return &leaf->word;
}

/* Whether what stands in `text` at the place of the word is a keyword now, or has an operator behind it. */
static bool
is_no_word(const char *text, size_t position, struct arena *arena)
{
	struct lexer lexer = lexer_start(text + position, strlen(text + position), arena);
	struct filter_error error = {.sentence = NULL};
	struct token token;

	if (!lexer_next(&lexer, &token, &error)) {
		free(error.sentence);
		return false;
	}
	if (token.kind != TOKEN_WORD)
		return true;
	while (lexer.at < lexer.length && lexer_is_blank(lexer.text[lexer.at]))
		lexer.at++;
	return lexer.at < lexer.length && strchr("=<>~!", lexer.text[lexer.at]) != NULL;
}

static bool
makes_sense(const struct kind *kind, const char *text, size_t length)
{
	char *copy = xstrdup_text((struct text){text, length});
	struct filter_error error;
	struct filter *filter = filter_compile(kind, copy, NULL, 0, &error);
	bool is_good = filter != NULL;

	free(error.sentence);
	filter_free(filter);
	free(copy);
	return is_good;
}

/* Where the last token of the first `length` bytes begins when it joins what stands before it to what is gone. */
static size_t
cut_joint(const char *text, size_t length, struct arena *arena)
{
	struct lexer lexer = lexer_start(text, length, arena);
	struct filter_error error = {.sentence = NULL};
	struct token token, last = {.kind = TOKEN_END};

	while (lexer_next(&lexer, &token, &error) && token.kind != TOKEN_END)
		last = token;
	free(error.sentence);
	if (last.kind == TOKEN_AND || last.kind == TOKEN_OR || last.kind == TOKEN_NOT || last.kind == TOKEN_OPEN)
		return last.position;
	return 0;
}

size_t
typing_fall_back(const struct kind *kind, const char *text, const char *last)
{
	struct arena *arena = arena_new(ARENA_BLOCK);
	const struct word *word = find_last_word(last, arena);
	size_t length = strlen(last);

	if (word != NULL && strncmp(text, last, word->position + word->extent) == 0 &&
	    is_no_word(text, word->position, arena)) {
		length = word->position;
		while (length > 0 && !makes_sense(kind, last, length))
			length = cut_joint(last, length, arena);
	}
	arena_free(arena);
	return length;
}
