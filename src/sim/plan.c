#include "config.h"

#include "sim/plan.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/buffer.h"

/*
 * A plan is a short program. Everything it writes ends with a comma; what closes an object takes the last one
 * away again. An object whose fields are all unset is left out.
 */
enum step_kind {
	STEP_OPEN, /* "svm":{ */
	STEP_CLOSE,
	STEP_FIELD,
	STEP_LIST, /* "volumes":[{"name":..,"uuid":..},..]: its fields are the `count` steps behind it */
	STEP_ARRAY, /* "vol_names":["..",..] */
	STEP_LITERAL,
	STEP_LINKS, /* _links of the object in which it stands; `field` is its UUID */
	STEP_SELF, /* _links of the record */
};

struct step {
	enum step_kind kind;
	const struct field *field;
	const char *base; /* of links */
	char label[48]; /* with quotes and colon */
	bool is_nested; /* in an object of its own within the object: the label opens it */
	size_t label_length;
	unsigned count;
};

/* Each field makes at most an opening, itself, links, a closing and a literal. */
enum { STEPS_MAX = FIELDS_MAX * 5 + 1 };

/* What the first steps write for one LIF, kept. */
struct lead {
	char *text; /* NULL: not made yet */
	size_t length;
};

struct plan {
	const struct kind *kind;
	struct plan_options options;
	struct step steps[STEPS_MAX];
	unsigned count;
	unsigned lead_count; /* so many steps depend on the LIF only */
	struct lead *leads; /* by LIF */
	uint32_t lif_count;
};

static struct step *
add_step(struct plan *p, enum step_kind kind, const struct field *field, const char *name, size_t name_length,
    const char *tail)
{
	struct step *s = &p->steps[p->count++];

	*s = (struct step){.kind = kind, .field = field};
	if (name != NULL)
		snprintf(s->label, sizeof(s->label), "\"%.*s\":%s", (int)name_length, name, tail);
	s->label_length = strlen(s->label);
	return s;
}

static const char *
field_spelled(const struct plan *p, const struct field *f)
{
	return p->options.dialect == DIALECT_OVERVIEW && f->old_name != NULL ? f->old_name : f->name;
}

/* The length of the object's name in a dotted name; 0 when the field stands alone. */
static size_t
object_length(const char *name)
{
	const char *dot = strchr(name, '.');

	return dot == NULL ? 0 : (size_t)(dot - name);
}

static const char *
link_base(const char *object)
{
	if (strncmp(object, "node.", 5) == 0)
		return "/api/cluster/nodes/";
	if (strncmp(object, "svm.", 4) == 0)
		return "/api/svm/svms/";
	if (strncmp(object, "interface.", 10) == 0)
		return "/api/network/ip/interfaces/";
	return strncmp(object, "volume", 6) == 0 ? "/api/storage/volumes/" : NULL;
}

/* The uuid among the neighbours of `f` in its object. */
static const struct field *
uuid_of_object(const struct kind *kind, const struct field *f)
{
	size_t length = object_length(f->name);

	for (unsigned i = 0; i < kind->field_count; i++) {
		const struct field *other = &kind->fields[i];

		if (strncmp(other->name, f->name, length + 1) == 0 && strcmp(other->name + length, ".uuid") == 0)
			return other;
	}
	return NULL;
}

static void
close_object(struct plan *p, const struct field *last)
{
	const struct field *uuid;

	assert(last != NULL);
	uuid = p->options.links ? uuid_of_object(p->kind, last) : NULL;
	if (uuid != NULL && link_base(last->name) != NULL)
		add_step(p, STEP_LINKS, uuid, NULL, 0, "")->base = link_base(last->name);
	add_step(p, STEP_CLOSE, NULL, NULL, 0, "");
}

/* Adds a value of an object. Of interface.ip.address, the leaf is ip.address: an object with one field. */
static void
add_leaf(struct plan *p, enum step_kind kind, const struct field *f, const char *leaf)
{
	size_t outer = object_length(leaf);
	struct step *s;

	if (outer == 0) {
		add_step(p, kind, f, leaf, strlen(leaf), "");
		return;
	}
	s = add_step(p, kind, f, NULL, 0, "");
	s->is_nested = true;
	snprintf(s->label, sizeof(s->label), "\"%.*s\":{\"%s\":", (int)outer, leaf, leaf + outer + 1);
	s->label_length = strlen(s->label);
}

/* Adds the fields [from, to) of the table, which are in one object or each alone. */
static void
add_object(struct plan *p, unsigned from, unsigned to)
{
	const struct field *first = &p->kind->fields[from], *last = NULL;
	const char *name = field_spelled(p, first);
	size_t object = object_length(name);
	struct step *list = NULL;

	if (object > 0 && first->is_list) {
		list = add_step(p, STEP_LIST, NULL, name, object, "");
		list->field = uuid_of_object(p->kind, first);
		list->base = p->options.links ? link_base(first->name) : NULL;
	} else if (object > 0) {
		add_step(p, STEP_OPEN, NULL, name, object, "{");
	}
	for (unsigned i = from; i < to; i++) {
		const struct field *f = &p->kind->fields[i];
		const char *leaf = field_spelled(p, f) + (object > 0 ? object + 1 : 0);

		if ((p->options.fields >> i & 1) == 0)
			continue;
		last = f;
		add_leaf(p, f->is_list && list == NULL ? STEP_ARRAY : STEP_FIELD, f, leaf);
		if (list != NULL)
			list->count++;
		if (f->old_extra != NULL && p->options.dialect == DIALECT_OVERVIEW)
			add_step(p, STEP_LITERAL, f, NULL, 0, "");
	}
	if (object > 0 && list == NULL)
		close_object(p, last);
}

/* True when fields a and b of the table are written into one object. */
static bool
share_object(const struct plan *p, unsigned a, unsigned b)
{
	const char *left = field_spelled(p, &p->kind->fields[a]), *right = field_spelled(p, &p->kind->fields[b]);
	size_t length = object_length(left);

	return length > 0 && strncmp(left, right, length + 1) == 0;
}

/* The lead ends with a whole object, so that no step behind it looks back into it. */
static unsigned
count_lead(const struct plan *p)
{
	unsigned lead = 0;

	for (unsigned i = 0; i < p->count; i++) {
		const struct step *s = &p->steps[i];

		if (s->kind == STEP_CLOSE)
			lead = i + 1;
		else if (s->kind != STEP_OPEN && (s->field == NULL || !s->field->of_lif))
			break;
	}
	return lead;
}

struct plan *
plan_new(const struct kind *kind, const struct plan_options *options)
{
	struct plan *p = sim_alloc(1, sizeof(*p));
	unsigned from = 0;

	p->kind = kind;
	p->options = *options;
	while (from < kind->field_count) {
		unsigned to = from + 1;
		uint32_t wanted = options->fields >> from & 1;

		for (; to < kind->field_count && share_object(p, from, to); to++)
			wanted |= options->fields >> to & 1;
		if (wanted != 0)
			add_object(p, from, to);
		from = to;
	}
	if (options->links && kind->write_self != NULL)
		add_step(p, STEP_SELF, NULL, NULL, 0, "");
	p->lead_count = count_lead(p);
	return p;
}

void
plan_free(struct plan *p)
{
	for (uint32_t i = 0; p->leads != NULL && i < p->lif_count; i++)
		free(p->leads[i].text);
	free(p->leads);
	free(p);
}

/* ONTAP's documentation prints durations with more than 24 hours beside days: P4DT84H30M5S. */
static void
write_odd_duration(uint64_t seconds, struct buffer *out)
{
	uint64_t days = seconds / 86400 / 2;

	buffer_byte(out, 'P');
	if (days > 0) {
		buffer_unsigned(out, days);
		buffer_byte(out, 'D');
	}
	seconds -= days * 86400;
	buffer_byte(out, 'T');
	buffer_unsigned(out, seconds / 3600);
	buffer_byte(out, 'H');
	buffer_unsigned(out, seconds / 60 % 60);
	buffer_byte(out, 'M');
	buffer_unsigned(out, seconds % 60);
	buffer_byte(out, 'S');
}

/* Returns true when it wrote the value in a type that the schema does not have for it. */
static bool
write_odd(const struct record *r, const struct field *f, const struct value *v, struct buffer *out)
{
	static const char *const yes[] = {"true", "1", "\"true\""};
	uint64_t dice = random_mix(r->dice + strlen(f->name) * 131 + (unsigned char)f->name[0]);

	switch (f->type) {
	case VALUE_BOOLEAN: buffer_text(out, v->number != 0 ? yes[dice % 3] : "false"); return true;
	case VALUE_INTEGER:
		if (dice % 2 == 0)
			return false;
		buffer_byte(out, '"');
		buffer_unsigned(out, v->number);
		buffer_byte(out, '"');
		return true;
	case VALUE_DURATION:
		if (dice % 2 == 0)
			return false;
		buffer_byte(out, '"');
		write_odd_duration(v->number, out);
		buffer_byte(out, '"');
		return true;
	default: return false;
	}
}

static bool
is_identifier(const struct field *f)
{
	return f->is_key && f->type == VALUE_INTEGER;
}

static void
write_plain(const struct value *v, struct buffer *out)
{
	buffer_reserve(out, v->length + 2);
	assert(out->data != NULL);
	out->data[out->length++] = '"';
	memcpy(out->data + out->length, v->text, v->length);
	out->length += v->length;
	out->data[out->length++] = '"';
}

static void
write_value(
    const struct plan *p, const struct record *r, const struct field *f, const struct value *v, struct buffer *out)
{
	bool quoted = false;

	if (p->options.dialect == DIALECT_ODD && write_odd(r, f, v, out))
		return;
	switch (f->type) {
	case VALUE_INTEGER:
		quoted = p->options.ids_as_text && is_identifier(f);
		if (quoted)
			buffer_byte(out, '"');
		buffer_unsigned(out, v->number);
		if (quoted)
			buffer_byte(out, '"');
		break;
	case VALUE_BOOLEAN: buffer_text(out, v->number != 0 ? "true" : "false"); break;
	case VALUE_DURATION:
		buffer_byte(out, '"');
		buffer_duration(out, v->number);
		buffer_byte(out, '"');
		break;
	case VALUE_ENUM: write_plain(v, out); break;
	case VALUE_TEXT:
		if (v->json != NULL)
			buffer_put(out, v->json, v->json_length);
		else if (v->is_plain)
			write_plain(v, out);
		else
			buffer_json_string(out, v->text, v->length);
		break;
	}
}

static void
write_links(const char *base, const char *uuid, size_t length, struct buffer *out)
{
	buffer_literal(out, "\"_links\":{\"self\":{\"href\":\"");
	buffer_text(out, base);
	buffer_put(out, uuid, length);
	buffer_literal(out, "\"}},");
}

/* Writes the elements of a list of objects, without the brackets around them, each with a comma behind it. */
static size_t
write_elements(const struct plan *p, const struct step *list, struct record *r, struct buffer *out)
{
	struct value values[4][VALUES_MAX] = {0};
	struct value uuids[VALUES_MAX] = {0};
	size_t count = 0;

	for (unsigned i = 0; i < list->count && i < 4; i++)
		count = field_values(r, list[1 + i].field, values[i]);
	if (list->base != NULL)
		field_values(r, list->field, uuids);
	for (size_t n = 0; n < count; n++) {
		buffer_byte(out, '{');
		for (unsigned i = 0; i < list->count && i < 4; i++) {
			buffer_put(out, list[1 + i].label, list[1 + i].label_length);
			/* Of every field there are as many values.
			 */
			write_value(p, r, list[1 + i].field, &values[i][n], out);
			buffer_byte(out, ',');
		}
		if (list->base != NULL)
			write_links(list->base, uuids[n].text, uuids[n].length, out);
		out->data[out->length - 1] = '}';
		buffer_byte(out, ',');
	}
	return count;
}

/* An empty list is left out, as ONTAP does; an odd cluster prints a list of one as the object alone. */
static void
write_list(const struct plan *p, const struct step *list, struct record *r, struct buffer *out)
{
	size_t start = out->length, count, bracket;

	buffer_put(out, list->label, list->label_length);
	bracket = out->length;
	buffer_byte(out, '[');
	count = write_elements(p, list, r, out);
	if (count == 0) {
		out->length = start;
	} else if (count == 1 && p->options.dialect == DIALECT_ODD && r->dice % 2 == 0) {
		memmove(out->data + bracket, out->data + bracket + 1, out->length - bracket - 1);
		out->length--;
	} else {
		out->data[out->length - 1] = ']';
		buffer_byte(out, ',');
	}
}

static void
write_array(const struct plan *p, const struct step *s, struct record *r, struct buffer *out)
{
	struct value values[VALUES_MAX];
	size_t count = field_values(r, s->field, values);

	if (count == 0)
		return;
	buffer_put(out, s->label, s->label_length);
	buffer_byte(out, '[');
	for (size_t i = 0; i < count; i++) {
		write_value(p, r, s->field, &values[i], out);
		buffer_byte(out, ',');
	}
	out->data[out->length - 1] = ']';
	buffer_byte(out, ',');
}

static void
write_self(const struct plan *p, const struct record *r, struct buffer *out)
{
	buffer_literal(out, "\"_links\":{\"self\":{\"href\":\"");
	buffer_text(out, p->kind->path);
	p->kind->write_self(r, out);
	buffer_literal(out, "\"}},");
}

/* Puts the closing brace in place of the last comma; an empty object vanishes from `mark` on. */
static void
close_brace(struct buffer *out, size_t mark)
{
	assert(out->data != NULL && out->length > 0);
	if (out->data[out->length - 1] == '{') {
		out->length = mark;
		return;
	}
	out->data[out->length - 1] = '}';
	buffer_byte(out, ',');
}

/* An unset field is left out; the documentation's examples print an unset boolean as "", so an odd cluster may. */
static void
write_unset(const struct plan *p, const struct step *s, const struct record *r, struct buffer *out)
{
	if (p->options.dialect != DIALECT_ODD || s->field->type != VALUE_BOOLEAN || r->dice % 4 == 0)
		return;
	buffer_put(out, s->label, s->label_length);
	buffer_literal(out, "\"\",");
}

static void
run_steps(const struct plan *p, const struct step *from, const struct step *to, struct record *r, struct buffer *out)
{
	struct value values[VALUES_MAX];
	size_t mark = 0;

	for (const struct step *s = from; s < to; s++) {
		switch (s->kind) {
		case STEP_OPEN:
			mark = out->length;
			buffer_put(out, s->label, s->label_length);
			break;
		case STEP_CLOSE: close_brace(out, mark); break;
		case STEP_FIELD:
			if (field_values(r, s->field, values) == 0) {
				write_unset(p, s, r, out);
				break;
			}
			buffer_put(out, s->label, s->label_length);
			write_value(p, r, s->field, values, out);
			buffer_text(out, s->is_nested ? "}," : ",");
			break;
		case STEP_LIST:
			write_list(p, s, r, out);
			s += s->count;
			break;
		case STEP_ARRAY: write_array(p, s, r, out); break;
		case STEP_LITERAL: buffer_text(out, s->field->old_extra); break;
		case STEP_LINKS:
			if (field_values(r, s->field, values) > 0)
				write_links(s->base, values[0].text, values[0].length, out);
			break;
		case STEP_SELF: write_self(p, r, out); break;
		}
	}
}

/* Node and SVM are a third of a record, and few: each is written once. */
static void
write_lead(struct plan *p, struct record *r, struct buffer *out)
{
	struct lead *lead;

	if (p->leads == NULL) {
		p->lif_count = r->w->lif_count;
		p->leads = sim_alloc(p->lif_count, sizeof(*p->leads));
	}
	lead = &p->leads[r->s->lif];
	if (lead->text == NULL) {
		struct buffer fresh = {NULL, 0, 0};

		run_steps(p, p->steps, p->steps + p->lead_count, r, &fresh);
		buffer_reserve(&fresh, 1);
		lead->text = fresh.data;
		lead->length = fresh.length;
	}
	buffer_put(out, lead->text, lead->length);
}

void
plan_write(struct plan *p, struct record *r, struct buffer *out)
{
	buffer_byte(out, '{');
	if (p->lead_count > 0)
		write_lead(p, r, out);
	run_steps(p, p->steps + p->lead_count, p->steps + p->count, r, out);
	out->data[out->length - 1] = '}';
}
