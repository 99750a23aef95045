/* syntax.c: a filter as it was written. */
#include "config.h"

#include "query/syntax.h"

#include <stdarg.h>
#include <string.h>

#include "base/xalloc.h"
#include "query/lexer.h"

bool
filter_fail(struct filter_error *error, size_t position, size_t length, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	*error = (struct filter_error){position, length, xvasprintf(format, arguments)};
	va_end(arguments);
	return false;
}

const char *
relation_name(enum relation relation)
{
	static const char *const names[RELATION_COUNT] = {
	    [RELATION_EQUAL] = "=",
	    [RELATION_UNEQUAL] = "!=",
	    [RELATION_LESS] = "<",
	    [RELATION_AT_MOST] = "<=",
	    [RELATION_MORE] = ">",
	    [RELATION_AT_LEAST] = ">=",
	    [RELATION_MATCHES] = "~",
	    [RELATION_MATCHES_NOT] = "!~",
	};

	return names[relation];
}

struct text
word_text(const struct word *word)
{
	return (struct text){word->bytes, word->length};
}

static void
print_literal(struct text text, struct buffer *out)
{
	buffer_add_byte(out, '"');
	for (size_t i = 0; i < text.length; i++) {
		if (text.bytes[i] == '"' || text.bytes[i] == '\\')
			buffer_add_byte(out, '\\');
		buffer_add_byte(out, text.bytes[i]);
	}
	buffer_add_byte(out, '"');
}

/* In runs: what stood in quotes stands in quotes again, though it be nothing: ""and is no keyword. */
static void
print_word(const struct word *word, struct buffer *out)
{
	size_t start = 0;

	if (word->is_quoted && (word->length == 0 || memchr(word->is_literal, 1, word->length) == NULL))
		print_literal(text_of(""), out);
	while (start < word->length) {
		size_t end = start;
		struct text run;

		while (end < word->length && word->is_literal[end] == word->is_literal[start])
			end++;
		run = (struct text){word->bytes + start, end - start};
		if (word->is_literal[start])
			print_literal(run, out);
		else
			buffer_add(out, run.bytes, run.length);
		start = end;
	}
}

/* As it was read: lexer_next_regex() leaves backslashes alone, in quotes as well. */
static void
print_regex(const struct word *word, struct buffer *out)
{
	if (!word->is_quoted) {
		buffer_add(out, word->bytes, word->length);
		return;
	}
	buffer_add_byte(out, '"');
	for (size_t i = 0; i < word->length; i++) {
		if (word->bytes[i] == '"')
			buffer_add_byte(out, '\\');
		buffer_add_byte(out, word->bytes[i]);
		if (word->bytes[i] == '\\' && i + 1 < word->length)
			buffer_add_byte(out, word->bytes[++i]);
	}
	buffer_add_byte(out, '"');
}

static void
print_term(const struct syntax *term, struct buffer *out)
{
	bool is_regex = term->relation == RELATION_MATCHES || term->relation == RELATION_MATCHES_NOT;

	print_word(&term->word, out);
	buffer_add_format(out, " %s ", relation_name(term->relation));
	for (size_t i = 0; i < term->value_count; i++) {
		if (i > 0)
			buffer_add_byte(out, '|');
		if (is_regex)
			print_regex(&term->values[i], out);
		else
			print_word(&term->values[i], out);
	}
}

static void
print_child(const struct syntax *parent, const struct syntax *child, struct buffer *out)
{
	bool needs_parentheses = child->kind == SYNTAX_OR || (child->kind == SYNTAX_AND && parent->kind != SYNTAX_OR);

	if (needs_parentheses)
		buffer_add_byte(out, '(');
	syntax_print(child, out);
	if (needs_parentheses)
		buffer_add_byte(out, ')');
}

void
syntax_print(const struct syntax *syntax, struct buffer *out)
{
	if (syntax == NULL)
		return;
	if (syntax->kind == SYNTAX_WORD)
		print_word(&syntax->word, out);
	else if (syntax->kind == SYNTAX_TERM)
		print_term(syntax, out);
	if (syntax->kind == SYNTAX_NOT)
		buffer_add_string(out, "not ");
	for (const struct syntax *child = syntax->children; child != NULL; child = child->next) {
		if (child != syntax->children)
			buffer_add_string(out, syntax->kind == SYNTAX_OR ? " or " : " and ");
		print_child(syntax, child, out);
	}
}

static bool
needs_quotes(struct text text)
{
	static const char *const words[] = {"and", "or", "not", "null"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (text_equals_nocase(text, text_of(words[i])))
			return true;
	}
	for (size_t i = 0; i < text.length; i++) {
		char byte = text.bytes[i];
		bool is_range = byte == '.' && i + 1 < text.length && text.bytes[i + 1] == '.';

		if (lexer_ends_word(text.bytes, text.length, i) || byte == '"' || byte == '*' || byte == '!' ||
		    is_range)
			return true;
	}
	return text.length == 0;
}

void
syntax_print_value(struct text text, struct buffer *out)
{
	if (needs_quotes(text))
		print_literal(text, out);
	else
		buffer_add(out, text.bytes, text.length);
}
