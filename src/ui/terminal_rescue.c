/* terminal_rescue.c: how the terminal was, to be put back so even from a signal handler. */
#include "config.h"

#include "ui/terminal_rescue.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <termios.h>
#include <unistd.h>

#include "base/rescue.h"
#include "ui/terminfo.h"

/* Written before rescue_set() lets a handler see them. */
static struct {
	struct termios settings;
	bool has_settings;
	char farewell[TERMINFO_FAREWELL_SIZE];
	size_t length;
} rescue;

/* Without flow control, so that one that was stopped with ^S takes something again; then as they were. */
static void
restore_settings(void)
{
	struct termios flowing = rescue.settings;

	flowing.c_iflag &= ~(tcflag_t)IXON;
	tcsetattr(STDOUT_FILENO, TCSANOW, &flowing);
	tcsetattr(STDOUT_FILENO, TCSANOW, &rescue.settings);
}

/*
 * A terminal that takes nothing, as over a line that broke, must not hold up an end; and a program in the background
 * must not be stopped for changing the settings of one.
 */
static void
restore(void)
{
	struct pollfd terminal = {.fd = STDOUT_FILENO, .events = POLLOUT};
	sigset_t output;

	sigemptyset(&output);
	sigaddset(&output, SIGTTOU);
	pthread_sigmask(SIG_BLOCK, &output, NULL);
	if (rescue.has_settings)
		restore_settings();
	if (poll(&terminal, 1, 0) > 0 && (terminal.revents & POLLOUT) != 0) {
		ssize_t written = write(STDOUT_FILENO, rescue.farewell, rescue.length);

		(void)written;
	}
}

void
terminal_rescue_note(void)
{
	rescue.has_settings = tcgetattr(STDOUT_FILENO, &rescue.settings) == 0;
}

void
terminal_rescue_arm(void)
{
	rescue.length = terminfo_farewell(rescue.farewell);
	rescue_set(restore);
}

void
terminal_rescue_disarm(void)
{
	rescue_set(NULL);
}
