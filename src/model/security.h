/* security.h: the four facts of how safe a session is, as small marks. */
#ifndef CIFSTOP_MODEL_SECURITY_H
#define CIFSTOP_MODEL_SECURITY_H

#include <stdbool.h>
#include <stdint.h>

#include "model/snapshot.h"

/* One of the marks of the security column: text of 1 or 3 columns and its verdict. */
#define SECURITY_MARKS 4
struct security_mark {
	const char *text;
	enum verdict verdict;
};

/* Display columns of all of them together. */
#define SECURITY_COLUMNS 6

/*
 * Fills authentication, dialect, signing, encryption, in that order; `?` for a word that nobody knows, `-` for absent,
 * `?.?` and `-.-` where the dialect stands, so that each keeps its place. False when all are absent.
 */
bool security_marks(const struct snapshot *snapshot, uint32_t row, struct security_mark marks[static SECURITY_MARKS]);

/*
 * Stores what holds of a session, in the words of the schema: kerberos, smb3_1, signed, encrypted. What is not so, is
 * absent, or is a word that nobody knows, is not among them. Returns how many; the texts live as long as the program.
 */
size_t security_words(const struct snapshot *snapshot, uint32_t row, struct text words[static SECURITY_MARKS]);

/* The field behind each mark. */
extern const unsigned security_fields[SECURITY_MARKS];

/*
 * Whether all bytes of `text` stand in some mark, or, where `knows_words`, in some of the words: if not, it stands in
 * no session's.
 */
bool security_can_contain(struct text text, bool knows_words);

#endif
