/* release.h: releases of ONTAP, and what is in them. */
#ifndef CIFSTOP_ONTAP_RELEASE_H
#define CIFSTOP_ONTAP_RELEASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* 9.14.1P2 is {9, 14, 1, 2}. */
struct release {
	uint32_t generation;
	uint32_t major;
	uint32_t minor;
	uint32_t patch; /* behind P; 0: none */
};

/*
 * Reads a release as ONTAP, its documents and people write it: 9.8, 9.14.1, 9.14.1P2; what stands behind the numbers of
 * a build that was not released (RC1, X34, D5) is passed over. Two numbers mean a .1 from 9.9 on, since there never was
 * a 9.9.0: documents say 9.11 for 9.11.1. False when it is none, and nothing is stored.
 */
bool release_parse(struct text text, struct release *release);

/* Less than, equal to or greater than 0. */
int release_compare(const struct release *a, const struct release *b);

/* Whether something that came with one release is in another. */
enum release_verdict {
	RELEASE_HAS,
	RELEASE_LACKS,
	RELEASE_UNKNOWN, /* the cluster's release is not known: ask, and see */
};

/*
 * Whether what came with `since` (of a field or a kind; NULL: was always there) is in `release`, as cluster_status has
 * it: NULL, or something that is no release, when it is not known.
 */
enum release_verdict release_judge(const char *release, const char *since);

/* The last release that the documents which the tables of fields were made from are about. */
#define RELEASE_DOCUMENTED "9.19.1"

#endif
