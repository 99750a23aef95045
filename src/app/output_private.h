/* output_private.h: what the formats share. */
#ifndef CIFSTOP_APP_OUTPUT_PRIVATE_H
#define CIFSTOP_APP_OUTPUT_PRIVATE_H

#include "app/output.h"
#include "base/buffer.h"
#include "view/view.h"

/* What was printed, flushed when there is much of it. The first error stays, and nothing is written after it. */
struct output {
	struct buffer pending;
	struct buffer cell; /* scratch of one value */
	const struct kind *kind;
	enum output_format format;
	unsigned fields[FIELDS_MAX];
	size_t field_count;
	int descriptor;
	int error;
	bool has_time;
	bool is_ascii; /* it goes to a terminal that knows nothing beyond */
	bool is_started; /* something was printed before */
};

/* Writes what is pending when it is worth a system call. */
void output_flush_some(struct output *output);

/* Writes all that is pending. */
void output_flush(struct output *output);

/* Appends a JSON string, with its quotes. */
void output_add_json_string(struct buffer *out, struct text text);

/*
 * Appends a cell of CSV, in quotes when it has to be. Controls and the like are replaced, and a cell that a spreadsheet
 * would take for a formula gets an apostrophe in front.
 */
void output_add_csv_cell(struct buffer *out, struct text text);

/* Appends `text` whole, but safe for terminals; it is `columns` wide. */
void output_add_safe(struct buffer *out, struct text text, size_t columns);

/*
 * Makes text in UTF-8 ASCII: with is_json, where nothing beyond it stands outside of strings, by escapes, so that it
 * means the same; else with question marks. `text` ends with a whole character.
 */
void output_make_ascii(struct buffer *text, bool is_json);

/* Each prints all rows of `view`. */
void output_print_table(struct output *output, const struct view *view);
void output_print_csv(struct output *output, const struct view *view);
void output_print_json(struct output *output, const struct view *view);
void output_print_ndjson(struct output *output, const struct view *view);

#endif
