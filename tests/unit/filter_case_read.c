/* filter_case_read.c: what a filter, and a query to a server, mean: naively, value by value. */
#include "config.h"

#include <arpa/inet.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "filter_case.h"

static int
folded(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : (unsigned char)byte;
}

static bool
glob_matches(const char *pattern, const bool *is_star, unsigned length, const char *text, bool folds)
{
	if (length == 0)
		return *text == '\0';
	if (*is_star)
		return glob_matches(pattern + 1, is_star + 1, length - 1, text, folds) ||
		       (*text != '\0' && glob_matches(pattern, is_star, length, text + 1, folds));
	if (*text == '\0' || (folds ? folded(*pattern) != folded(*text) : *pattern != *text))
		return false;
	return glob_matches(pattern + 1, is_star + 1, length - 1, text + 1, folds);
}

static bool
is_glob(const struct case_glob *glob, const char *text)
{
	return glob_matches(glob->bytes, glob->is_star, glob->length, text, true);
}

/* Whether the glob is anywhere in the text. */
static bool
has_glob(const struct case_glob *glob, const char *text)
{
	struct case_glob open = {.length = glob->length + 2};

	memcpy(open.bytes + 1, glob->bytes, glob->length);
	memcpy(open.is_star + 1, glob->is_star, glob->length);
	open.is_star[0] = open.is_star[glob->length + 1] = true;
	return is_glob(&open, text);
}

static int
compare_texts(const char *a, const char *b)
{
	for (; folded(*a) == folded(*b) && *a != '\0'; a++, b++)
		continue;
	return folded(*a) - folded(*b);
}

static bool
in_order(enum relation relation, int order)
{
	switch (relation) {
	case RELATION_LESS: return order < 0;
	case RELATION_AT_MOST: return order <= 0;
	case RELATION_MORE: return order > 0;
	default: return order >= 0;
	}
}

static bool
is_order(enum relation relation)
{
	return relation >= RELATION_LESS && relation <= RELATION_AT_LEAST;
}

/* In halves, so that a fraction has a place between whole numbers; identifiers are exact in 128 bits. */
static bool
number_fits(const struct case_literal *literal, enum relation relation, uint64_t number)
{
	__extension__ typedef unsigned __int128 wide;
	wide value = (wide)number * 2, low = (wide)literal->low * 2 + literal->is_fraction,
	     high = (wide)literal->high * 2 + literal->is_fraction;

	if (is_order(relation))
		return in_order(relation, value < low ? -1 : value > low);
	return value >= low && value <= high;
}

static bool
address_fits(const struct case_literal *literal, enum relation relation, const char *text)
{
	bool is_ipv6 = strchr(text, ':') != NULL;
	unsigned char bytes[16] = {0};

	if (is_ipv6 != literal->is_ipv6 || inet_pton(is_ipv6 ? AF_INET6 : AF_INET, text, bytes) != 1)
		return false;
	if (is_order(relation))
		return in_order(relation, memcmp(bytes, literal->low_address, 16));
	return memcmp(bytes, literal->low_address, 16) >= 0 && memcmp(bytes, literal->high_address, 16) <= 0;
}

static bool
regex_fits(const char *expression, const char *text)
{
	regex_t compiled;
	bool fits;

	if (regcomp(&compiled, expression, REG_EXTENDED | REG_ICASE | REG_NOSUB) != 0)
		abort();
	fits = regexec(&compiled, text, 0, NULL, 0) == 0;
	regfree(&compiled);
	return fits;
}

static bool
text_fits(const struct case_literal *literal, enum relation relation, const char *text)
{
	switch (literal->kind) {
	case LITERAL_GLOB:
		if (is_order(relation)) {
			char bound[CASE_TEXT_MAX + 1] = "";

			memcpy(bound, literal->glob.bytes, literal->glob.length);
			return in_order(relation, compare_texts(text, bound));
		}
		return is_glob(&literal->glob, text);
	case LITERAL_TEXTS:
		return compare_texts(text, literal->low_text) >= 0 && compare_texts(text, literal->high_text) <= 0;
	case LITERAL_ADDRESSES: return address_fits(literal, relation, text);
	case LITERAL_REGEX: return regex_fits(literal->low_text, text);
	default: return false;
	}
}

/* A glob knows every spelling of a word, and takes dots and dashes for one with the line. */
static bool
word_fits(const struct case_literal *literal, const struct enum_value *value)
{
	struct case_glob glob = literal->glob;

	for (unsigned i = 0; i < glob.length; i++) {
		if (glob.bytes[i] == '.' || glob.bytes[i] == '-')
			glob.bytes[i] = '_';
	}
	return is_glob(&glob, value->name) || (value->spellings[0] != NULL && is_glob(&glob, value->spellings[0]));
}

static bool
enum_fits(const struct case_literal *literal, enum relation relation, unsigned field, const struct case_value *value)
{
	const struct enumeration *words = session_kind.fields[field].enumeration;
	bool is_known = value->number != VALUE_ABSENT;

	if (literal->kind == LITERAL_NUMBERS)
		return is_known && number_fits(literal, relation, value->number);
	if (literal->kind == LITERAL_GLOB && is_known)
		return word_fits(literal, &words->values[value->number]);
	return text_fits(literal, relation, value->texts[0]);
}

static bool
literal_fits(const struct case_literal *literal, const struct case_filter *term, const struct case_value *value)
{
	enum field_type type = session_kind.fields[term->field].type;

	if (literal->kind == LITERAL_NULL)
		return false;
	if (type == TYPE_ENUM)
		return enum_fits(literal, term->relation, term->field, value);
	if (type == TYPE_TEXT || type == TYPE_ADDRESS || type == TYPE_LIST) {
		for (unsigned i = 0; i < value->text_count; i++) {
			if (text_fits(literal, term->relation, value->texts[i]))
				return true;
		}
		return false;
	}
	return number_fits(literal, term->relation, value->number);
}

static bool
term_passes(const struct case_filter *term, const struct case_value *value)
{
	bool is_denied = term->relation == RELATION_UNEQUAL || term->relation == RELATION_MATCHES_NOT;
	bool fits = false, has_null = false;

	for (unsigned i = 0; i < term->literal_count; i++) {
		has_null |= term->literals[i].kind == LITERAL_NULL;
		fits |= !value->is_absent && literal_fits(&term->literals[i], term, value);
	}
	if (value->is_absent)
		return has_null && !is_denied;
	return fits != is_denied;
}

static bool
word_passes(const struct case_filter *word, const struct snapshot *snapshot, uint32_t row, const unsigned *columns,
    size_t column_count)
{
	for (size_t i = 0; i < column_count; i++) {
		const char *shown = world_shown(snapshot, columns[i], row);

		if (strcmp(shown, "-") != 0 && has_glob(&word->word, shown))
			return true;
	}
	return false;
}

bool
case_passes(const struct case_filter *filter, const struct case_session *session, const struct snapshot *snapshot,
    uint32_t row, const unsigned *columns, size_t column_count)
{
	bool all = true, any = false;

	if (filter->kind == SYNTAX_TERM)
		return term_passes(filter, &session->values[filter->field]);
	if (filter->kind == SYNTAX_WORD)
		return word_passes(filter, snapshot, row, columns, column_count);
	for (unsigned i = 0; i < filter->child_count; i++) {
		bool passes = case_passes(filter->children[i], session, snapshot, row, columns, column_count);

		all &= passes;
		any |= passes;
	}
	if (filter->kind == SYNTAX_NOT)
		return !any;
	return filter->kind == SYNTAX_AND ? all : any;
}

/* ---- the server ---- */

/* The value as the server has it. */
static const char *
server_text(const struct case_server *server, unsigned field, const struct case_value *value)
{
	static char number[32];
	const char *word = value->texts[0];

	switch (session_kind.fields[field].type) {
	case TYPE_BOOLEAN: return value->number != 0 ? "true" : "false";
	case TYPE_TEXT:
	case TYPE_ADDRESS: return word;
	case TYPE_ENUM: break;
	default: snprintf(number, sizeof number, "%llu", (unsigned long long)value->number); return number;
	}
	if (!server->has_dots)
		return word;
	if (strcmp(word, "unavailable") == 0)
		return "no";
	if (strcmp(word, "available") == 0)
		return "yes";
	if (strcmp(word, "smb2_1") == 0)
		return "smb2.1";
	return strcmp(word, "smb3_1") == 0 ? "smb3.1" : word;
}

/* One of the parts between bars, on a number. */
static bool
number_is_listed(const struct case_server *server, uint64_t number, const char *part)
{
	const char *dots = strstr(part, "..");
	uint64_t bound = strtoull(part + strspn(part, "<>="), NULL, 10);

	if (dots != NULL) {
		uint64_t high = strtoull(dots + 2, NULL, 10);

		return server->excludes_ends ? number > bound && number < high : number >= bound && number <= high;
	}
	if (strncmp(part, ">=", 2) == 0)
		return number >= bound;
	if (strncmp(part, "<=", 2) == 0)
		return number <= bound;
	if (*part == '<' || *part == '>')
		return *part == '<' ? number < bound : number > bound;
	return number == bound;
}

static bool
text_is_listed(const struct case_server *server, const char *text, const char *part)
{
	bool is_star[1024];
	size_t length = strlen(part);

	if (strpbrk(part, "<>!\"{}\\, ") != NULL || strstr(part, "..") != NULL || length == 0)
		abort(); /* nothing that would have a meaning of its own is to be sent */
	for (size_t i = 0; i < length; i++)
		is_star[i] = part[i] == '*';
	return glob_matches(part, is_star, (unsigned)length, text, server->ignores_case);
}

bool
case_server_lists(
    const struct case_server *server, const struct case_session *session, unsigned field, const char *query)
{
	const struct case_value *value = &session->values[field];
	enum field_type type = session_kind.fields[field].type;
	bool is_denied = *query == '!', is_listed = false;
	char copy[1024], *rest = NULL;

	if (value->is_absent)
		return false;
	snprintf(copy, sizeof copy, "%s", query + is_denied);
	for (char *part = strtok_r(copy, "|", &rest); part != NULL; part = strtok_r(NULL, "|", &rest)) {
		if (type == TYPE_COUNT || type == TYPE_ID)
			is_listed |= number_is_listed(server, value->number, part);
		else
			is_listed |= text_is_listed(server, server_text(server, field, value), part);
	}
	return is_listed != is_denied;
}
