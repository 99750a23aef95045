/* output.h: records as text for people's pagers and for programs. */
#ifndef CIFSTOP_APP_OUTPUT_H
#define CIFSTOP_APP_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/kind.h"
#include "view/view.h"

enum output_format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON, FORMAT_NDJSON, FORMAT_COUNT };

/* The format of that name, or FORMAT_COUNT. */
enum output_format output_find_format(const char *name);

/*
 * Table: as on the screen, but never cut; text from clusters is made safe for terminals. CSV: RFC 4180 with the line
 * ends of this system, one heading with the API's dotted names, durations in seconds, lists joined by semicolons; an
 * absent value is empty and an empty text is ""; controls are replaced, and what a spreadsheet would take for a formula
 * has an apostrophe in front. JSON, exactly: an array for each refresh, NDJSON: one object a line; objects
 * have the shape of the API's schema and "cluster", ids are strings, durations ISO 8601, absent values left out.
 */
struct output;

struct output_settings {
	const struct kind *kind; /* of the views to come */
	enum output_format format;
	const unsigned *fields; /* copied; NULL: all that the format prints when nobody chose */
	size_t field_count;
	int descriptor; /* where it goes; stays open */
	bool has_time; /* a table is headed by its time */
};

/* The fields that a format prints when nobody chose. `has_cluster`: there is more than one. Returns how many. */
size_t output_default_fields(
    const struct kind *kind, enum output_format format, bool has_cluster, unsigned fields[static FIELDS_MAX]);

/* The caller frees it with output_free(). */
struct output *output_new(const struct output_settings *settings);

/* Prints one refresh: all rows of `view` in its order. Returns 0, or the errno of what could not be written. */
int output_print(struct output *output, const struct view *view);

/* How many sessions a cluster has. */
struct session_count {
	const char *cluster;
	uint64_t sessions;
	bool is_known; /* it counted at all */
	bool is_complete; /* it counted all of them */
};

/*
 * Prints the numbers and their sum, which is behind them: in CSV with no cluster. A number that is not complete has a +
 * behind it in the table, and says so elsewhere. Returns as output_print().
 */
int output_print_counts(struct output *output, const struct session_count *counts, size_t count);

/* NULL is fine. */
void output_free(struct output *output);

#endif
