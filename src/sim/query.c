#include "config.h"

#include "sim/query.h"

#include <stdlib.h>
#include <string.h>

#include "sim/buffer.h"

/*
 * Characters of a query, and for each whether it was quoted: "joe*" and {joe*} are the four letters j o e and a
 * star that is no operator.
 */
struct lexed {
	char *c;
	bool *quoted;
	size_t length;
};

enum operation { OPERATOR_NULL, OPERATOR_PATTERN, OPERATOR_EXACT, OPERATOR_RANGE };

/* One of the alternatives between |. */
struct term {
	enum operation operation;
	bool negated;
	struct lexed pattern;
	/* OPERATOR_EXACT has its value in `low`; a range may lack an end, or exclude it. */
	struct value low, high;
	bool has_low, has_high, low_open, high_open;
};

struct query {
	enum value_type type;
	struct term *terms;
	size_t count;
};

static void
lexed_free(struct lexed *l)
{
	free(l->c);
	free(l->quoted);
}

static bool
lex(struct lexed *out, const char *text)
{
	size_t room = strlen(text) + 1;
	char closing = '\0';

	*out = (struct lexed){sim_alloc(room, 1), sim_alloc(room, sizeof(bool)), 0};
	for (; *text != '\0'; text++) {
		if (closing == '\0' && (*text == '"' || *text == '{')) {
			closing = *text == '"' ? '"' : '}';
			continue;
		}
		if (closing != '\0' && *text == closing) {
			closing = '\0';
			continue;
		}
		out->c[out->length] = *text;
		out->quoted[out->length++] = closing != '\0';
	}
	return closing == '\0';
}

static bool
is_operator(const struct lexed *l, size_t at, char c)
{
	return at < l->length && l->c[at] == c && !l->quoted[at];
}

/* The part [from, to) of `l`, pointing into it. */
static struct lexed
slice(const struct lexed *l, size_t from, size_t to)
{
	return (struct lexed){l->c + from, l->quoted + from, to - from};
}

static bool
is_word(const struct lexed *l, const char *word)
{
	size_t length = strlen(word);

	return l->length == length && !l->quoted[0] && memcmp(l->c, word, length) == 0;
}

static bool
read_number(const char *text, size_t length, uint64_t *number)
{
	uint64_t total = 0;

	if (length == 0)
		return false;
	for (size_t i = 0; i < length; i++) {
		unsigned digit = (unsigned char)text[i] - '0';

		if (digit > 9 || total > (UINT64_MAX - digit) / 10)
			return false;
		total = total * 10 + digit;
	}
	*number = total;
	return true;
}

bool
value_parse_duration(const char *text, size_t length, uint64_t *seconds)
{
	static const struct {
		char unit;
		bool time;
		uint32_t factor;
	} units[] = {{'W', false, 604800}, {'D', false, 86400}, {'H', true, 3600}, {'M', true, 60}, {'S', true, 1}};
	uint64_t total = 0, number;
	bool time = false, any = false;

	if (length == 0 || text[0] != 'P')
		return false;
	for (size_t i = 1; i < length; i++) {
		size_t digits = i, unit = 0;

		if (text[i] == 'T' && !time) {
			time = true;
			continue;
		}
		while (i < length && text[i] >= '0' && text[i] <= '9')
			i++;
		while (unit < 5 && (i == length || units[unit].unit != text[i] || units[unit].time != time))
			unit++;
		if (unit == 5 || !read_number(text + digits, i - digits, &number) || number > UINT32_MAX)
			return false;
		total += number * units[unit].factor;
		any = true;
	}
	*seconds = total;
	return any;
}

static bool
in_set(const struct lexed *l, const char *const *set)
{
	for (; set != NULL && *set != NULL; set++) {
		if (strlen(*set) == l->length && memcmp(*set, l->c, l->length) == 0)
			return true;
	}
	return false;
}

/* Reads a whole operand; texts point into `l`, which lives as long as the query. */
static bool
read_value(const struct query *q, const struct lexed *l, const char *const *enums, struct value *v)
{
	*v = (struct value){.text = l->c, .length = l->length};
	switch (q->type) {
	case VALUE_INTEGER: return read_number(l->c, l->length, &v->number);
	case VALUE_DURATION: return value_parse_duration(l->c, l->length, &v->number);
	case VALUE_ENUM: return in_set(l, enums);
	case VALUE_BOOLEAN:
		v->number = l->length == 4;
		return (l->length == 4 && memcmp(l->c, "true", 4) == 0) ||
		       (l->length == 5 && memcmp(l->c, "false", 5) == 0);
	case VALUE_TEXT: break;
	}
	return true;
}

static bool
read_comparison(const struct query *q, const struct lexed *l, const char *const *enums, struct term *t)
{
	bool or_equal = is_operator(l, 1, '=');
	struct lexed operand = slice(l, or_equal ? 2 : 1, l->length);

	t->operation = OPERATOR_RANGE;
	if (operand.length == 0 || q->type == VALUE_BOOLEAN)
		return false;
	if (is_operator(l, 0, '<')) {
		t->has_high = true;
		t->high_open = !or_equal;
		return read_value(q, &operand, enums, &t->high);
	}
	t->has_low = true;
	t->low_open = !or_equal;
	return read_value(q, &operand, enums, &t->low);
}

static bool
read_range(const struct query *q, const struct lexed *l, size_t dots, const char *const *enums, struct term *t)
{
	struct lexed low = slice(l, 0, dots), high = slice(l, dots + 2, l->length);

	t->operation = OPERATOR_RANGE;
	t->has_low = t->has_high = true;
	return low.length > 0 && high.length > 0 && q->type != VALUE_BOOLEAN && read_value(q, &low, enums, &t->low) &&
	       read_value(q, &high, enums, &t->high);
}

static bool
read_term(const struct query *q, struct lexed l, const char *const *enums, struct term *t)
{
	bool star = false;

	*t = (struct term){.operation = OPERATOR_EXACT};
	if (is_operator(&l, 0, '!')) {
		t->negated = true;
		l = slice(&l, 1, l.length);
	}
	t->pattern = l;
	if (is_word(&l, "null")) {
		t->operation = OPERATOR_NULL;
		return true;
	}
	if (is_operator(&l, 0, '<') || is_operator(&l, 0, '>'))
		return read_comparison(q, &l, enums, t);
	for (size_t i = 0; i < l.length; i++) {
		if (is_operator(&l, i, '.') && is_operator(&l, i + 1, '.'))
			return read_range(q, &l, i, enums, t);
		star = star || is_operator(&l, i, '*');
	}
	if (star) {
		t->operation = OPERATOR_PATTERN;
		return q->type != VALUE_BOOLEAN;
	}
	return read_value(q, &l, enums, &t->low);
}

struct query *
query_compile(const char *text, enum value_type type, const char *const *enums)
{
	struct query *q = sim_alloc(1, sizeof(*q));
	struct lexed all;
	bool good = lex(&all, text);
	size_t from = 0;

	q->type = type;
	for (size_t i = 0; i <= all.length; i++) {
		if (i < all.length && !is_operator(&all, i, '|'))
			continue;
		q->terms = sim_realloc(q->terms, q->count + 2, sizeof(*q->terms));
		good = read_term(q, slice(&all, from, i), enums, &q->terms[q->count++]) && good;
		from = i + 1;
	}
	/* The last, uncounted term only owns the characters. */
	q->terms[q->count] = (struct term){.pattern = all};
	if (!good) {
		query_free(q);
		return NULL;
	}
	return q;
}

void
query_free(struct query *q)
{
	if (q == NULL)
		return;
	lexed_free(&q->terms[q->count].pattern);
	free(q->terms);
	free(q);
}

/* Matches with stars; where it fails, only the last star has to be tried longer. */
static bool
pattern_matches(const struct lexed *p, const char *text, size_t length)
{
	size_t at = 0, in = 0, star = SIZE_MAX, resume = 0;

	while (in < length) {
		if (is_operator(p, at, '*')) {
			star = at++;
			resume = in;
		} else if (at < p->length && p->c[at] == text[in]) {
			at++;
			in++;
		} else if (star != SIZE_MAX) {
			at = star + 1;
			in = ++resume;
		} else {
			return false;
		}
	}
	while (is_operator(p, at, '*'))
		at++;
	return at == p->length;
}

static bool
value_matches_pattern(const struct query *q, const struct lexed *pattern, const struct value *v)
{
	struct buffer printed = {NULL, 0, 0};
	bool matches;

	if (q->type == VALUE_TEXT || q->type == VALUE_ENUM)
		return pattern_matches(pattern, v->text, v->length);
	if (q->type == VALUE_DURATION)
		buffer_duration(&printed, v->number);
	else
		buffer_unsigned(&printed, v->number);
	matches = pattern_matches(pattern, printed.data, printed.length);
	buffer_free(&printed);
	return matches;
}

int
value_compare(enum value_type type, const struct value *a, const struct value *b)
{
	size_t shorter = a->length < b->length ? a->length : b->length;
	int order;

	if (type != VALUE_TEXT && type != VALUE_ENUM)
		return a->number < b->number ? -1 : a->number > b->number;
	order = shorter == 0 ? 0 : memcmp(a->text, b->text, shorter);
	if (order != 0)
		return order;
	return a->length < b->length ? -1 : a->length > b->length;
}

static bool
term_matches_value(const struct query *q, const struct term *t, const struct value *v)
{
	int order;

	if (t->operation == OPERATOR_PATTERN)
		return value_matches_pattern(q, &t->pattern, v);
	if (t->operation == OPERATOR_EXACT)
		return value_compare(q->type, v, &t->low) == 0;
	if (t->has_low) {
		order = value_compare(q->type, v, &t->low);
		if (order < 0 || (order == 0 && t->low_open))
			return false;
	}
	if (t->has_high) {
		order = value_compare(q->type, v, &t->high);
		if (order > 0 || (order == 0 && t->high_open))
			return false;
	}
	return true;
}

static bool
term_matches(const struct query *q, const struct term *t, const struct value *values, size_t count)
{
	if (t->operation == OPERATOR_NULL)
		return (count == 0) != t->negated;
	if (count == 0)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (term_matches_value(q, t, &values[i]))
			return !t->negated;
	}
	return t->negated;
}

bool
query_matches(const struct query *q, const struct value *values, size_t count)
{
	for (size_t i = 0; i < q->count; i++) {
		if (term_matches(q, &q->terms[i], values, count))
			return true;
	}
	return false;
}
