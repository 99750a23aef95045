/* lexer.c: the words and signs of a filter, one after another. */
#include "config.h"

#include "query/lexer.h"

#include <string.h>

struct lexer
lexer_start(const char *text, size_t length, struct arena *arena)
{
	return (struct lexer){.text = text, .length = length, .arena = arena};
}

bool
lexer_is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

bool
lexer_ends_word(const char *text, size_t length, size_t at)
{
	char byte = text[at];

	if (lexer_is_blank(byte) || byte == '\0')
		return true;
	if (byte == '!')
		return at + 1 < length && (text[at + 1] == '=' || text[at + 1] == '~');
	return strchr("()|=<>~", byte) != NULL;
}

static void
skip_blanks(struct lexer *lexer)
{
	while (lexer->at < lexer->length && lexer_is_blank(lexer->text[lexer->at]))
		lexer->at++;
}

static bool
is_at(const struct lexer *lexer, char byte)
{
	return lexer->at < lexer->length && lexer->text[lexer->at] == byte;
}

/* A word has no more bytes than what it is written with. */
static struct word
start_word(const struct lexer *lexer)
{
	size_t room = lexer->length - lexer->at + 1;
	struct word word = {.position = lexer->at};

	word.bytes = arena_allocate(lexer->arena, room);
	word.is_literal = arena_allocate(lexer->arena, room * sizeof *word.is_literal);
	return word;
}

static void
add_byte(struct word *word, char byte, bool is_literal)
{
	word->is_literal[word->length] = is_literal;
	word->bytes[word->length++] = byte;
}

static void
end_word(const struct lexer *lexer, struct word *word)
{
	word->bytes[word->length] = '\0';
	word->extent = lexer->at - word->position;
}

/*
 * In quotes \" is a quote, and \\ a backslash; any other backslash is one. An expression has its own use for
 * backslashes, so they all stay.
 */
static bool
read_quoted(struct lexer *lexer, struct word *word, bool is_regex, struct filter_error *error)
{
	size_t start = lexer->at++;

	word->is_quoted = true;
	while (!is_at(lexer, '"')) {
		char next = lexer->at + 1 < lexer->length ? lexer->text[lexer->at + 1] : '\0';
		bool is_pair = is_at(lexer, '\\') && (next == '"' || next == '\\');

		if (lexer->at == lexer->length)
			return filter_fail(error, start, 1, "this quote is not closed");
		if (is_pair) {
			if (is_regex && next == '\\')
				add_byte(word, '\\', true);
			lexer->at++;
		}
		add_byte(word, lexer->text[lexer->at++], true);
	}
	lexer->at++;
	return true;
}

static bool
read_word(struct lexer *lexer, struct word *word, struct filter_error *error)
{
	*word = start_word(lexer);
	while (lexer->at < lexer->length && !lexer_ends_word(lexer->text, lexer->length, lexer->at)) {
		if (is_at(lexer, '"')) {
			if (!read_quoted(lexer, word, false, error))
				return false;
		} else {
			/* At its start, where printing may put it, this would be a `not`. */
			add_byte(word, lexer->text[lexer->at], is_at(lexer, '!'));
			lexer->at++;
		}
	}
	end_word(lexer, word);
	return true;
}

static enum token_kind
kind_of_word(const struct word *word)
{
	struct text text = word_text(word);

	if (word->is_quoted)
		return TOKEN_WORD;
	if (text_equals_nocase(text, text_of("and")))
		return TOKEN_AND;
	if (text_equals_nocase(text, text_of("or")))
		return TOKEN_OR;
	return text_equals_nocase(text, text_of("not")) ? TOKEN_NOT : TOKEN_WORD;
}

/* How many bytes of the filter, from where the lexer is, are an operator or look like one. */
static size_t
operator_extent(const struct lexer *lexer)
{
	const char *at = lexer->text + lexer->at;
	size_t left = lexer->length - lexer->at, extent = 0;

	/* What follows ~ is a regular expression, which may begin with any of these. */
	if (*at == '~')
		return 1;
	if (*at == '!')
		return left > 1 && (at[1] == '=' || at[1] == '~') ? 2 : 1;
	while (extent < left && at[extent] != '\0' && strchr("=<>~!", at[extent]) != NULL)
		extent++;
	return extent;
}

/* What other languages write, and what is meant. */
static const struct {
	const char *written;
	const char *meant;
} strangers[] = {
    {"==", "="}, {"=>", ">="}, {"=<", "<="}, {"<>", "!="}, {"=~", "~"}, {"=!", "!="}, {"=>=", ">="}, {"=<=", "<="}};

static bool
refuse_operator(struct lexer *lexer, size_t extent, struct filter_error *error)
{
	struct text written = {lexer->text + lexer->at, extent};

	for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
		if (text_equals(text_of(strangers[i].written), written))
			return filter_fail(error, lexer->at, extent, "'%s' is no operator; write %s",
			    strangers[i].written, strangers[i].meant);
	}
	return filter_fail(error, lexer->at, extent, "'%.*s' is no operator; there are = != < <= > >= ~ !~",
	    (int)written.length, written.bytes);
}

static bool
read_operator(struct lexer *lexer, struct token *token, struct filter_error *error)
{
	struct text written = {lexer->text + lexer->at, operator_extent(lexer)};
	unsigned found = 0;

	while (found < RELATION_COUNT && !text_equals(text_of(relation_name((enum relation)found)), written))
		found++;
	if (found == RELATION_COUNT)
		return refuse_operator(lexer, written.length, error);
	token->kind = TOKEN_OPERATOR;
	token->relation = (enum relation)found;
	lexer->at += written.length;
	return true;
}

static bool
read_sign(struct lexer *lexer, struct token *token, struct filter_error *error)
{
	static const struct {
		char sign;
		enum token_kind kind;
	} signs[] = {{'(', TOKEN_OPEN}, {')', TOKEN_CLOSE}, {'|', TOKEN_BAR}};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		if (!is_at(lexer, signs[i].sign))
			continue;
		token->kind = signs[i].kind;
		lexer->at++;
		return true;
	}
	if (is_at(lexer, '!') && operator_extent(lexer) == 1) {
		token->kind = TOKEN_NOT;
		lexer->at++;
		return true;
	}
	return read_operator(lexer, token, error);
}

bool
lexer_next(struct lexer *lexer, struct token *token, struct filter_error *error)
{
	bool is_read = true;

	skip_blanks(lexer);
	*token = (struct token){.kind = TOKEN_END, .position = lexer->at};
	if (lexer->at == lexer->length)
		return true;
	if (is_at(lexer, '\0'))
		return filter_fail(error, lexer->at, 1, "a filter has no NUL in it");
	if (lexer_ends_word(lexer->text, lexer->length, lexer->at) || is_at(lexer, '!')) {
		is_read = read_sign(lexer, token, error);
	} else {
		is_read = read_word(lexer, &token->word, error);
		token->kind = kind_of_word(&token->word);
	}
	token->extent = lexer->at - token->position;
	return is_read;
}

/* The end of a bracket expression that begins at `at`, or `at` itself when it does not end before a blank. */
static size_t
skip_bracket(const struct lexer *lexer, size_t at)
{
	size_t end = at + 1;

	if (end < lexer->length && lexer->text[end] == '^')
		end++;
	if (end < lexer->length && lexer->text[end] == ']')
		end++;
	while (end < lexer->length && !lexer_is_blank(lexer->text[end]) && lexer->text[end] != ']')
		end++;
	return end < lexer->length && lexer->text[end] == ']' ? end : at;
}

static size_t
regex_end(const struct lexer *lexer)
{
	size_t at = lexer->at, depth = 0;

	for (; at < lexer->length && !lexer_is_blank(lexer->text[at]) && lexer->text[at] != '\0'; at++) {
		char byte = lexer->text[at];

		if (byte == '\\' && at + 1 < lexer->length && !lexer_is_blank(lexer->text[at + 1]))
			at++;
		else if (byte == '[')
			at = skip_bracket(lexer, at);
		else if (byte == '(')
			depth++;
		else if (byte == ')' && depth-- == 0)
			break;
	}
	return at;
}

bool
lexer_next_regex(struct lexer *lexer, struct token *token, struct filter_error *error)
{
	size_t end;

	skip_blanks(lexer);
	*token = (struct token){.kind = TOKEN_END, .position = lexer->at};
	if (lexer->at == lexer->length)
		return true;
	token->kind = TOKEN_WORD;
	token->word = start_word(lexer);
	if (is_at(lexer, '"')) {
		if (!read_quoted(lexer, &token->word, true, error))
			return false;
		if (lexer->at < lexer->length && !lexer_is_blank(lexer->text[lexer->at]) && !is_at(lexer, ')'))
			return filter_fail(error, lexer->at, 1, "a blank is due behind the quoted expression");
	} else {
		for (end = regex_end(lexer); lexer->at < end; lexer->at++)
			add_byte(&token->word, lexer->text[lexer->at], false);
	}
	end_word(lexer, &token->word);
	token->extent = token->word.extent;
	return true;
}
