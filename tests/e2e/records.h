/* records.h: sessions as tests compare them, read by code that is not the program's. */
#ifndef CIFSTOP_E2E_RECORDS_H
#define CIFSTOP_E2E_RECORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "e2e/scene.h"

/*
 * Values by dotted names, as text: numbers by their digits, booleans as true and false, durations in seconds, lists
 * joined by semicolons. What is absent is not there.
 */
struct listed_record {
	const char **names;
	const char **values;
	size_t count;
};

struct records {
	struct listed_record *list;
	size_t count;
};

/* Reads a JSON array of objects, or one object a line. Fails the test when it is neither. */
struct records records_parse_json(struct scene *scene, const char *text);

/* Reads CSV with a heading of names. An empty cell without quotes is absent; *_duration are seconds already. */
struct records records_parse_csv(struct scene *scene, const char *text);

/* A value, or NULL. */
const char *record_value(const struct listed_record *record, const char *name);

/* The first record that has this value, or NULL. */
const struct listed_record *records_find(const struct records *records, const char *name, const char *value);

/*
 * The same sessions (by their keys, in any order) with the same values, `cluster` aside. `may_lack`: values that are
 * not keys may be missing in `seen`.
 */
void records_check_equal(
    struct scene *scene, const struct records *expected, const struct records *seen, bool may_lack);

#endif
