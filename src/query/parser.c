/* parser.c: reads a filter by recursive descent: `or` binds least, then `and` and mere neighbourhood, then `not`. */
#include "config.h"

#include <string.h>

#include "query/lexer.h"
#include "query/syntax.h"

/* `token` is the one that is looked at and not yet taken. */
struct parser {
	struct lexer lexer;
	struct token token;
	struct arena *arena;
	struct filter_error *error;
	size_t terms;
	unsigned depth;
};

static struct syntax *parse_or(struct parser *parser);

static bool
advance(struct parser *parser)
{
	return lexer_next(&parser->lexer, &parser->token, parser->error);
}

static struct syntax *
new_syntax(struct parser *parser, enum syntax_kind kind)
{
	struct syntax *syntax = arena_allocate(parser->arena, sizeof *syntax);

	*syntax = (struct syntax){.kind = kind};
	return syntax;
}

static bool
enter(struct parser *parser)
{
	if (++parser->depth > FILTER_DEPTH_MAX)
		return filter_fail(parser->error, parser->token.position, parser->token.extent,
		    "parentheses and 'not' stand more than %d deep in each other", FILTER_DEPTH_MAX);
	return true;
}

/* Takes what stands behind an operator as one value: a word, though it be `and`. */
static bool
take_value(struct parser *parser, struct word *value)
{
	const struct token *token = &parser->token;
	bool is_word = token->kind == TOKEN_WORD || token->kind == TOKEN_AND || token->kind == TOKEN_OR ||
		       (token->kind == TOKEN_NOT && token->word.bytes != NULL);

	if (token->kind == TOKEN_NOT && !is_word)
		return filter_fail(parser->error, token->position, token->extent,
		    "'!' stands before the '=', as in user != bob; to look for one, quote it");
	if (!is_word || (token->word.length == 0 && !token->word.is_quoted))
		return filter_fail(parser->error, token->position, token->extent,
		    "a value is due here; one with blanks or ( ) | = < > ~ ! in it stands in quotes");
	*value = token->word;
	return advance(parser);
}

/* The lexer stands behind the operator. */
static bool
parse_values(struct parser *parser, struct syntax *term)
{
	bool is_regex = term->relation == RELATION_MATCHES || term->relation == RELATION_MATCHES_NOT;
	size_t room = 4;

	term->values = arena_allocate(parser->arena, room * sizeof *term->values);
	if (is_regex) {
		term->value_count = 1;
		return lexer_next_regex(&parser->lexer, &parser->token, parser->error) &&
		       take_value(parser, &term->values[0]);
	}
	do {
		if (term->value_count == room) {
			struct word *more = arena_allocate(parser->arena, 2 * room * sizeof *more);

			memcpy(more, term->values, room * sizeof *more);
			term->values = more;
			room *= 2;
		}
		/* The operator, or the bar. */
		if (!advance(parser) || !take_value(parser, &term->values[term->value_count]))
			return false;
		term->value_count++;
	} while (parser->token.kind == TOKEN_BAR);
	return true;
}

static bool
refuse_word_list(struct parser *parser)
{
	return filter_fail(parser->error, parser->token.position, parser->token.extent,
	    "a list needs a field before it, as in user = a|b; between words write 'or'");
}

/* A word, or a comparison that begins with one. */
static struct syntax *
parse_term(struct parser *parser)
{
	struct syntax *term = new_syntax(parser, SYNTAX_WORD);

	if (++parser->terms > FILTER_TERMS_MAX) {
		filter_fail(parser->error, parser->token.position, parser->token.extent,
		    "a filter has no more than %d words and comparisons", FILTER_TERMS_MAX);
		return NULL;
	}
	term->word = parser->token.word;
	if (!advance(parser))
		return NULL;
	if (parser->token.kind == TOKEN_BAR) {
		refuse_word_list(parser);
		return NULL;
	}
	if (parser->token.kind != TOKEN_OPERATOR)
		return term;
	term->kind = SYNTAX_TERM;
	term->relation = parser->token.relation;
	term->relation_position = parser->token.position;
	return parse_values(parser, term) ? term : NULL;
}

static struct syntax *
parse_group(struct parser *parser)
{
	size_t start = parser->token.position;
	struct syntax *group;

	if (!enter(parser) || !advance(parser))
		return NULL;
	group = parse_or(parser);
	if (group == NULL)
		return NULL;
	if (parser->token.kind != TOKEN_CLOSE) {
		filter_fail(parser->error, start, 1, "this parenthesis is not closed");
		return NULL;
	}
	parser->depth--;
	return advance(parser) ? group : NULL;
}

static struct syntax *parse_not(struct parser *parser);

static struct syntax *
parse_negation(struct parser *parser)
{
	struct syntax *negation = new_syntax(parser, SYNTAX_NOT);

	if (!enter(parser) || !advance(parser))
		return NULL;
	negation->children = parse_not(parser);
	parser->depth--;
	return negation->children == NULL ? NULL : negation;
}

/* Says what is missing or too much where a term is due. */
static void
refuse_token(struct parser *parser)
{
	const struct token *token = &parser->token;
	size_t at = token->position, extent = token->extent;

	switch (token->kind) {
	case TOKEN_END: filter_fail(parser->error, at, 0, "the filter ends where a word or a comparison is due"); break;
	case TOKEN_OPERATOR:
		filter_fail(parser->error, at, extent, "a field is due before '%s', as in files %s …",
		    relation_name(token->relation), relation_name(token->relation));
		break;
	case TOKEN_CLOSE:
		filter_fail(parser->error, at, extent,
		    parser->depth > 0 ? "a word or a comparison is due before this parenthesis"
				      : "this parenthesis closes none");
		break;
	case TOKEN_BAR: refuse_word_list(parser); break;
	default:
		filter_fail(parser->error, at, extent,
		    "a word or a comparison is due before '%s'; to look for that word, quote it", token->word.bytes);
		break;
	}
}

static struct syntax *
parse_not(struct parser *parser)
{
	switch (parser->token.kind) {
	case TOKEN_NOT: return parse_negation(parser);
	case TOKEN_OPEN: return parse_group(parser);
	case TOKEN_WORD: return parse_term(parser);
	default: refuse_token(parser); return NULL;
	}
}

static bool
starts_term(enum token_kind kind)
{
	return kind == TOKEN_NOT || kind == TOKEN_OPEN || kind == TOKEN_WORD;
}

/* One child stands for itself. */
static struct syntax *
join(struct parser *parser, enum syntax_kind kind, struct syntax *first)
{
	struct syntax *joined;

	if (first->next == NULL)
		return first;
	joined = new_syntax(parser, kind);
	joined->children = first;
	return joined;
}

static struct syntax *
parse_and(struct parser *parser)
{
	struct syntax *first = parse_not(parser), *last = first;

	while (last != NULL && (parser->token.kind == TOKEN_AND || starts_term(parser->token.kind))) {
		if (parser->token.kind == TOKEN_AND && !advance(parser))
			return NULL;
		last->next = parse_not(parser);
		last = last->next;
	}
	return last == NULL ? NULL : join(parser, SYNTAX_AND, first);
}

static struct syntax *
parse_or(struct parser *parser)
{
	struct syntax *first = parse_and(parser), *last = first;

	while (last != NULL && parser->token.kind == TOKEN_OR) {
		if (!advance(parser))
			return NULL;
		last->next = parse_and(parser);
		last = last->next;
	}
	return last == NULL ? NULL : join(parser, SYNTAX_OR, first);
}

bool
syntax_parse(const char *text, struct arena *arena, struct syntax **syntax, struct filter_error *error)
{
	struct parser parser = {.arena = arena, .error = error};
	size_t length = strlen(text);

	*syntax = NULL;
	if (length > FILTER_LENGTH_MAX)
		return filter_fail(error, FILTER_LENGTH_MAX, length - FILTER_LENGTH_MAX,
		    "a filter has no more than %d bytes", FILTER_LENGTH_MAX);
	parser.lexer = lexer_start(text, length, arena);
	if (!advance(&parser))
		return false;
	if (parser.token.kind == TOKEN_END)
		return true;
	*syntax = parse_or(&parser);
	if (*syntax == NULL)
		return false;
	if (parser.token.kind == TOKEN_END)
		return true;
	refuse_token(&parser);
	return false;
}
