/* duration.h: spans of time, as ONTAP writes them and as people do. */
#ifndef CIFSTOP_BASE_DURATION_H
#define CIFSTOP_BASE_DURATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* The longest of these texts, with its terminator. */
#define DURATION_TEXT_MAX 32

/*
 * Reads an ISO 8601 duration as ONTAP writes it: every part optional and unbounded, so P4DT84H30M5S and PT48M are
 * legal. A fraction of a second is cut off. Years and months have no fixed length and are refused, as is what does not
 * fit. On success stores whole seconds, below UINT32_MAX, in *seconds.
 */
bool duration_parse(struct text text, uint32_t *seconds);

/* Writes `seconds` exactly, as ISO 8601: PT41S, P4DT2H, PT0S. Returns the length. */
size_t duration_format_iso(uint32_t seconds, char text[static DURATION_TEXT_MAX]);

/* Writes `seconds` in two units at most, for people: 41s, 6m, 3h, 4d2h, 12d. Returns the length. */
size_t duration_format_short(uint32_t seconds, char text[static DURATION_TEXT_MAX]);

/* The length that duration_format_short() returns, without writing. */
size_t duration_short_length(uint32_t seconds);

/*
 * Writes an age, coarser as it grows: <10s, 30s, 6m, 3h, 4d2h, 12d. Returns the length; *next gets the age in seconds
 * from which on the text is another one.
 */
size_t duration_format_age(uint32_t seconds, char text[static DURATION_TEXT_MAX], uint32_t *next);

/* Writes `seconds` exactly, for people: 4 d 2 h 5 s. Returns the length. */
size_t duration_format_long(uint32_t seconds, char text[static DURATION_TEXT_MAX]);

/*
 * Reads what people write: a number with ms, s, m, h or d behind it, or several of them (2d4h); a bare number is
 * seconds. On success stores milliseconds in *ms.
 */
bool duration_parse_human(struct text text, uint64_t *ms);

#endif
