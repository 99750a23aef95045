/* terminal_rescue.c: how the terminal was, to be put back so even from a signal handler. */
#include "config.h"

#include "ui/terminal_rescue.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/rescue.h"
#include "ui/terminfo.h"

/* How long the thread that paints is waited for, in steps. */
#define HALT_STEPS 200
#define HALT_STEP_NS 1000000L

static atomic_bool is_halted;

/* Written before rescue_set() lets a handler see them. */
static struct {
	struct termios settings;
	bool has_settings;
	char farewell[TERMINFO_FAREWELL_SIZE];
	size_t length;
	pid_t painter; /* the thread that paints */
} rescue;

/* In the thread that paints: not a byte more. */
static _Noreturn void
halt(int number)
{
	(void)number;
	atomic_store(&is_halted, true);
	for (;;)
		pause();
}

/* Another thread has met its end: what is painted after the farewell would stand on the shell's screen. */
static void
halt_painter(void)
{
	if (gettid() == rescue.painter || syscall(SYS_tgkill, getpid(), rescue.painter, SIGUSR2) != 0)
		return;
	for (int i = 0; i < HALT_STEPS && !atomic_load(&is_halted); i++)
		nanosleep(&(struct timespec){.tv_nsec = HALT_STEP_NS}, NULL);
}

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
	halt_painter();
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
	struct sigaction action = {.sa_handler = halt};

	rescue.length = terminfo_farewell(rescue.farewell);
	rescue.painter = gettid();
	sigfillset(&action.sa_mask);
	sigaction(SIGUSR2, &action, NULL);
	rescue_set(restore);
}

void
terminal_rescue_disarm(void)
{
	rescue_set(NULL);
}
