/* security.c: the four facts of how safe a session is, as small marks. */
#include "config.h"

#include "model/security.h"

#include <limits.h>

#include "model/session_fields.h"

const unsigned security_fields[SECURITY_MARKS] = {
    FIELD_AUTHENTICATION, FIELD_PROTOCOL, FIELD_SMB_SIGNING, FIELD_SMB_ENCRYPTION};

static struct security_mark
mark_of(unsigned field, uint64_t code)
{
	bool is_dialect = field == FIELD_PROTOCOL;
	const struct enum_value *value;

	if (code == VALUE_ABSENT)
		return (struct security_mark){is_dialect ? "-.-" : "-", VERDICT_NONE};
	if (field == FIELD_SMB_SIGNING)
		return code != 0 ? (struct security_mark){"S", VERDICT_GOOD}
				 : (struct security_mark){"-", VERDICT_NONE};
	if (code >= ENUM_UNKNOWN_FIRST)
		return (struct security_mark){is_dialect ? "?.?" : "?", VERDICT_WARN};
	value = &session_kind.fields[field].enumeration->values[code];
	return (struct security_mark){value->mark, value->verdict};
}

bool
security_marks(const struct snapshot *snapshot, uint32_t row, struct security_mark marks[static SECURITY_MARKS])
{
	bool any = false;

	for (size_t i = 0; i < SECURITY_MARKS; i++) {
		uint64_t code = snapshot_number(snapshot, security_fields[i], row);

		any |= code != VALUE_ABSENT;
		marks[i] = mark_of(security_fields[i], code);
	}
	return any;
}

/* The word for a code that says something of the session; absent otherwise. */
static struct text
word_of(unsigned field, uint64_t code)
{
	if (code >= ENUM_UNKNOWN_FIRST || (field == FIELD_SMB_ENCRYPTION && code == ENCRYPTION_UNENCRYPTED))
		return TEXT_ABSENT;
	if (field == FIELD_SMB_SIGNING)
		return code == 0 ? TEXT_ABSENT : text_of("signed");
	return text_of(session_kind.fields[field].enumeration->values[code].name);
}

size_t
security_words(const struct snapshot *snapshot, uint32_t row, struct text words[static SECURITY_MARKS])
{
	size_t count = 0;

	for (size_t i = 0; i < SECURITY_MARKS; i++) {
		words[count] = word_of(security_fields[i], snapshot_number(snapshot, security_fields[i], row));
		count += !text_is_absent(words[count]);
	}
	return count;
}

static void
mark_bytes(bool *is_there, const char *text)
{
	for (; *text != '\0'; text++)
		is_there[(unsigned char)*text | 0x20] = true;
}

/* Upper case counts as lower, and so does all else that differs by that bit: too much rather than too little. */
bool
security_can_contain(struct text text, bool knows_words)
{
	bool is_there[UCHAR_MAX + 1] = {false};

	mark_bytes(is_there, "-.-?S");
	if (knows_words)
		mark_bytes(is_there, "signed");
	for (size_t i = 0; i < SECURITY_MARKS; i++) {
		const struct enumeration *words = session_kind.fields[security_fields[i]].enumeration;

		for (size_t at = 0; words != NULL && at < words->count; at++) {
			if (words->values[at].mark != NULL)
				mark_bytes(is_there, words->values[at].mark);
			if (knows_words)
				mark_bytes(is_there, words->values[at].name);
		}
	}
	for (size_t i = 0; i < text.length; i++) {
		if (!is_there[(unsigned char)text.bytes[i] | 0x20])
			return false;
	}
	return true;
}
