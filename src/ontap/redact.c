/* redact.c: takes secrets out of what is said. */
#include "config.h"

#include "ontap/redact.h"

#include <string.h>

/* Shorter ones stand in other words by chance, and nobody could read what is left. */
#define SECRET_MIN 4

static void
hide_secret(char *text, const struct secret_text *secret)
{
	const char *hidden = secret_text_string(secret);
	size_t length = hidden == NULL ? 0 : strlen(hidden);

	if (length < SECRET_MIN)
		return;
	for (char *at = strstr(text, hidden); at != NULL; at = strstr(at + length, hidden))
		memset(at, '*', length);
}

/* The user information of addresses: up to the last @ before a slash or a blank. */
static void
hide_user_information(char *text)
{
	for (char *at = strstr(text, "//"); at != NULL; at = strstr(at, "//")) {
		size_t length;

		at += strlen("//");
		length = strcspn(at, "/ \t'\"");
		while (length > 0 && at[length - 1] != '@')
			length--;
		if (length > 0)
			memset(at, '*', length - 1);
	}
}

/* The word behind `scheme` in a header that is repeated. */
static void
hide_credentials(char *text, const char *scheme)
{
	for (char *at = strcasestr(text, scheme); at != NULL; at = strcasestr(at, scheme)) {
		at += strlen(scheme);
		/* A short one is a word about it: "Bearer token". */
		if (strcspn(at, " \t\r\n'\",;") > 8)
			memset(at, '*', strcspn(at, " \t\r\n'\",;"));
	}
}

void
redact(char *text, const struct target *target)
{
	if (text == NULL)
		return;
	hide_secret(text, target->password);
	hide_secret(text, target->token);
	hide_user_information(text);
	hide_credentials(text, "Basic ");
	hide_credentials(text, "Bearer ");
}
