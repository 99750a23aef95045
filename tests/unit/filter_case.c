/* filter_case.c: random sessions and filters. */
#include "config.h"

#include "filter_case.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define NONE UINT64_MAX

/* What fields may have. Texts are without blanks but tabs, since world_add() splits at them. */
static const char *const users[] = {"CORP\\alice", "corp\\Bob", "svc-01$", "dave", "D\t4", "x*y", "\xc3\x84rz", "12",
    "a..b", "and", "null", "a\"b", "(x)", "Alice", "ALICE", "alice", "CORP\\ALICE", "corp", NULL};
static const char *const addresses[] = {
    "10.20.0.9", "10.20.0.10", "10.21.0.1", "192.168.1.1", "fd20::5", "::1", "fd20::1:0", "unknown", "10.20.0.8", NULL};
static const char *const volumes[] = {"fin12", "fin13", "proj_a", "data", "A", "d.1", NULL};
static const char *const svms[] = {"svm1", "SVM2", "s-3", "2024", NULL};
static const uint64_t counts[] = {0, 1, 2, 3, 9, 10, 11, 100, 31870, 2147483647, 2147483648, 4294967293, NONE};
static const uint64_t seconds[] = {0, 1, 41, 59, 60, 1800, 1801, 86400, 352800, NONE};
static const uint64_t ids[] = {1, 2, 4622663542519103507u, 9223372036854775807u, 9223372036854775808u,
    10878444899913433090u, 10878444899913433091u, NONE};

struct domain {
	unsigned field;
	const char *name;
	const char *const *texts;
	const uint64_t *numbers;
};

static const struct domain domains[] = {
    {FIELD_USER, "user", users, NULL},
    {FIELD_SVM_NAME, "svm.name", svms, NULL},
    {FIELD_CLIENT_IP, "client_ip", addresses, NULL},
    {FIELD_OPEN_FILES, "Files", NULL, counts},
    {FIELD_OPEN_SHARES, "open_shares", NULL, counts},
    {FIELD_IDLE_DURATION, "idle", NULL, seconds},
    {FIELD_IDENTIFIER, "id", NULL, ids},
    {FIELD_PROTOCOL, "protocol", NULL, NULL},
    {FIELD_AUTHENTICATION, "auth", NULL, NULL},
    {FIELD_CONTINUOUS_AVAILABILITY, "ca", NULL, NULL},
    {FIELD_SMB_SIGNING, "signed", NULL, NULL},
    {FIELD_VOLUMES_NAME, "vol", volumes, NULL},
};

#define DOMAINS (sizeof domains / sizeof *domains)

unsigned
case_pick(struct case_random *random, unsigned limit)
{
	random->state ^= random->state << 13;
	random->state ^= random->state >> 7;
	random->state ^= random->state << 17;
	return (unsigned)((random->state >> 20) % limit);
}

static const char *
pick_text(struct case_random *random, const char *const *texts)
{
	unsigned count = 0;

	while (texts[count] != NULL)
		count++;
	return texts[case_pick(random, count)];
}

static uint64_t
pick_number(struct case_random *random, const uint64_t *numbers)
{
	unsigned count = 0;

	while (numbers[count] != NONE)
		count++;
	return numbers[case_pick(random, count)];
}

static enum field_type
type_of(unsigned field)
{
	return session_kind.fields[field].type;
}

static const struct enumeration *
words_of(unsigned field)
{
	return session_kind.fields[field].enumeration;
}

/* ---- sessions ---- */

static void
make_value(struct case_random *random, const struct domain *domain, struct case_value *value, struct buffer *written)
{
	enum field_type type = type_of(domain->field);
	bool is_list = type == TYPE_LIST;

	value->is_absent = domain->field != FIELD_IDENTIFIER && case_pick(random, 5) == 0;
	if (value->is_absent)
		return;
	buffer_add_format(written, " %s=", domain->name);
	if (domain->texts != NULL) {
		value->text_count = is_list ? 1 + case_pick(random, CASE_ITEMS_MAX) : 1;
		for (unsigned i = 0; i < value->text_count; i++) {
			value->texts[i] = pick_text(random, domain->texts);
			buffer_add_format(written, "%s%s", i > 0 ? "," : "", value->texts[i]);
		}
	} else if (type == TYPE_ENUM) {
		value->number = case_pick(random, (unsigned)words_of(domain->field)->count + 1);
		value->texts[0] = "Quic";
		if (value->number < words_of(domain->field)->count)
			value->texts[0] = words_of(domain->field)->values[value->number].name;
		else
			value->number = VALUE_ABSENT;
		buffer_add_string(written, value->texts[0]);
	} else if (type == TYPE_BOOLEAN) {
		value->number = case_pick(random, 2);
		buffer_add_string(written, value->number != 0 ? "yes" : "no");
	} else {
		value->number = pick_number(random, domain->numbers);
		buffer_add_format(written, "%llu", (unsigned long long)value->number);
	}
}

void
case_make_session(struct case_random *random, struct case_session *session, struct world *world)
{
	struct buffer written;

	*session = (struct case_session){0};
	for (unsigned field = 0; field < SESSION_FIELD_COUNT; field++)
		session->values[field].is_absent = true;
	buffer_init(&written, SIZE_MAX / 2);
	for (size_t i = 0; i < DOMAINS; i++)
		make_value(random, &domains[i], &session->values[domains[i].field], &written);
	/* A connection of its own keeps equal identifiers apart. */
	buffer_add_format(&written, " connection_id=%llu", (unsigned long long)(random->state >> 33));
	world_add(world, buffer_string(&written));
	buffer_free(&written);
}

/* ---- words of a filter ---- */

static struct case_glob
glob_of(const char *text)
{
	struct case_glob glob = {.length = (unsigned)strlen(text)};

	memcpy(glob.bytes, text, glob.length);
	return glob;
}

/* Another case here and there, and parts that stars take the place of. */
static struct case_glob
vary(struct case_random *random, const char *text, bool is_wild)
{
	struct case_glob from = glob_of(text), glob = {.length = 0};

	for (unsigned i = 0; i < from.length; i++) {
		unsigned char byte = (unsigned char)from.bytes[i];

		if (is_wild && case_pick(random, 3) == 0) {
			glob.is_star[glob.length] = true;
			glob.bytes[glob.length++] = '*';
			i += case_pick(random, 3);
			continue;
		}
		if (case_pick(random, 4) == 0 && ((byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z')))
			byte ^= 0x20;
		glob.bytes[glob.length++] = (char)byte;
	}
	return glob;
}

static bool
needs_quotes(const char *run, unsigned length)
{
	static const char *const words[] = {"and", "or", "not", "null"};

	for (unsigned i = 0; i < 4; i++) {
		if (strlen(words[i]) == length && strncasecmp(words[i], run, length) == 0)
			return true;
	}
	for (unsigned i = 0; i < length; i++) {
		if (strchr(" \t()|=<>~\"*!", run[i]) != NULL || (run[i] == '.' && i + 1 < length && run[i + 1] == '.'))
			return true;
	}
	return length == 0;
}

static void
write_quoted(struct case_random *random, const char *run, unsigned length, struct buffer *out)
{
	buffer_add_byte(out, '"');
	for (unsigned i = 0; i < length; i++) {
		bool is_last = i + 1 == length;
		char next = is_last ? '"' : run[i + 1];

		/* A backslash may stand for itself where nothing behind it makes an escape of it. */
		if (run[i] == '"' || (run[i] == '\\' && (next == '"' || next == '\\' || case_pick(random, 2) == 0)))
			buffer_add_byte(out, '\\');
		buffer_add_byte(out, run[i]);
	}
	buffer_add_byte(out, '"');
}

static void
write_glob(struct case_random *random, const struct case_glob *glob, struct buffer *out)
{
	unsigned start = 0;

	if (glob->length == 0)
		buffer_add_string(out, "\"\"");
	while (start < glob->length) {
		unsigned end = start;

		while (end < glob->length && glob->is_star[end] == glob->is_star[start])
			end++;
		if (!glob->is_star[start] &&
		    (needs_quotes(glob->bytes + start, end - start) || case_pick(random, 4) == 0))
			write_quoted(random, glob->bytes + start, end - start, out);
		else
			buffer_add(out, glob->bytes + start, end - start);
		start = end;
	}
}

static void
write_number(struct case_random *random, uint64_t number, struct buffer *out)
{
	char digits[32];
	int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
	bool has_commas = case_pick(random, 3) == 0;

	for (int i = 0; i < length; i++) {
		if (has_commas && i > 0 && (length - i) % 3 == 0)
			buffer_add_byte(out, ',');
		buffer_add_byte(out, digits[i]);
	}
}

static void
write_duration(struct case_random *random, uint64_t number, bool is_fraction, struct buffer *out)
{
	unsigned long long value = number;

	if (is_fraction)
		buffer_add_format(out, "%llums", value * 1000 + 500);
	else if (value % 60 == 0 && case_pick(random, 2) == 0)
		buffer_add_format(out, "%llum", value / 60);
	else if (case_pick(random, 3) == 0)
		buffer_add_format(out, "%llum%llus", value / 60, value % 60);
	else if (case_pick(random, 3) == 0)
		buffer_add_format(out, "PT%lluS", value);
	else
		buffer_add_format(out, "%llu%s", value, case_pick(random, 2) == 0 ? "s" : "");
}

/* A word of an enum in one of its spellings. */
static void
write_enum(struct case_random *random, const struct enum_value *value, struct buffer *out)
{
	const char *name = value->spellings[0] != NULL && case_pick(random, 2) == 0 ? value->spellings[0] : value->name;
	bool is_upper = case_pick(random, 3) == 0;
	char separator = "_.-"[case_pick(random, 3)];

	for (; *name != '\0'; name++) {
		char byte = *name == '_' ? separator : *name;

		buffer_add_byte(out, is_upper && byte >= 'a' && byte <= 'z' ? (char)(byte ^ 0x20) : byte);
	}
}

static void
write_switch(struct case_random *random, uint64_t number, struct buffer *out)
{
	static const char *const words[2][4] = {{"no", "FALSE", "off", "0"}, {"yes", "true", "On", "1"}};

	buffer_add_string(out, words[number][case_pick(random, 4)]);
}

/* ---- literals ---- */

static uint64_t
near(struct case_random *random, uint64_t number)
{
	unsigned step = case_pick(random, 3);

	return step == 0 && number > 0 ? number - 1 : number + (step == 1);
}

static void
make_numbers(struct case_random *random, const struct domain *domain, struct case_literal *literal, bool may_range,
    struct buffer *out)
{
	enum field_type type = type_of(domain->field);
	bool is_range = may_range && type != TYPE_BOOLEAN && case_pick(random, 3) == 0;
	uint64_t ends[2];

	literal->kind = LITERAL_NUMBERS;
	literal->is_fraction = type == TYPE_SECONDS && case_pick(random, 6) == 0;
	for (unsigned i = 0; i < 2; i++) {
		if (type == TYPE_ENUM)
			ends[i] = case_pick(random, (unsigned)words_of(domain->field)->count);
		else
			ends[i] = type == TYPE_BOOLEAN ? case_pick(random, 2)
						       : near(random, pick_number(random, domain->numbers));
	}
	if (!is_range)
		ends[1] = ends[0];
	literal->low = ends[0] < ends[1] ? ends[0] : ends[1];
	literal->high = ends[0] < ends[1] ? ends[1] : ends[0];
	/* The filter refuses a range with nothing in it. */
	if (is_range && literal->is_fraction && literal->low == literal->high)
		literal->high++;
	for (unsigned i = 0; i < (is_range ? 2u : 1u); i++) {
		uint64_t end = i == 0 ? literal->low : literal->high;

		if (i == 1)
			buffer_add_string(out, "..");
		switch (type) {
		case TYPE_SECONDS: write_duration(random, end, literal->is_fraction, out); break;
		case TYPE_ENUM: write_enum(random, &words_of(domain->field)->values[end], out); break;
		case TYPE_BOOLEAN: write_switch(random, end, out); break;
		default: write_number(random, end, out); break;
		}
	}
}

static void
make_texts(struct case_random *random, const struct domain *domain, struct case_literal *literal, bool may_range,
    struct buffer *out)
{
	struct case_glob low, high;

	if (!may_range || case_pick(random, 4) != 0) {
		literal->kind = LITERAL_GLOB;
		literal->glob = vary(random, pick_text(random, domain->texts), may_range && case_pick(random, 2) == 0);
		write_glob(random, &literal->glob, out);
		return;
	}
	literal->kind = LITERAL_TEXTS;
	literal->low_text = pick_text(random, domain->texts);
	literal->high_text = pick_text(random, domain->texts);
	if (strcasecmp(literal->low_text, literal->high_text) > 0) {
		const char *swap = literal->low_text;

		literal->low_text = literal->high_text;
		literal->high_text = swap;
	}
	low = glob_of(literal->low_text);
	high = glob_of(literal->high_text);
	write_glob(random, &low, out);
	buffer_add_string(out, "..");
	write_glob(random, &high, out);
}

static bool
parse_address(const char *text, unsigned char bytes[static 16], bool *is_ipv6)
{
	memset(bytes, 0, 16);
	*is_ipv6 = strchr(text, ':') != NULL;
	return inet_pton(*is_ipv6 ? AF_INET6 : AF_INET, text, bytes) == 1;
}

static void
make_network(struct case_random *random, struct case_literal *literal, const char *text, struct buffer *out)
{
	unsigned bits = literal->is_ipv6 ? 128 : 32, prefix = case_pick(random, bits + 1);

	buffer_add_format(out, "%s/%u", text, prefix);
	for (unsigned bit = prefix; bit < bits; bit++) {
		literal->low_address[bit / 8] &= (unsigned char)~(128u >> bit % 8);
		literal->high_address[bit / 8] |= (unsigned char)(128u >> bit % 8);
	}
}

static void
make_addresses(struct case_random *random, struct case_literal *literal, bool may_range, struct buffer *out)
{
	const char *low = pick_text(random, addresses), *high = pick_text(random, addresses);
	bool is_ipv6;

	literal->kind = LITERAL_ADDRESSES;
	while (!parse_address(low, literal->low_address, &literal->is_ipv6))
		low = pick_text(random, addresses);
	memcpy(literal->high_address, literal->low_address, sizeof literal->high_address);
	if (may_range && case_pick(random, 3) == 0) {
		make_network(random, literal, low, out);
		return;
	}
	buffer_add_string(out, low);
	if (!may_range || case_pick(random, 3) != 0)
		return;
	if (parse_address(high, literal->high_address, &is_ipv6) && is_ipv6 == literal->is_ipv6 &&
	    memcmp(literal->low_address, literal->high_address, 16) <= 0)
		buffer_add_format(out, "..%s", high);
	else
		memcpy(literal->high_address, literal->low_address, sizeof literal->high_address);
}

static const char *const expressions[] = {
    "^c", "b$", "A", "[0-9]", "^.{4}$", "x\\*y", "(a|l)i", "\\.", "_a|12", "^(10|fd)", "[(]x", "smb[23]", "\\\\"};

static void
make_regex(struct case_random *random, struct case_literal *literal, struct buffer *out)
{
	literal->kind = LITERAL_REGEX;
	literal->low_text = expressions[case_pick(random, sizeof expressions / sizeof *expressions)];
	if (case_pick(random, 2) == 0)
		buffer_add_string(out, literal->low_text);
	else
		buffer_add_format(out, "\"%s\"", literal->low_text);
}

static void
make_enum_glob(
    struct case_random *random, const struct domain *domain, struct case_literal *literal, struct buffer *out)
{
	const struct enumeration *words = words_of(domain->field);
	bool is_wild;

	literal->kind = LITERAL_GLOB;
	literal->glob = vary(random, words->values[case_pick(random, (unsigned)words->count)].name, true);
	is_wild = memchr(literal->glob.is_star, true, literal->glob.length) != NULL;
	if (is_wild) {
		write_glob(random, &literal->glob, out);
		return;
	}
	literal->glob = glob_of("QUIC");
	write_quoted(random, "QUIC", 4, out);
}

static void
make_literal(struct case_random *random, const struct domain *domain, enum relation relation,
    struct case_literal *literal, struct buffer *out)
{
	bool is_equality = relation == RELATION_EQUAL || relation == RELATION_UNEQUAL;

	if (relation >= RELATION_MATCHES) {
		make_regex(random, literal, out);
		return;
	}
	if (is_equality && case_pick(random, 8) == 0) {
		literal->kind = LITERAL_NULL;
		buffer_add_string(out, case_pick(random, 2) == 0 ? "null" : "NULL");
		return;
	}
	switch (type_of(domain->field)) {
	case TYPE_TEXT:
	case TYPE_LIST: make_texts(random, domain, literal, is_equality, out); break;
	case TYPE_ADDRESS:
		if (is_equality && case_pick(random, 4) == 0) {
			literal->kind = LITERAL_GLOB;
			literal->glob = glob_of("10.20.*");
			literal->glob.is_star[6] = true;
			write_glob(random, &literal->glob, out);
		} else {
			make_addresses(random, literal, is_equality, out);
		}
		break;
	case TYPE_ENUM:
		if (is_equality && case_pick(random, 3) == 0) {
			make_enum_glob(random, domain, literal, out);
			break;
		}
		make_numbers(random, domain, literal, is_equality, out);
		break;
	default: make_numbers(random, domain, literal, is_equality, out); break;
	}
}

/* ---- filters ---- */

static void
write_gap(struct case_random *random, struct buffer *out)
{
	if (case_pick(random, 2) == 0)
		buffer_add_byte(out, ' ');
}

static enum relation
pick_relation(struct case_random *random, unsigned field)
{
	enum field_type type = type_of(field);
	unsigned relation;

	if (random->is_flat && case_pick(random, 2) == 0)
		return RELATION_EQUAL;
	do {
		relation = case_pick(random, RELATION_COUNT);
	} while ((type == TYPE_BOOLEAN && relation > RELATION_UNEQUAL) ||
		 ((type == TYPE_ID || type == TYPE_COUNT || type == TYPE_SECONDS) && relation >= RELATION_MATCHES));
	return (enum relation)relation;
}

static void
make_term(struct case_random *random, struct case_filter *filter, struct buffer *out)
{
	const struct domain *domain = &domains[case_pick(random, DOMAINS)];

	filter->kind = SYNTAX_TERM;
	filter->field = domain->field;
	filter->relation = pick_relation(random, domain->field);
	filter->literal_count = filter->relation <= RELATION_UNEQUAL ? 1 + case_pick(random, CASE_VALUES_MAX) : 1;
	buffer_add_string(out, domain->name);
	write_gap(random, out);
	buffer_add_string(out, relation_name(filter->relation));
	write_gap(random, out);
	for (unsigned i = 0; i < filter->literal_count; i++) {
		if (i > 0) {
			write_gap(random, out);
			buffer_add_byte(out, '|');
			write_gap(random, out);
		}
		make_literal(random, domain, filter->relation, &filter->literals[i], out);
	}
}

static void
make_word(struct case_random *random, struct case_filter *filter, struct buffer *out)
{
	static const char *const words[] = {"alice", "10.2", "fin1", "3", "1,8", "smb", "yes", "m", "q", "*", "east"};

	filter->kind = SYNTAX_WORD;
	filter->word = vary(random, words[case_pick(random, sizeof words / sizeof *words)], case_pick(random, 3) == 0);
	write_glob(random, &filter->word, out);
}

static struct case_filter *make_filter(struct case_random *random, unsigned depth, struct buffer *out);

static void
make_joined(struct case_random *random, struct case_filter *filter, unsigned depth, struct buffer *out)
{
	static const char *const ands[] = {" and ", " ", " AND "}, *const ors[] = {" or ", " OR "};

	filter->kind = random->is_flat || case_pick(random, 2) == 0 ? SYNTAX_AND : SYNTAX_OR;
	filter->child_count = 2 + case_pick(random, 2);
	for (unsigned i = 0; i < filter->child_count; i++) {
		if (i > 0)
			buffer_add_string(
			    out, filter->kind == SYNTAX_AND ? ands[case_pick(random, 3)] : ors[case_pick(random, 2)]);
		filter->children[i] = make_filter(random, depth - 1, out);
	}
}

/* Every inner node stands in parentheses, so that the tree is the one that was meant. */
static struct case_filter *
make_filter(struct case_random *random, unsigned depth, struct buffer *out)
{
	struct case_filter *filter = &random->filters[random->used++];
	unsigned form = depth == 0 ? 5 : random->is_flat ? 0 : case_pick(random, 9);

	*filter = (struct case_filter){.child_count = 0};
	if (form < 4) {
		buffer_add_byte(out, '(');
		make_joined(random, filter, depth, out);
		buffer_add_byte(out, ')');
	} else if (form == 4) {
		filter->kind = SYNTAX_NOT;
		filter->child_count = 1;
		buffer_add_string(out, case_pick(random, 2) == 0 ? "not " : "!");
		filter->children[0] = make_filter(random, depth - 1, out);
	} else if (case_pick(random, 6) == 0) {
		make_word(random, filter, out);
	} else {
		make_term(random, filter, out);
	}
	return filter;
}

const struct case_filter *
case_make_filter(struct case_random *random, struct buffer *written)
{
	random->used = 0;
	return make_filter(random, random->is_flat ? 1 : 3, written);
}
