/* once.h: refreshes that are printed instead of painted: --once and --batch. */
#ifndef CIFSTOP_APP_ONCE_H
#define CIFSTOP_APP_ONCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/exit_code.h"
#include "app/output.h"
#include "config/config.h"
#include "fetch/renewal.h"

struct once_settings {
	const struct config *config; /* its clusters are asked; filter and order of its ui part hold */
	const struct kind *kind; /* of what is printed, filtered and sorted */
	const char *find_file; /* of open files: whose path holds this; NULL: sessions */
	enum output_format format;
	const unsigned *fields; /* to print; NULL: what the format prints when nobody chose */
	size_t field_count;
	bool keeps_order; /* rows are printed as the clusters sent them, and not sorted */
	bool is_verbose; /* say on standard error what the filter had the clusters leave out */
	bool is_count; /* the clusters count, and numbers are printed */
	bool is_batch; /* go on at the interval */
	uint32_t refreshes; /* of a batch, 0: for ever */
	struct fetch_renewal renewal; /* of tokens */
	bool is_unconfined; /* keep all rights */
};

/*
 * Prints complete refreshes of every cluster to standard output, and one line to standard error for each cluster that
 * failed or was partial (again when that changes). A signal that asks to end is obeyed between two lines, and ends the
 * process as that signal does.
 */
enum exit_code once_run(const struct once_settings *settings);

#endif
