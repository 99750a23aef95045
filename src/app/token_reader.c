/* token_reader.c: a process that reads tokens anew when a cluster refused one. */
#include "config.h"

#include "app/token_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "config/secret.h"

/* A token or a sentence; no longer token is taken, and a longer sentence is cut. */
#define TEXT_MAX 20000

/* What the process sends, in one message: the text without its end. */
struct message {
	uint32_t cluster;
	uint32_t is_trouble;
	char text[TEXT_MAX];
};

struct token_reader {
	pid_t pid;
	int socket; /* -1 when the process is gone */
};

/* ------------------------------------------------------------------ the process */

static void
read_token(struct cluster_config *cluster, struct message *message, size_t *length)
{
	char *trouble = secret_resolve(cluster);
	const char *text = trouble == NULL ? secret_text_string(cluster->target.token) : trouble;

	message->is_trouble = trouble != NULL;
	*length = strnlen(text, TEXT_MAX);
	memcpy(message->text, text, *length);
	secret_text_replace(&cluster->target.token, NULL);
	free(trouble);
}

/* Until the other side is gone. */
static void
serve(struct config *config, int socket)
{
	struct message message;
	size_t length;

	while (recv(socket, &message.cluster, sizeof message.cluster, 0) == sizeof message.cluster) {
		if (message.cluster >= config->cluster_count || !config->clusters[message.cluster].is_token)
			continue;
		read_token(&config->clusters[message.cluster], &message, &length);
		(void)send(socket, &message, offsetof(struct message, text) + length, MSG_NOSIGNAL);
		explicit_bzero(&message, sizeof message);
	}
}

/* Nothing of the terminal: what it starts can neither read keys there nor paint over the screen. */
static _Noreturn void
be_reader(struct config *config, int socket, pid_t parent)
{
	int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (nothing < 0 || getppid() != parent)
		_exit(1);
	setsid();
	for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++)
		dup2(nothing, descriptor);
	serve(config, socket);
	_exit(0);
}

/* ------------------------------------------------------------------ the program's side */

static bool
has_token(const struct config *config)
{
	for (size_t i = 0; i < config->cluster_count; i++) {
		if (config->clusters[i].is_token)
			return true;
	}
	return false;
}

char *
token_reader_start(struct config *config, struct token_reader **reader)
{
	pid_t parent = getpid();
	int ends[2];
	pid_t pid;

	*reader = NULL;
	if (!has_token(config))
		return NULL;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return xasprintf("the process that reads tokens cannot start: %s", strerror(errno));
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		be_reader(config, ends[1], parent);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return xasprintf("the process that reads tokens cannot start: %s", strerror(errno));
	}
	*reader = xcalloc(1, sizeof **reader);
	**reader = (struct token_reader){.pid = pid, .socket = ends[0]};
	return NULL;
}

static void
ask(void *context, size_t cluster)
{
	struct token_reader *reader = context;
	uint32_t number = (uint32_t)cluster;

	/* What is not sent is asked for again when the user presses a key. */
	if (reader->socket >= 0)
		(void)send(reader->socket, &number, sizeof number, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static int
descriptor(void *context)
{
	const struct token_reader *reader = context;

	return reader->socket;
}

static bool
take(void *context, struct fetch_token *token)
{
	const size_t head = offsetof(struct message, text);
	struct token_reader *reader = context;
	struct message message;
	struct text text;
	ssize_t got;

	if (reader->socket < 0)
		return false;
	got = recv(reader->socket, &message, sizeof message, MSG_DONTWAIT);
	if (got < (ssize_t)head) {
		/* It is gone: only a kill ends it before us. */
		if (got >= 0 || (errno != EAGAIN && errno != EINTR)) {
			close(reader->socket);
			reader->socket = -1;
		}
		return false;
	}
	text = (struct text){message.text, (size_t)got - head};
	*token = (struct fetch_token){.cluster = message.cluster};
	if (message.is_trouble != 0)
		token->trouble = xstrdup_text(text);
	else
		token->token = secret_text_new(text);
	explicit_bzero(&message, sizeof message);
	return true;
}

struct fetch_renewal
token_reader_renewal(struct token_reader *reader)
{
	if (reader == NULL)
		return (struct fetch_renewal){NULL, NULL, NULL, NULL};
	return (struct fetch_renewal){reader, ask, descriptor, take};
}

void
token_reader_stop(struct token_reader *reader)
{
	if (reader == NULL)
		return;
	if (reader->socket >= 0)
		close(reader->socket);
	/* It may wait for a command. */
	kill(reader->pid, SIGKILL);
	while (waitpid(reader->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	free(reader);
}
