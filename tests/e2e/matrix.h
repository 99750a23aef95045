/* matrix.h: everything that can go wrong with a cluster, times the moments at which it does. */
#ifndef CIFSTOP_E2E_MATRIX_H
#define CIFSTOP_E2E_MATRIX_H

#include <stdbool.h>
#include <stddef.h>

#include "e2e/relay.h"

/* When it goes wrong. */
enum moment {
	MOMENT_FIRST, /* before anything came */
	MOMENT_LATER, /* while sessions are refreshed */
	MOMENT_DETAIL, /* while one session is looked at */
	MOMENT_FILES, /* while open files are looked at */
	MOMENT_COUNT
};

#define AT(moment) (1U << (moment))
#define AT_SESSIONS (AT(MOMENT_FIRST) | AT(MOMENT_LATER))
#define AT_LISTS (AT_SESSIONS | AT(MOMENT_FILES))
#define ALWAYS (AT_LISTS | AT(MOMENT_DETAIL))

/* What spoils the cluster. */
enum spoiler {
	SPOIL_SIMULATOR, /* a fault of the simulator */
	SPOIL_LINE, /* what lies between */
	SPOIL_TLS, /* the same, of a cluster that speaks TLS */
	SPOIL_PROXY, /* a proxy before a cluster that speaks TLS */
	SPOIL_NAMES, /* the name server */
	SPOIL_CLOCK, /* the clock of this host */
	SPOIL_CERTIFICATE, /* another server is behind the address, with a certificate that is wrong */
};

/*
 * A row. `says`: what the screen has to say of it, one of several between bars; NULL: it is no harm, and nothing may be
 * said. A fault whose moments differ in what is said has a row each.
 */
struct matrix_fault {
	const char *name;
	enum spoiler spoiler;
	const char *argument; /* the fault, a word of the name server, or an option of the other server */
	enum relay_mode mode;
	unsigned moments;
	const char *says;
	bool needs_r; /* is not asked again soon by itself */
};

extern const struct matrix_fault matrix_faults[];
extern const size_t matrix_fault_count;

/* What came of a cell, told across processes. */
struct matrix_result {
	bool is_over;
	bool has_passed;
	unsigned key_ms; /* from a key to its effect while it goes wrong */
	unsigned heal_ms; /* from the end of the fault to all being well */
	char says[200];
};

/* Runs a cell: a cmocka test of its own, whose process this is. Returns how many failed. */
int matrix_run_cell(const struct matrix_fault *fault, enum moment moment, struct matrix_result *result);

#endif
