/* renewal.h: how a token that a cluster refused is read anew. */
#ifndef CIFSTOP_FETCH_RENEWAL_H
#define CIFSTOP_FETCH_RENEWAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/secret_text.h"

/* A token that was read anew, or why that failed: one of the two is there. */
struct fetch_token {
	size_t cluster; /* its place in the configuration */
	struct secret_text *token;
	char *trouble; /* a sentence */
};

/*
 * Who reads tokens for the fetch thread, which goes on with other clusters meanwhile, and is the only one that calls
 * these. All NULL: nobody, and a token is refused for good.
 */
struct fetch_renewal {
	void *context;
	/* Asks for the token of a cluster; one that was asked for and has not come yet may be asked for again. */
	void (*ask)(void *context, size_t cluster);
	/* Readable when take() has something; -1: never again. */
	int (*descriptor)(void *context);
	/* Stores what came in *token, whose parts the caller owns. Does not wait: false when there is nothing. */
	bool (*take)(void *context, struct fetch_token *token);
};

#endif
