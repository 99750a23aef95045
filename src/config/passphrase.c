/* passphrase.c: what opens the key of a client certificate. */
#include <config.h>

#include "config/passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/safe_text.h"
#include "base/xalloc.h"
#include "config/paths.h"
#include "config/secret_private.h"
#include "ontap/client_key.h"

#define TRIES 3
#define PATH_COLUMNS 200
/* Larger files are no keys. */
#define KEY_SIZE_MAX ((size_t)256 * 1024)

static const char *
key_path(const struct target *target)
{
	return target->key_file != NULL ? target->key_file : target->cert_file;
}

/* Reads all of a file that others cannot read into `bytes` of KEY_SIZE_MAX. Returns why not, which the caller frees. */
static char *
read_key(const char *path, char *bytes, size_t *length)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat status;
	char *problem = NULL;
	ssize_t got = 0;

	*length = 0;
	if (descriptor < 0 || fstat(descriptor, &status) != 0)
		problem = xasprintf("cannot be read: %s", strerror(errno));
	else if (!S_ISREG(status.st_mode) || (size_t)status.st_size > KEY_SIZE_MAX)
		problem = xstrdup("is no key");
	else
		problem = path_refuse_secret(path, &status);
	while (problem == NULL && *length < KEY_SIZE_MAX) {
		got = read(descriptor, bytes + *length, KEY_SIZE_MAX - *length);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			problem = xasprintf("cannot be read: %s", strerror(errno));
		if (got <= 0)
			break;
		*length += (size_t)got;
	}
	if (descriptor >= 0)
		close(descriptor);
	return problem;
}

/* Of a cluster before this one, which has the same key. */
static struct secret_text *
find_answer(const struct config *config, size_t number)
{
	const char *path = key_path(&config->clusters[number].target);

	for (size_t i = 0; i < number; i++) {
		const struct target *target = &config->clusters[i].target;

		if (target->cert_file != NULL && target->passphrase != NULL && strcmp(key_path(target), path) == 0)
			return target->passphrase;
	}
	return NULL;
}

/* Asks once. Returns why there is no answer, which the caller frees. */
static char *
ask(const char *path, struct secret_text **passphrase)
{
	char safe[SAFE_TEXT_SIZE(PATH_COLUMNS)], *prompt, *problem;

	safe_text_fit(text_of(path), PATH_COLUMNS, CUT_MIDDLE, safe, sizeof safe);
	prompt = xasprintf("Passphrase of %s: ", safe);
	problem = secret_ask(prompt, passphrase);
	free(prompt);
	return problem;
}

/* Until the key opens. Returns why it does not, to be read behind its path, which the caller frees. */
static char *
open_key(struct target *target, struct text pem)
{
	for (unsigned i = 0; i < TRIES; i++) {
		char *problem = ask(key_path(target), &target->passphrase), *sentence;

		if (problem != NULL) {
			sentence = xasprintf("is encrypted: %s", problem);
			free(problem);
			return sentence;
		}
		if (client_key_try(pem, secret_text_string(target->passphrase)) == CLIENT_KEY_OPEN)
			return NULL;
		secret_text_replace(&target->passphrase, NULL);
	}
	return xstrdup("does not open with that passphrase");
}

char *
passphrase_resolve(struct config *config, size_t number)
{
	struct target *target = &config->clusters[number].target;
	char *bytes, *problem, *sentence = NULL;
	struct secret_text *answer;
	size_t length;

	if (target->cert_file == NULL || target->passphrase != NULL)
		return NULL;
	bytes = xmalloc(KEY_SIZE_MAX);
	problem = read_key(key_path(target), bytes, &length);
	if (problem == NULL && client_key_try((struct text){bytes, length}, NULL) == CLIENT_KEY_LOCKED) {
		answer = find_answer(config, number);
		if (answer != NULL)
			target->passphrase = secret_text_ref(answer);
		else
			problem = open_key(target, (struct text){bytes, length});
	}
	if (problem != NULL)
		sentence = xasprintf("%s: the key '%s' %s", target->name, key_path(target), problem);
	explicit_bzero(bytes, length);
	free(bytes);
	free(problem);
	return sentence;
}
