/* intake.c: counts what an answer brings while it comes, and ends it at the limits. */
#include "config.h"

#include "ontap/intake.h"

#include <inttypes.h>

#include "base/xalloc.h"
#include "ontap/limits.h"

static bool
pass(struct intake *intake, enum intake_limit limit)
{
	if (intake->passed == INTAKE_FINE)
		intake->passed = limit;
	return false;
}

bool
intake_take_header(struct intake *intake, size_t length)
{
	intake->header_bytes += length;
	intake->header_lines++;
	if (intake->header_bytes > HEADER_BYTES_MAX)
		return pass(intake, INTAKE_HEADER_BYTES);
	if (intake->header_lines > HEADER_LINES_MAX)
		return pass(intake, INTAKE_HEADER_LINES);
	return true;
}

/* Whether the body became larger by unpacking than answers of a cluster do. */
static bool
is_bomb(const struct intake *intake, uint64_t packed)
{
	return intake->unpacked > BODY_RATIO_FREE && (intake->unpacked - BODY_RATIO_FREE) / BODY_RATIO_MAX > packed;
}

bool
intake_take_body(struct intake *intake, size_t length, uint64_t packed)
{
	intake->unpacked += length;
	if (is_bomb(intake, packed))
		return pass(intake, INTAKE_RATIO);
	if (intake->unpacked > BODY_BYTES_MAX)
		return pass(intake, INTAKE_BODY);
	return true;
}

bool
intake_take_records(struct intake *intake, uint32_t so_far)
{
	return so_far <= PAGE_RECORDS_MAX || pass(intake, INTAKE_RECORDS);
}

char *
intake_describe(const struct intake *intake)
{
	switch (intake->passed) {
	case INTAKE_RATIO:
		return xasprintf(
		    "the answer unpacks to more than %u times what came, and was not read on", BODY_RATIO_MAX);
	case INTAKE_RECORDS:
		return xasprintf("the answer has more than %" PRIu32 " records; ask for fewer a page (max_records)",
		    PAGE_RECORDS_MAX);
	case INTAKE_HEADER_BYTES:
		return xasprintf(
		    "the answer has more than %zu KiB of headers, is this an ONTAP cluster?", HEADER_BYTES_MAX >> 10);
	case INTAKE_HEADER_LINES:
		return xasprintf("the answer has more than %u headers, is this an ONTAP cluster?", HEADER_LINES_MAX);
	default:
		return xasprintf("the answer is larger than %" PRIu64
				 " MiB; ask for fewer records a page (max_records)",
		    BODY_BYTES_MAX >> 20);
	}
}
