/* record_track.h: the ways through the records of a cluster that were gone before. Private to ontap. */
#ifndef CIFSTOP_ONTAP_RECORD_TRACK_H
#define CIFSTOP_ONTAP_RECORD_TRACK_H

#include "model/record.h"
#include "ontap/record_names.h"

/*
 * What a cluster writes of one record and of the next differs in the values, and in which of them are there; names and
 * brackets between two values are the same bytes. A track knows which bytes came between which values, and reads a
 * record by comparing them, which takes a third of the time of reading names and brackets. It gives what the reader of
 * any JSON would, or refuses: at anything that it has not seen, and at a value that is odd.
 */
struct record_track;

/* Knows nothing yet. `names`, those of the kind, must outlive it. The caller owns it. */
struct record_track *record_track_new(const struct kind *kind, const struct record_names *names);

/* NULL is fine. */
void record_track_free(struct record_track *track);

/* Learns from a record that is JSON, and about which nothing is odd. */
void record_track_learn(struct record_track *track, struct text json);

/*
 * Reads the record at the start of `bytes` and returns its length, or 0 when it leaves the track. Its texts stand in
 * `bytes` or belong to the track, as its items do, and end with the next call.
 */
size_t record_track_follow(struct record_track *track, struct text bytes, struct record *record);

#endif
