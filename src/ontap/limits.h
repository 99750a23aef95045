/* limits.h: what is taken from a cluster at most. Beyond it a cluster is broken, or means harm. */
#ifndef CIFSTOP_ONTAP_LIMITS_H
#define CIFSTOP_ONTAP_LIMITS_H

#include <stddef.h>
#include <stdint.h>

/*
 * Whoever meets one of these ends what he is at with a sentence that names it. Rows that came before are kept, as
 * partial when there were none that are better, and other clusters go on.
 */

/* ------------------------------------------------------------------ one answer */

/* A session or a file makes 500 to 1,000 bytes, so that 100,000 of them, the most that can be asked for, fit twice. */
#define BODY_BYTES_MAX (UINT64_C(256) << 20)

/*
 * Sessions pack to a twentieth, deflate to a thousandth at best. The first bytes count for nothing: libcurl says how
 * many came over the wire only once it has unpacked what it read, which is 256 KiB at most.
 */
#define BODY_RATIO_MAX 100u
#define BODY_RATIO_FREE (UINT64_C(32) << 20)

/* More than twice as many as can be asked for. */
#define PAGE_RECORDS_MAX UINT32_C(250000)

/* The status line and all headers, those of a proxy and of 1xx answers among them. ONTAP sends some 20 of 1 KB. */
#define HEADER_BYTES_MAX ((size_t)64 << 10)
#define HEADER_LINES_MAX 256u

/* ONTAP takes no longer urls than half of this. */
#define LINK_BYTES_MAX ((size_t)16 << 10)

/* A longer record is left out and counted; a larger envelope or a deeper body is no answer of ONTAP. */
#define RECORD_SIZE_MAX ((size_t)8 << 20)
#define ENVELOPE_SIZE_MAX ((size_t)1 << 20)
#define RECORD_DEPTH_MAX 64

/* A path of Windows has 32,767 characters at most, of 3 bytes each. A longer text is left out of its record. */
#define TEXT_BYTES_MAX ((size_t)128 << 10)
#define TEXT_TOO_LONG "is longer than 128 KiB"

/* Of what is no list of records, errors and the release, so much is read. */
#define SMALL_BODY_MAX ((size_t)64 << 10)

/* ------------------------------------------------------------------ one walk over all pages */

#define WALK_PAGES_MAX 100000u
#define WALK_EMPTY_PAGES_MAX 1000u /* in a row */

/* Ten times as many as cifstop was made for. */
#define WALK_RECORDS_MAX UINT64_C(10000000)

/* All bodies, unpacked: the records above of 800 bytes each. */
#define WALK_BYTES_MAX (UINT64_C(8) << 30)

/* What of it stays in memory: texts that were not known, and what lists refer to. */
#define WALK_TEXT_BYTES_MAX (UINT64_C(1) << 30)
#define WALK_ITEMS_MAX UINT64_C(100000000)

#endif
