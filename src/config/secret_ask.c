/* secret_ask.c: a password that a person types. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
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

/*
 * Waits for a line. The signals are blocked but in the wait itself: one that came between a look at `caught` and a
 * plain read() would not be seen before the next key.
 */
static ssize_t
read_line(int tty, char *bytes, size_t size, const sigset_t *mask)
{
	struct pollfd waiting = {.fd = tty, .events = POLLIN};

	while (ppoll(&waiting, 1, NULL, mask) < 0) {
		if (errno != EINTR || caught != 0)
			return -1;
	}
	return read(tty, bytes, size);
}

/* Asks on a terminal without echo. */
static ssize_t
ask_hidden(int tty, const char *prompt, char *bytes, size_t size, const sigset_t *mask)
{
	struct termios shown, hidden;
	ssize_t got = -1;

	if (tcgetattr(tty, &shown) != 0)
		return -1;
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
	/* Flushes: what was typed before the question is no answer to it. */
	if (tcsetattr(tty, TCSAFLUSH, &hidden) == 0) {
		write_all(tty, prompt);
		got = read_line(tty, bytes, size, mask);
		write_all(tty, "\n");
	}
	tcsetattr(tty, TCSAFLUSH, &shown);
	return got;
}

/* As ask_hidden(); a signal that came meanwhile is taken when the terminal is as it was. */
static ssize_t
ask_with_signals(int tty, const char *prompt, char *bytes, size_t size)
{
	struct sigaction noting = {.sa_handler = note_signal}, before[SIGNAL_COUNT];
	sigset_t blocked, mask;
	ssize_t got;

	caught = 0;
	sigemptyset(&noting.sa_mask);
	sigemptyset(&blocked);
	for (size_t i = 0; i < SIGNAL_COUNT; i++)
		sigaddset(&blocked, signals[i]);
	sigprocmask(SIG_BLOCK, &blocked, &mask);
	for (size_t i = 0; i < SIGNAL_COUNT; i++)
		sigaction(signals[i], &noting, &before[i]);
	got = ask_hidden(tty, prompt, bytes, size, &mask);
	for (size_t i = 0; i < SIGNAL_COUNT; i++)
		sigaction(signals[i], &before[i], NULL);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	if (caught != 0)
		raise(caught);
	return got;
}

char *
secret_ask(const char *prompt, struct secret_text **secret)
{
	char bytes[SECRET_MAX + 2] = {0};
	ssize_t got = -1;
	int tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (tty < 0)
		return xstrdup(
		    "there is no terminal to ask for the password on; write password_command, password_file or "
		    "password_env, or put it into ~/.netrc");
	/* A program that was stopped and goes on asks again. */
	do
		got = ask_with_signals(tty, prompt, bytes, sizeof bytes - 1);
	while (got < 0 && caught == SIGTSTP);
	close(tty);
	if (got > 0)
		*secret = secret_first_line(bytes, (size_t)got);
	explicit_bzero(bytes, sizeof bytes);
	if (got > 0 && *secret != NULL)
		return NULL;
	return xstrdup("no password was typed");
}
