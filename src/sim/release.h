/* release.h: which ONTAP release the simulated cluster pretends to run. */
#ifndef ONTAP_SIM_RELEASE_H
#define ONTAP_SIM_RELEASE_H

#include <stdbool.h>

struct release {
	unsigned generation;
	unsigned major;
	unsigned minor;
};

/* Reads "9.8" or "9.14.1". Two parts from 9.9 on mean the .1 of the release, as ONTAP numbers them. */
bool release_parse(const char *text, struct release *release);

/* True when `release` is generation.major.minor or later. */
bool release_is_at_least(struct release release, unsigned generation, unsigned major, unsigned minor);

#endif
