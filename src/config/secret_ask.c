/* secret_ask.c: a password that a person types. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "config/secret_private.h"

/* Those that would leave the terminal without echo. */
static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

#define SIGNAL_COUNT (sizeof signals / sizeof *signals)

static volatile sig_atomic_t caught;

static void
note_signal(int number)
{
	caught = number;
}

static void
write_all(int fd, const char *text)
{
	size_t length = strlen(text);

	while (length > 0) {
		ssize_t written = write(fd, text, length);

		if (written < 0 && errno != EINTR)
			return;
		if (written > 0) {
			text += written;
			length -= (size_t)written;
		}
	}
}

/* Reads a line without echo. The terminal is as it was when this returns, whatever signal came. */
static ssize_t
read_hidden(int tty, const char *prompt, char *bytes, size_t size)
{
	struct sigaction noting = {.sa_handler = note_signal}, before[SIGNAL_COUNT];
	struct termios shown, hidden;
	ssize_t got = -1;

	if (tcgetattr(tty, &shown) != 0)
		return -1;
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
	caught = 0;
	sigemptyset(&noting.sa_mask);
	for (size_t i = 0; i < SIGNAL_COUNT; i++)
		sigaction(signals[i], &noting, &before[i]);
	/* Flushes: what was typed before the question is no answer to it. */
	if (tcsetattr(tty, TCSAFLUSH, &hidden) == 0) {
		write_all(tty, prompt);
		do
			got = read(tty, bytes, size);
		while (got < 0 && errno == EINTR && caught == 0);
		write_all(tty, "\n");
	}
	tcsetattr(tty, TCSAFLUSH, &shown);
	for (size_t i = 0; i < SIGNAL_COUNT; i++)
		sigaction(signals[i], &before[i], NULL);
	return got;
}

char *
secret_ask(const char *prompt, char **secret)
{
	char bytes[SECRET_MAX + 2] = {0};
	ssize_t got = -1;
	int tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (tty < 0)
		return xstrdup(
		    "there is no terminal to ask for the password on; write password_command, password_file or "
		    "password_env, or put it into ~/.netrc");
	do {
		got = read_hidden(tty, prompt, bytes, sizeof bytes - 1);
		/* Now it may do what it does; a program that was stopped and goes on asks again. */
		if (caught != 0)
			raise(caught);
	} while (got < 0 && caught == SIGTSTP);
	close(tty);
	if (got > 0)
		*secret = secret_first_line(bytes, (size_t)got);
	explicit_bzero(bytes, sizeof bytes);
	if (got > 0 && *secret != NULL)
		return NULL;
	return xstrdup("no password was typed");
}
