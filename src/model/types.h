/* types.h: what kinds of values there are, and how each is compared and printed. */
#ifndef CIFSTOP_MODEL_TYPES_H
#define CIFSTOP_MODEL_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

enum field_type {
	TYPE_TEXT, /* interned; cut in the middle when narrow */
	TYPE_ADDRESS, /* interned; ordered as a number */
	TYPE_ID, /* exact, 64 bits unsigned */
	TYPE_COUNT, /* 32 bits unsigned */
	TYPE_SECONDS, /* 32 bits unsigned */
	TYPE_ENUM, /* a code of its enumeration, or an unknown word as it came */
	TYPE_BOOLEAN, /* 0 or 1 */
	TYPE_LIST, /* interned texts, any number of them */
	TYPE_SECURITY, /* four facts in fixed places */
	TYPE_COUNT_OF_TYPES
};

/*
 * A value as a number: itself for ids, counts, seconds and booleans; a string number for texts; a code for enums. What
 * a session does not have is VALUE_ABSENT. As a 64-bit id that is the one that SMB reserves for "no session".
 */
#define VALUE_ABSENT UINT64_MAX

/* The counts and seconds of a column are below this. */
#define COUNT_MAX ((uint64_t)UINT32_MAX - 1)

/* How bad a value is, for colours and for the order of the security column. */
enum verdict { VERDICT_NONE, VERDICT_GOOD, VERDICT_WARN, VERDICT_BAD };

/* One word that an enum field may hold. The code is the index, and codes are in the order of rank. */
struct enum_value {
	const char *name; /* in the schema */
	const char *spellings[2]; /* what else a release or a document calls it; NULL ends */
	const char *mark; /* one to three columns, for the security column; NULL when it has no place there */
	enum verdict verdict;
};

struct enumeration {
	const struct enum_value *values;
	size_t count;
};

/* Codes from here on are words that no document knows; see snapshot_word(). */
#define ENUM_UNKNOWN_FIRST 64
/* As many of them as one snapshot keeps. */
#define ENUM_UNKNOWN_MAX 128

/* The code of a word in any documented spelling (case, `.`, `_` and `-` are one), or VALUE_ABSENT. */
uint64_t enumeration_find(const struct enumeration *enumeration, struct text word);

enum authentication { AUTH_NONE, AUTH_ANONYMOUS, AUTH_NTLMV1, AUTH_NTLMV2, AUTH_KERBEROS, AUTH_COUNT };
enum protocol { PROTOCOL_SMB1, PROTOCOL_SMB2, PROTOCOL_SMB2_1, PROTOCOL_SMB3, PROTOCOL_SMB3_1, PROTOCOL_COUNT };
enum availability { AVAILABILITY_UNAVAILABLE, AVAILABILITY_PARTIAL, AVAILABILITY_AVAILABLE, AVAILABILITY_COUNT };
enum encryption { ENCRYPTION_UNENCRYPTED, ENCRYPTION_PARTIALLY, ENCRYPTION_ENCRYPTED, ENCRYPTION_COUNT };

extern const struct enumeration authentication_words, protocol_words, availability_words, encryption_words;

#endif
