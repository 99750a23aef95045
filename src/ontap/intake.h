/* intake.h: counts what an answer brings while it comes, and ends it at the limits. Private to ontap. */
#ifndef CIFSTOP_ONTAP_INTAKE_H
#define CIFSTOP_ONTAP_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which limit of limits.h was passed. */
enum intake_limit {
	INTAKE_FINE,
	INTAKE_BODY,
	INTAKE_RATIO,
	INTAKE_RECORDS,
	INTAKE_HEADER_BYTES,
	INTAKE_HEADER_LINES,
};

/* Lives where its owner puts it; all zero is fine. */
struct intake {
	uint64_t unpacked; /* bytes of the body */
	size_t header_bytes;
	unsigned header_lines;
	enum intake_limit passed; /* the first one */
};

/*
 * Each counts what came and returns false once there is too much, when the transfer is to be ended. `packed` is how
 * many bytes of the body came over the wire so far, `so_far` how many records were found.
 */
bool intake_take_header(struct intake *intake, size_t length);
bool intake_take_body(struct intake *intake, size_t length, uint64_t packed);
bool intake_take_records(struct intake *intake, uint32_t so_far);

/* What was passed and what to do about it, as a sentence that the caller frees; not with INTAKE_FINE. */
char *intake_describe(const struct intake *intake);

#endif
