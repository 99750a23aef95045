/* output_shape.h: what a record looks like as JSON. Private to the output. */
#ifndef CIFSTOP_APP_OUTPUT_SHAPE_H
#define CIFSTOP_APP_OUTPUT_SHAPE_H

#include "app/output_private.h"
#include "base/pen.h"

/* Bytes that pen_put() can write, so there is always a step to be read. */
struct fragment {
	char bytes[2 * PEN_STEP];
	size_t length; /* 0 when it was too long */
};

/*
 * What is printed of a record, in the order of the schema, where the fields of one inner object stand together: a
 * member of an object, behind which stand the `inner` members of its own. `prefix` is a comma, the name and a colon,
 * with the bracket behind it that the value of an object or a list begins with.
 */
struct member {
	struct fragment prefix;
	enum { MEMBER_VALUE, MEMBER_OBJECT, MEMBER_LIST } kind;
	enum field_type type; /* of a value */
	unsigned field; /* of a value */
	size_t value; /* of a value: how many there are before it */
	struct fragment *words; /* of an enum's codes, as strings of JSON */
	size_t word_count;
	size_t part_count; /* of a list */
	struct {
		unsigned field;
		struct fragment prefix;
	} parts[LIST_PARTS_MAX];
	size_t inner;
};

#define MEMBERS_MAX (2 * FIELDS_MAX)
struct shape {
	struct member members[MEMBERS_MAX];
	size_t count;
	size_t value_count;
};

/* The shape of what `output` prints; the caller frees it with output_shape_free(). */
struct shape *output_shape_new(const struct output *output);

/* NULL is fine. */
void output_shape_free(struct shape *shape);

#endif
