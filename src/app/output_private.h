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
	bool is_started; /* something was printed before */
};

/* Writes what is pending when it is worth a system call. */
void output_flush_some(struct output *output);

/* Each prints all rows of `view`. */
void output_print_table(struct output *output, const struct view *view);
void output_print_csv(struct output *output, const struct view *view);
void output_print_json(struct output *output, const struct view *view);
void output_print_ndjson(struct output *output, const struct view *view);

#endif
