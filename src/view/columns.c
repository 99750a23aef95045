/* columns.c: which columns fit, and how wide each is. */
#include "config.h"

#include "view/columns.h"

#include <string.h>

#include "base/xalloc.h"

/* Narrower than these, a terminal has room for so many columns to be read with ease, and no more. */
#define NARROW 60
#define NARROW_COLUMNS 4
#define VERY_NARROW 45
#define VERY_NARROW_COLUMNS 3

/* User, client, files and idle: they are squeezed to the least before they go. */
#define CORE_WEIGHT 95

/*
 * A column that may be shown. `least` is the width under which it is not worth showing, `natural` holds what is there
 * within the field's limit, `content` what is there. The arrow of the sort order is in all of them.
 */
struct candidate {
	unsigned field;
	uint16_t weight;
	uint16_t least;
	uint16_t natural;
	uint16_t content;
	uint16_t width;
};

struct candidates {
	struct candidate list[FIELDS_MAX];
	size_t count;
};

static uint16_t
larger(uint32_t a, uint32_t b)
{
	uint32_t larger = a > b ? a : b;

	return larger > UINT16_MAX ? UINT16_MAX : (uint16_t)larger;
}

static struct candidate
measure(const struct kind *kind, const struct view *view, unsigned field, bool has_arrow)
{
	const struct field *about = &kind->fields[field];
	uint32_t title = (uint32_t)strlen(about->title) + has_arrow;
	uint32_t content = view == NULL ? 0 : view_width(view, field);
	uint16_t least = larger(title, content < about->min_width ? content : about->min_width);

	return (struct candidate){
	    .field = field,
	    .weight = about->weight,
	    .least = least,
	    .natural = larger(least, content < about->max_width ? content : about->max_width),
	    .content = larger(least, content),
	};
}

/* Half way between squeezed and natural: how wide a column has to be for another to be shown beside it. */
static uint32_t
comfortable(const struct candidate *candidate)
{
	if (candidate->weight >= CORE_WEIGHT)
		return candidate->least;
	return (candidate->least + candidate->natural + 1u) / 2;
}

static uint32_t
least(const struct candidate *candidate)
{
	return candidate->least;
}

static uint32_t
natural(const struct candidate *candidate)
{
	return candidate->natural;
}

/* The columns that all take, with one between them. */
static uint32_t
total_of(const struct candidates *candidates, uint32_t (*width_of)(const struct candidate *))
{
	uint32_t total = 0;

	for (size_t i = 0; i < candidates->count; i++)
		total += width_of(&candidates->list[i]) + (i > 0);
	return total;
}

static void
drop_lightest(struct candidates *candidates)
{
	size_t lightest = 0;

	for (size_t i = 1; i < candidates->count; i++) {
		if (candidates->list[i].weight < candidates->list[lightest].weight)
			lightest = i;
	}
	candidates->count--;
	memmove(&candidates->list[lightest], &candidates->list[lightest + 1],
	    (candidates->count - lightest) * sizeof *candidates->list);
}

static bool
has_light(const struct candidates *candidates)
{
	for (size_t i = 0; i < candidates->count; i++) {
		if (candidates->list[i].weight < CORE_WEIGHT)
			return true;
	}
	return false;
}

static void
choose(struct candidates *candidates, uint16_t width)
{
	size_t most = width < VERY_NARROW ? VERY_NARROW_COLUMNS : width < NARROW ? NARROW_COLUMNS : FIELDS_MAX;

	while (candidates->count > most)
		drop_lightest(candidates);
	while (has_light(candidates) && candidates->count > 1 && total_of(candidates, comfortable) > width)
		drop_lightest(candidates);
	while (candidates->count > 1 && total_of(candidates, least) > width)
		drop_lightest(candidates);
}

/* How wide a column is for what it weighs: the user is worth more room than the volumes. */
static uint32_t
relative_width(const struct candidate *candidate)
{
	return candidate->width * 1000u / (candidate->weight + 1u);
}

/* Takes `excess` from the widest for their weight that have something to give, one column at a time. */
static void
shrink(struct candidates *candidates, uint32_t excess)
{
	for (; excess > 0; excess--) {
		struct candidate *widest = NULL;

		for (size_t i = 0; i < candidates->count; i++) {
			struct candidate *candidate = &candidates->list[i];

			if (candidate->width > candidate->least &&
			    (widest == NULL || relative_width(candidate) > relative_width(widest)))
				widest = candidate;
		}
		if (widest == NULL)
			return;
		widest->width--;
	}
}

/* Gives `extra` to the narrowest for their weight that are cut, one column at a time. */
static void
widen(struct candidates *candidates, uint32_t extra)
{
	for (; extra > 0; extra--) {
		struct candidate *narrowest = NULL;

		for (size_t i = 0; i < candidates->count; i++) {
			struct candidate *candidate = &candidates->list[i];

			if (candidate->width < candidate->content &&
			    (narrowest == NULL || relative_width(candidate) < relative_width(narrowest)))
				narrowest = candidate;
		}
		if (narrowest == NULL)
			return;
		narrowest->width++;
	}
}

static void
place(struct layout *layout, const struct candidates *candidates, uint16_t width)
{
	uint16_t x = 0;

	layout->count = 0;
	for (size_t i = 0; i < candidates->count && x < width; i++) {
		const struct candidate *candidate = &candidates->list[i];
		uint16_t room = (uint16_t)(width - x);
		struct column column = {candidate->field, x, candidate->width < room ? candidate->width : room};

		layout->columns[layout->count++] = column;
		x = (uint16_t)(x + column.width + 1);
	}
}

void
layout_fit(struct layout *layout, const struct kind *kind, const struct view *view, const unsigned *wanted,
    size_t wanted_count, uint16_t width, unsigned arrow_field)
{
	struct candidates candidates = {.count = 0};
	uint32_t total;

	for (size_t i = 0; i < wanted_count && i < FIELDS_MAX; i++)
		candidates.list[candidates.count++] = measure(kind, view, wanted[i], wanted[i] == arrow_field);
	choose(&candidates, width);
	for (size_t i = 0; i < candidates.count; i++)
		candidates.list[i].width = candidates.list[i].natural;
	total = total_of(&candidates, natural);
	if (total > width)
		shrink(&candidates, total - width);
	else
		widen(&candidates, width - total);
	place(layout, &candidates, width);
}

size_t
layout_default_columns(const struct kind *kind, unsigned columns[static FIELDS_MAX], bool has_cluster)
{
	size_t count = 0;

	for (size_t i = 0; i < kind->column_count; i++) {
		if (kind->columns[i] != kind->cluster || has_cluster)
			columns[count++] = kind->columns[i];
	}
	return count;
}

static bool
is_among(const unsigned *columns, size_t count, unsigned field)
{
	for (size_t i = 0; i < count; i++) {
		if (columns[i] == field)
			return true;
	}
	return false;
}

char *
layout_parse_columns(const struct kind *kind, const char *written, unsigned columns[static FIELDS_MAX], size_t *count)
{
	struct text rest = text_of(written);
	unsigned parsed[FIELDS_MAX] = {0};
	size_t found = 0;

	while (!text_is_absent(rest)) {
		struct text name = text_next(&rest, ',');
		unsigned field = field_find(kind, name);

		if (name.length == 0)
			return xstrdup("a field name is missing in the columns; as in user,client,files");
		if (field == FIELD_NONE)
			return field_explain_unknown(kind, name);
		if (is_among(parsed, found, field))
			return xasprintf("the columns name '%s' twice", field_name(kind, field));
		parsed[found++] = field;
	}
	memcpy(columns, parsed, found * sizeof *columns);
	*count = found;
	return NULL;
}
