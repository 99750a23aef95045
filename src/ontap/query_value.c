/* query_value.c: what may stand behind the = of a query on a field. */
#include "config.h"

#include "ontap/query_value.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/duration.h"
#include "base/xalloc.h"

#define SENTENCE_SIZE_MAX 4096

/* A run of the value, and of each of its bytes whether it was quoted. */
struct part {
	const char *bytes;
	const bool *is_quoted;
	size_t length;
};

static struct part
part_of(const struct part *whole, size_t from, size_t to)
{
	return (struct part){whole->bytes + from, whole->is_quoted + from, to - from};
}

static bool
is_operator(const struct part *part, size_t at, char byte)
{
	return at < part->length && part->bytes[at] == byte && !part->is_quoted[at];
}

static bool
has_operator(const struct part *part, char byte)
{
	for (size_t i = 0; i < part->length; i++) {
		if (is_operator(part, i, byte))
			return true;
	}
	return false;
}

/* ------------------------------------------------------------------ values by type */

/* Returns NULL, or what is allowed; a run with a star is judged by the bytes around the stars. */
typedef char *check_fn(const struct field *field, const struct part *part);

static char *
refuse(const struct part *part, const char *what)
{
	return xasprintf("'%.*s' is no %s", (int)part->length, part->bytes, what);
}

static char *
check_text(const struct field *field, const struct part *part)
{
	(void)field;
	(void)part;
	return NULL;
}

static bool
is_below(const struct part *digits, uint64_t most)
{
	uint64_t value = 0;

	for (size_t i = 0; i < digits->length; i++) {
		unsigned digit = (unsigned char)digits->bytes[i] - '0';

		if (value > (most - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	return true;
}

static char *
check_number(const struct field *field, const struct part *part)
{
	uint64_t most = field->type == TYPE_COUNT ? UINT32_MAX : UINT64_MAX;
	struct part digits = *part;

	for (size_t i = 0; i < part->length; i++) {
		bool is_digit = part->bytes[i] >= '0' && part->bytes[i] <= '9';

		if (!is_digit && !is_operator(part, i, '*'))
			return refuse(part, "number");
	}
	if (!has_operator(part, '*') && !is_below(&digits, most))
		return xasprintf("%.*s is too large", (int)part->length, part->bytes);
	return NULL;
}

static char *
check_address(const struct field *field, const struct part *part)
{
	char text[INET6_ADDRSTRLEN] = "", binary[sizeof(struct in6_addr)];

	(void)field;
	if (has_operator(part, '*'))
		return NULL;
	if (memchr(part->bytes, '/', part->length) != NULL)
		return xasprintf("'%.*s': ONTAP's queries know no networks; write 10.20.* or a range, or use --filter, "
				 "which does",
		    (int)part->length, part->bytes);
	if (part->length < sizeof text)
		memcpy(text, part->bytes, part->length);
	if (inet_pton(AF_INET, text, binary) == 1 || inet_pton(AF_INET6, text, binary) == 1)
		return NULL;
	return refuse(part, "address");
}

/* What people write is no ISO 8601, but says what was meant. */
static char *
check_duration(const struct field *field, const struct part *part)
{
	struct text text = {part->bytes, part->length};
	char iso[DURATION_TEXT_MAX];
	uint32_t seconds;
	uint64_t ms;

	(void)field;
	if (has_operator(part, '*') || duration_parse(text, &seconds))
		return NULL;
	if (!duration_parse_human(text, &ms) || ms / 1000 >= UINT32_MAX)
		return xasprintf(
		    "'%.*s' is no ISO 8601 duration, such as PT30M or P1DT2H", (int)part->length, part->bytes);
	duration_format_iso((uint32_t)(ms / 1000), iso);
	return xasprintf("'%.*s' is no ISO 8601 duration; write %s", (int)part->length, part->bytes, iso);
}

static char *
check_boolean(const struct field *field, const struct part *part)
{
	struct text text = {part->bytes, part->length};

	(void)field;
	if (text_equals(text, text_of("true")) || text_equals(text, text_of("false")))
		return NULL;
	return xasprintf("'%.*s' is neither true nor false", (int)part->length, part->bytes);
}

static char *
check_word(const struct field *field, const struct part *part)
{
	const struct enumeration *words = field->enumeration;
	struct buffer sentence;

	if (has_operator(part, '*') ||
	    enumeration_find(words, (struct text){part->bytes, part->length}) != VALUE_ABSENT)
		return NULL;
	buffer_init(&sentence, SENTENCE_SIZE_MAX);
	buffer_add_format(&sentence, "'%.*s' is none of ", (int)part->length, part->bytes);
	for (size_t i = 0; i < words->count; i++)
		buffer_add_format(&sentence, "%s%s",
		    i == 0                  ? ""
		    : i + 1 == words->count ? " and "
					    : ", ",
		    words->values[i].name);
	return buffer_take(&sentence);
}

static check_fn *
check_of(const struct field *field)
{
	switch (field->type) {
	case TYPE_ID:
	case TYPE_COUNT: return check_number;
	case TYPE_SECONDS: return check_duration;
	case TYPE_BOOLEAN: return check_boolean;
	case TYPE_ENUM: return check_word;
	case TYPE_ADDRESS: return check_address;
	case TYPE_LIST: return field->items == TYPE_ID ? check_number : check_text;
	default: return check_text;
	}
}

/* ------------------------------------------------------------------ operators */

static char *
check_range(const struct field *field, const struct part *term, size_t dots)
{
	struct part low = part_of(term, 0, dots), high = part_of(term, dots + 2, term->length);
	char *trouble;

	if (field->type == TYPE_BOOLEAN)
		return xstrdup("a boolean has no ranges");
	if (low.length == 0 || high.length == 0)
		return xasprintf(
		    "'%.*s': a range has two ends; write >= or <= for one", (int)term->length, term->bytes);
	trouble = check_of(field)(field, &low);
	return trouble != NULL ? trouble : check_of(field)(field, &high);
}

/* Stores where an unquoted .. is. */
static bool
find_dots(const struct part *term, size_t *dots)
{
	for (size_t i = 0; i + 1 < term->length; i++) {
		if (is_operator(term, i, '.') && is_operator(term, i + 1, '.')) {
			*dots = i;
			return true;
		}
	}
	return false;
}

static char *
check_comparison(const struct field *field, const struct part *term)
{
	struct part operand = part_of(term, is_operator(term, 1, '=') ? 2 : 1, term->length);

	if (field->type == TYPE_BOOLEAN)
		return xstrdup("a boolean is neither above nor below another");
	if (operand.length == 0)
		return xasprintf("nothing stands behind %.*s", (int)term->length, term->bytes);
	return check_of(field)(field, &operand);
}

/* One of the alternatives between |. */
static char *
check_term(const struct field *field, struct part term)
{
	size_t dots;

	if (is_operator(&term, 0, '!'))
		term = part_of(&term, 1, term.length);
	if (term.length == 0)
		return xstrdup("a value is missing; \"\" is an empty text, and null an absent value");
	if (term.length == 4 && memcmp(term.bytes, "null", 4) == 0 && !term.is_quoted[0])
		return NULL;
	if (is_operator(&term, 0, '<') || is_operator(&term, 0, '>'))
		return check_comparison(field, &term);
	if (find_dots(&term, &dots))
		return check_range(field, &term, dots);
	return check_of(field)(field, &term);
}

/*
 * Takes quotes and braces away and remembers what stood in them. Returns NULL, or a sentence. Of an empty text in
 * quotes one quoted zero byte remains, so that it is told from nothing.
 */
static char *
unquote(struct text value, char *bytes, bool *is_quoted, size_t *length)
{
	char closing = '\0';
	size_t opened = 0;

	*length = 0;
	for (size_t i = 0; i < value.length; i++) {
		char byte = value.bytes[i];

		if (closing == '\0' && (byte == '"' || byte == '{')) {
			closing = byte == '"' ? '"' : '}';
			opened = *length;
		} else if (closing != '\0' && byte == closing) {
			closing = '\0';
			if (*length > opened)
				continue;
			bytes[*length] = '\0';
			is_quoted[(*length)++] = true;
		} else {
			bytes[*length] = byte;
			is_quoted[(*length)++] = closing != '\0';
		}
	}
	if (closing == '\0')
		return NULL;
	return xasprintf("%s is not closed; inside of %s nothing is an operator",
	    closing == '"' ? "a quote" : "a brace", closing == '"' ? "{ and }" : "double quotes");
}

char *
query_value_check(const struct field *field, struct text value)
{
	struct part whole = {.length = 0};
	char *bytes = xmalloc(value.length + 1);
	bool *is_quoted = xcalloc(value.length + 1, sizeof *is_quoted);
	char *trouble = unquote(value, bytes, is_quoted, &whole.length);
	size_t from = 0;

	whole.bytes = bytes;
	whole.is_quoted = is_quoted;
	for (size_t i = 0; i <= whole.length && trouble == NULL; i++) {
		if (i < whole.length && !is_operator(&whole, i, '|'))
			continue;
		trouble = check_term(field, part_of(&whole, from, i));
		from = i + 1;
	}
	free(is_quoted);
	free(bytes);
	return trouble;
}
