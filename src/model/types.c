/* types.c: the words of the enums, in every documented spelling. */
#include "config.h"

#include "model/types.h"

/* In the order of strength, so that "weaker than" means something. */
static const struct enum_value authentication_values[] = {
    [AUTH_NONE] = {.name = "none", .mark = "!", .verdict = VERDICT_BAD},
    [AUTH_ANONYMOUS] = {.name = "anonymous", .mark = "A", .verdict = VERDICT_WARN},
    [AUTH_NTLMV1] = {.name = "ntlmv1", .mark = "!", .verdict = VERDICT_BAD},
    [AUTH_NTLMV2] = {.name = "ntlmv2", .mark = "N", .verdict = VERDICT_NONE},
    [AUTH_KERBEROS] = {.name = "kerberos", .mark = "K", .verdict = VERDICT_GOOD},
};

static const struct enum_value protocol_values[] = {
    [PROTOCOL_SMB1] = {.name = "smb1", .mark = "1.0", .verdict = VERDICT_BAD},
    [PROTOCOL_SMB2] = {.name = "smb2", .mark = "2.0", .verdict = VERDICT_WARN},
    [PROTOCOL_SMB2_1] = {.name = "smb2_1", .mark = "2.1", .verdict = VERDICT_NONE},
    [PROTOCOL_SMB3] = {.name = "smb3", .mark = "3.0", .verdict = VERDICT_GOOD},
    [PROTOCOL_SMB3_1] = {.name = "smb3_1", .mark = "3.1", .verdict = VERDICT_GOOD},
};

/* The 9.8 page writes no and yes where every schema writes unavailable and available. */
static const struct enum_value availability_values[] = {
    [AVAILABILITY_UNAVAILABLE] = {.name = "unavailable", .spellings = {"no"}},
    [AVAILABILITY_PARTIAL] = {.name = "partial", .verdict = VERDICT_WARN},
    [AVAILABILITY_AVAILABLE] = {.name = "available", .spellings = {"yes"}, .verdict = VERDICT_GOOD},
};

static const struct enum_value encryption_values[] = {
    [ENCRYPTION_UNENCRYPTED] = {.name = "unencrypted", .mark = "-"},
    [ENCRYPTION_PARTIALLY] = {.name = "partially_encrypted", .mark = "e", .verdict = VERDICT_WARN},
    [ENCRYPTION_ENCRYPTED] = {.name = "encrypted", .mark = "E", .verdict = VERDICT_GOOD},
};

const struct enumeration authentication_words = {authentication_values, AUTH_COUNT};
const struct enumeration protocol_words = {protocol_values, PROTOCOL_COUNT};
const struct enumeration availability_words = {availability_values, AVAILABILITY_COUNT};
const struct enumeration encryption_words = {encryption_values, ENCRYPTION_COUNT};

/* One form for smb3_1, smb3.1, SMB3-1: documents of one release disagree in these. */
static char
normal(char c)
{
	if (c == '.' || c == '-')
		return '_';
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool
is_spelling(const char *name, struct text word)
{
	for (size_t i = 0; i < word.length; i++) {
		if (name[i] == '\0' || normal(name[i]) != normal(word.bytes[i]))
			return false;
	}
	return name[word.length] == '\0';
}

static bool
has_spelling(const struct enum_value *value, struct text word)
{
	if (is_spelling(value->name, word))
		return true;
	for (size_t i = 0; i < sizeof value->spellings / sizeof *value->spellings && value->spellings[i] != NULL; i++) {
		if (is_spelling(value->spellings[i], word))
			return true;
	}
	return false;
}

uint64_t
enumeration_find(const struct enumeration *enumeration, struct text word)
{
	if (word.bytes == NULL)
		return VALUE_ABSENT;
	for (size_t code = 0; code < enumeration->count; code++) {
		if (has_spelling(&enumeration->values[code], word))
			return code;
	}
	return VALUE_ABSENT;
}
