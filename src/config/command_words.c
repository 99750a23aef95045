/* command_words.c: a command as it is written, taken apart without a shell. */
#include <config.h>

#include "config/command_words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/secret_text.h"
#include "base/xalloc.h"
#include "config/paths.h"

#define LINE_MAX_BYTES ((size_t)1 << 20)

struct splitter {
	const char *at;
	const char *shell_character; /* the first that only a shell understands, or NULL */
	struct buffer word;
	bool is_open; /* a quote that does not end */
};

static size_t
count_words(char *const *words)
{
	size_t count = 0;

	while (words != NULL && words[count] != NULL)
		count++;
	return count;
}

void
command_words_add(char ***words, const char *word)
{
	size_t count = count_words(*words);

	*words = xreallocarray(*words, count + 2, sizeof **words);
	(*words)[count] = xstrdup(word);
	(*words)[count + 1] = NULL;
}

char **
command_words_copy(char *const *words)
{
	char **copy = NULL;

	for (size_t i = 0; i < count_words(words); i++)
		command_words_add(&copy, words[i]);
	return copy;
}

void
command_words_free(char **words)
{
	for (size_t i = 0; i < count_words(words); i++)
		secret_text_wipe(words[i]);
	free(words);
}

static void
note_shell_character(struct splitter *in)
{
	if (in->shell_character == NULL)
		in->shell_character = in->at;
}

static void
take_single_quotes(struct splitter *in)
{
	const char *end = strchr(++in->at, '\'');

	in->is_open = end == NULL;
	if (in->is_open)
		end = in->at + strlen(in->at);
	buffer_add(&in->word, in->at, (size_t)(end - in->at));
	in->at = in->is_open ? end : end + 1;
}

static void
take_double_quotes(struct splitter *in)
{
	for (in->at++; *in->at != '\0' && *in->at != '"'; in->at++) {
		if (*in->at == '$' || *in->at == '`')
			note_shell_character(in);
		if (*in->at == '\\' && in->at[1] != '\0' && strchr("\"\\$`", in->at[1]) != NULL)
			in->at++;
		buffer_add_byte(&in->word, *in->at);
	}
	in->is_open = *in->at == '\0';
	if (!in->is_open)
		in->at++;
}

static void
take_home(struct splitter *in)
{
	char *home = path_home();

	if (home == NULL)
		note_shell_character(in);
	else
		buffer_add_string(&in->word, home);
	free(home);
	in->at++;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Reads one word, which begins at in->at. */
static void
take_word(struct splitter *in)
{
	const char *start = in->at;

	while (*in->at != '\0' && !is_blank(*in->at) && !in->is_open) {
		bool is_first = in->at == start;

		if (*in->at == '\'') {
			take_single_quotes(in);
		} else if (*in->at == '"') {
			take_double_quotes(in);
		} else if (is_first && in->at[0] == '~' && in->at[1] == '/') {
			take_home(in);
		} else {
			if (*in->at == '\\' && in->at[1] != '\0')
				in->at++;
			else if (strchr("$|;&<>`()*?[\n", *in->at) != NULL ||
				 (is_first && strchr("#~", *in->at) != NULL))
				note_shell_character(in);
			buffer_add_byte(&in->word, *in->at++);
		}
	}
}

/* Whether a shell would set a variable in place of running this. */
static bool
is_assignment(const char *word)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
	size_t length = strspn(word, letters);

	return length > 0 && word[length] == '=';
}

static char *
find_fault(const struct splitter *in, char *const *words)
{
	if (in->is_open)
		return xstrdup("has a quote that does not end");
	if (in->shell_character != NULL && *in->shell_character == '\n')
		return xstrdup(
		    "has more than one line, and no shell runs it; write [sh, -c, '…'], or a single command");
	if (in->shell_character != NULL)
		return xasprintf("has a %c in it, and no shell runs it; write [sh, -c, '…'], or quote the %c",
		    *in->shell_character, *in->shell_character);
	if (words == NULL || *words[0] == '\0')
		return xstrdup("is empty; a command is due");
	if (is_assignment(words[0]))
		return xstrdup("begins with a variable, and no shell runs it; write env in front of it");
	return NULL;
}

char *
command_words_split(const char *line, char ***words)
{
	struct splitter in = {.at = line};
	char **split = NULL, *fault;

	buffer_init_secret(&in.word, LINE_MAX_BYTES);
	for (;;) {
		while (is_blank(*in.at))
			in.at++;
		if (*in.at == '\0')
			break;
		take_word(&in);
		command_words_add(&split, buffer_string(&in.word));
		buffer_reset(&in.word);
	}
	buffer_free(&in.word);
	fault = find_fault(&in, split);
	if (fault == NULL)
		*words = split;
	else
		command_words_free(split);
	return fault;
}
