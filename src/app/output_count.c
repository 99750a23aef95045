/* output_count.c: how many sessions there are, for people and for programs. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>

#include "app/output_private.h"
#include "base/safe_text.h"

#define NUMBER_SIZE 24
#define GAP 2

static const char cluster_title[] = "CLUSTER", number_title[] = "SESSIONS", total_name[] = "total";

/* What all clusters have together. */
static struct session_count
add_up(const struct session_count *counts, size_t count)
{
	struct session_count total = {.cluster = "", .is_complete = true};

	for (size_t i = 0; i < count; i++) {
		total.sessions += counts[i].sessions;
		total.is_known = total.is_known || counts[i].is_known;
		total.is_complete = total.is_complete && counts[i].is_complete;
	}
	return total;
}

static const char *
word_of(bool is_true)
{
	return is_true ? "true" : "false";
}

/* ------------------------------------------------------------------ the table */

static void
format_number(const struct session_count *count, char number[static NUMBER_SIZE])
{
	if (count->is_known)
		snprintf(number, NUMBER_SIZE, "%" PRIu64 "%s", count->sessions, count->is_complete ? "" : "+");
	else
		snprintf(number, NUMBER_SIZE, "-");
}

static void
add_line(struct buffer *out, const char *name, size_t width, const char *number)
{
	size_t columns = safe_text_columns(text_of(name));

	output_add_safe(out, text_of(name), columns);
	buffer_add_format(out, "%*s%*s\n", (int)(width - columns + GAP), "", (int)sizeof number_title - 1, number);
}

static void
add_table(struct buffer *out, const struct session_count *counts, size_t count, const struct session_count *total)
{
	char number[NUMBER_SIZE];
	size_t width = sizeof cluster_title - 1;

	for (size_t i = 0; i < count; i++) {
		size_t columns = safe_text_columns(text_of(counts[i].cluster));

		width = columns > width ? columns : width;
	}
	add_line(out, cluster_title, width, number_title);
	for (size_t i = 0; i < count; i++) {
		format_number(&counts[i], number);
		add_line(out, counts[i].cluster, width, number);
	}
	format_number(total, number);
	add_line(out, total_name, width, number);
}

/* ------------------------------------------------------------------ for programs */

static void
add_csv_line(struct buffer *out, const struct session_count *count)
{
	if (*count->cluster != '\0')
		output_add_csv_cell(out, text_of(count->cluster));
	buffer_add_byte(out, ',');
	if (count->is_known)
		buffer_add_format(out, "%" PRIu64, count->sessions);
	buffer_add_format(out, ",%s\n", word_of(count->is_complete));
}

/* Appends the members of one number, without braces. */
static void
add_members(struct buffer *out, const struct session_count *count)
{
	if (*count->cluster != '\0') {
		buffer_add_string(out, "\"cluster\":");
		output_add_json_string(out, text_of(count->cluster));
		buffer_add_byte(out, ',');
	}
	if (count->is_known)
		buffer_add_format(out, "\"sessions\":%" PRIu64 ",", count->sessions);
	buffer_add_format(out, "\"complete\":%s", word_of(count->is_complete));
}

static void
add_json(struct buffer *out, const struct session_count *counts, size_t count, const struct session_count *total)
{
	buffer_add_string(out, "{\"clusters\":[");
	for (size_t i = 0; i < count; i++) {
		buffer_add_string(out, i == 0 ? "\n{" : ",\n{");
		add_members(out, &counts[i]);
		buffer_add_byte(out, '}');
	}
	buffer_add_string(out, "\n],");
	add_members(out, total);
	buffer_add_string(out, "}\n");
}

static void
add_ndjson_line(struct buffer *out, const struct session_count *count)
{
	buffer_add_byte(out, '{');
	add_members(out, count);
	buffer_add_string(out, "}\n");
}

int
output_print_counts(struct output *output, const struct session_count *counts, size_t count)
{
	struct session_count total = add_up(counts, count);
	struct buffer *out = &output->pending;

	switch (output->format) {
	case FORMAT_JSON: add_json(out, counts, count, &total); break;
	case FORMAT_CSV:
		buffer_add_string(out, "cluster,sessions,complete\n");
		for (size_t i = 0; i < count; i++)
			add_csv_line(out, &counts[i]);
		add_csv_line(out, &total);
		break;
	case FORMAT_NDJSON:
		for (size_t i = 0; i < count; i++)
			add_ndjson_line(out, &counts[i]);
		add_ndjson_line(out, &total);
		break;
	default: add_table(out, counts, count, &total); break;
	}
	output_flush(output);
	return output->error;
}
