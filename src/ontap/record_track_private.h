/* record_track_private.h: what learning a track and following it share. */
#ifndef CIFSTOP_ONTAP_RECORD_TRACK_PRIVATE_H
#define CIFSTOP_ONTAP_RECORD_TRACK_PRIVATE_H

#include <stdint.h>

#include "ontap/record_track.h"

/* Between two values; longer ones are not learnt. */
#define GLUE_MAX 128
/* More steps, or ways on from one, are not learnt: then the record is read as one that was never seen. */
#define STEPS_MAX 1024
#define WAYS_MAX 8
/* Where the names and brackets around a value are written down. */
#define PLACE_MAX 256

/* What becomes of a value. */
enum step_kind {
	STEP_FIELD, /* of the record */
	STEP_PART, /* of the item of a list */
	STEP_COLUMN, /* the next item's part, of an array of those alone */
	STEP_IGNORE,
	STEP_END, /* there is none: the record ends */
};

/*
 * `glue` is what stands before a value, from the end of the one before. Two steps with the same glue in the same place,
 * which are the brackets that are open and the names before them, are one: what may follow a value depends on nothing
 * else, so that any way from step to step is through JSON, also one that no record went.
 */
struct step {
	char glue[GLUE_MAX];
	size_t length;
	enum step_kind kind;
	unsigned field; /* of STEP_FIELD */
	size_t part; /* of STEP_PART and STEP_COLUMN */
	bool is_old; /* of STEP_FIELD, as in record_read_value() */
	bool clears_items; /* the list begins */
	bool opens_item;
	bool starts_column;
	size_t way_count;
	uint16_t ways[WAYS_MAX]; /* steps */
	char *place;
};

/* The first step stands before all records, with no glue. */
struct record_track {
	const struct kind *kind;
	const struct record_names *names;
	struct step *steps;
	size_t step_count;
	size_t step_capacity;
	unsigned lessons; /* how many there were */
	struct list_item *items;
	size_t items_capacity;
	size_t item_count;
	size_t column_at;
	char *scratch; /* of strings that are not as they are written */
	size_t scratch_used;
};

#endif
