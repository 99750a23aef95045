/* netrc.c: names and passwords in the file that ftp, curl and others share. */
#include <config.h>

#include "config/netrc.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/secret_text.h"
#include "base/xalloc.h"
#include "config/paths.h"
#include "config/yaml_tree.h"

/* Reads words; those in quotes may have spaces and \-escapes, as curl has it. */
struct scanner {
	const char *at, *end;
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Skips space and comments, which run from a # in place of a keyword. */
static void
skip_space(struct scanner *in, bool has_comments)
{
	while (in->at < in->end && (is_space(*in->at) || (has_comments && *in->at == '#'))) {
		if (*in->at == '#') {
			while (in->at < in->end && *in->at != '\n')
				in->at++;
		} else {
			in->at++;
		}
	}
}

/* The next word, which the caller wipes and frees, or NULL at the end. */
static char *
next_word(struct scanner *in, bool has_comments)
{
	bool is_quoted;
	char *word, *out;

	skip_space(in, has_comments);
	if (in->at == in->end)
		return NULL;
	is_quoted = *in->at == '"';
	if (is_quoted)
		in->at++;
	out = word = xmalloc((size_t)(in->end - in->at) + 1);
	while (in->at < in->end && (is_quoted ? *in->at != '"' : !is_space(*in->at))) {
		if (is_quoted && *in->at == '\\' && in->at + 1 < in->end)
			in->at++;
		*out++ = *in->at++;
	}
	if (is_quoted && in->at < in->end)
		in->at++;
	*out = '\0';
	return word;
}

/* A macro runs to an empty line. */
static void
skip_macro(struct scanner *in)
{
	while (in->at < in->end && !(in->at[0] == '\n' && (in->at + 1 == in->end || in->at[1] == '\n')))
		in->at++;
}

static void
clear_entry(struct netrc_entry *entry)
{
	secret_text_wipe(entry->login);
	secret_text_wipe(entry->password);
	*entry = (struct netrc_entry){0};
}

static bool
is_of_login(const struct netrc_entry *entry, const char *login)
{
	return login == NULL || entry->login == NULL || strcmp(entry->login, login) == 0;
}

/* Takes the value of a keyword within an entry. */
static void
take_value(struct scanner *in, const char *keyword, struct netrc_entry *entry)
{
	char *value = next_word(in, false), **into = NULL;

	if (strcmp(keyword, "login") == 0)
		into = &entry->login;
	else if (strcmp(keyword, "password") == 0)
		into = &entry->password;
	if (into == NULL) {
		secret_text_wipe(value);
		return;
	}
	secret_text_wipe(*into);
	*into = value;
}

bool
netrc_find(struct text text, const char *host, const char *login, struct netrc_entry *entry)
{
	struct scanner in = {text.bytes, text.bytes + text.length};
	bool is_inside = false, is_found = false;
	char *keyword;

	*entry = (struct netrc_entry){0};
	while (!is_found && (keyword = next_word(&in, true)) != NULL) {
		bool is_machine = strcmp(keyword, "machine") == 0, is_default = strcmp(keyword, "default") == 0;

		if (is_machine || is_default) {
			char *name = is_machine ? next_word(&in, false) : NULL;

			is_found = is_inside && is_of_login(entry, login);
			if (!is_found) {
				clear_entry(entry);
				is_inside = is_default || (name != NULL && strcasecmp(name, host) == 0);
			}
			free(name);
		} else if (strcmp(keyword, "macdef") == 0) {
			skip_macro(&in);
		} else if (is_inside) {
			take_value(&in, keyword, entry);
		}
		secret_text_wipe(keyword);
	}
	is_found = is_found || (is_inside && is_of_login(entry, login));
	if (!is_found)
		clear_entry(entry);
	return is_found;
}

/* $NETRC, else the one at home; NULL without a home. */
static char *
netrc_path(void)
{
	const char *given = getenv("NETRC");
	char *home, *path;

	if (given != NULL && *given != '\0')
		return xstrdup(given);
	home = path_home();
	path = home == NULL ? NULL : xasprintf("%s/.netrc", home);
	free(home);
	return path;
}

bool
netrc_look_up(const char *host, const char *login, struct netrc_entry *entry)
{
	struct report ignored = {0};
	char *path = netrc_path();
	struct buffer bytes;
	struct stat status;
	bool is_found = false;

	*entry = (struct netrc_entry){0};
	if (path == NULL)
		return false;
	/* That it cannot be read is no news: most people have none, and are asked. */
	if (yaml_file_read(path, &bytes, &status, &ignored) && bytes.length > 0)
		is_found = netrc_find(buffer_text(&bytes), host, login, entry);
	buffer_free(&bytes);
	report_free(&ignored);
	free(path);
	return is_found;
}
