/* monitor.h: the interactive monitor. */
#ifndef CIFSTOP_APP_MONITOR_H
#define CIFSTOP_APP_MONITOR_H

#include <stdbool.h>

#include "config/config.h"
#include "config/theme.h"
#include "fetch/renewal.h"

struct monitor_settings {
	const struct config *config; /* all clusters in it are watched; its ui part is how the screen starts */
	const struct theme *theme;
	const char *find_file; /* look for open files whose path holds this right away; NULL: show the sessions */
	struct fetch_renewal renewal; /* of tokens */
	bool is_unconfined; /* keep all rights */
	bool is_demo;
};

/*
 * Opens the screen, watches the clusters until the user quits, and gives the terminal back. Returns NULL, or a sentence
 * that the caller frees, printed after the screen is closed.
 */
char *monitor_run(const struct monitor_settings *settings);

#endif
