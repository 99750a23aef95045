/* terminal.c: the terminal, by ncurses, and how roles look on it. */
#include "config.h"

#include "ui/terminal.h"

#include <curses.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "ui/terminal_rescue.h"
#include "ui/terminfo.h"

/* Long enough for the rest of an arrow key over a slow line, short enough to feel like a key. */
#define ESCAPE_DELAY_MS 50
#define COLUMNS_MAX 1000
/* Bytes may come just after a read; not so often in a row. */
#define VAIN_READS_MAX 50
/* As many as ncurses collects. */
#define EVENTS_MAX 8
#define WANTED_EVENTS (BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED)

static const struct symbols utf8_symbols = {
    .dot = "·",
    .bar = "▏",
    .up = "▲",
    .down = "▼",
    .line = "─",
    .cursor = "▌",
    .ellipsis = "…",
};

static const struct symbols ascii_symbols = {
    .dot = "-",
    .bar = "|",
    .up = "^",
    .down = "v",
    .line = "-",
    .cursor = ">",
    .ellipsis = "...",
};

/* ncurses has one screen for a process, so there is one of these. */
static struct {
	SCREEN *screen;
	FILE *input; /* NULL: standard input */
	attr_t attributes[ROLE_COUNT];
	const struct symbols *symbols;
	struct input events[EVENTS_MAX]; /* of the mouse, the newest first */
	size_t event_count;
	unsigned vain_reads; /* in a row, of what was there to read */
} terminal;

/* The nearest of the 16 basic colours, for terminals that have no more. */
static short
basic_color(short color)
{
	/* The usual first 16; the cube and the greys stand behind them. */
	static const unsigned char levels[] = {0, 95, 135, 175, 215, 255};
	unsigned red, green, blue;
	short basic;

	if (color < 16)
		return color;
	if (color >= 232)
		return color < 238 ? COLOR_BLACK : color < 247 ? 8 : color < 252 ? COLOR_WHITE : 15;
	red = levels[(color - 16) / 36];
	green = levels[(color - 16) / 6 % 6];
	blue = levels[(color - 16) % 6];
	basic = (short)((red > 110) | (green > 110) << 1 | (blue > 110) << 2);
	return red > 215 || green > 215 || blue > 215 ? (short)(basic + 8) : basic;
}

static short
usable_color(short color, bool *is_bold)
{
	if (color == THEME_COLOR_DEFAULT || color < COLORS)
		return color;
	color = basic_color(color);
	if (color < COLORS)
		return color;
	*is_bold = true;
	return (short)(color - 8);
}

static attr_t
style_attributes(const struct style *style, short pair)
{
	bool is_bold = style->is_bold;
	attr_t attributes = A_NORMAL;

	if (has_colors() && pair < COLOR_PAIRS &&
	    (style->foreground != THEME_COLOR_DEFAULT || style->background != THEME_COLOR_DEFAULT)) {
		bool is_bright_background = false;
		short foreground = usable_color(style->foreground, &is_bold);

		init_pair(pair, foreground, usable_color(style->background, &is_bright_background));
		attributes |= (attr_t)COLOR_PAIR(pair);
	}
	attributes |= is_bold ? A_BOLD : 0;
	attributes |= style->is_dim ? A_DIM : 0;
	attributes |= style->is_underlined ? A_UNDERLINE : 0;
	attributes |= style->is_reversed ? A_REVERSE : 0;
	return attributes;
}

static void
set_looks(const struct theme *theme)
{
	struct theme monochrome;
	const char *no_color = getenv("NO_COLOR");
	bool has_color = has_colors() && (no_color == NULL || *no_color == '\0');

	/* Once started, colours are reset with every line, to white on black where the defaults are not known. */
	if (has_color) {
		start_color();
		use_default_colors();
	} else {
		theme_monochrome(&monochrome);
		theme = &monochrome;
	}
	for (unsigned role = 0; role < ROLE_COUNT; role++)
		terminal.attributes[role] = style_attributes(&theme->styles[role], (short)(role + 1));
}

/*
 * Opens the terminal once more for reading that never waits. After a mouse report that it was not asked for, as of a
 * button let go, ncurses reads on whatever nodelay() says, and the screen would stand still until the next key. Only a
 * descriptor of our own may be set so: standard input is shared with the shell.
 */
static void
open_input(void)
{
	int descriptor = open("/proc/self/fd/0", O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	terminal.input = descriptor < 0 ? NULL : fdopen(descriptor, "r");
	if (terminal.input == NULL && descriptor >= 0)
		close(descriptor);
}

static FILE *
input_file(void)
{
	return terminal.input == NULL ? stdin : terminal.input;
}

static void
close_input(void)
{
	if (terminal.input != NULL)
		fclose(terminal.input);
	terminal.input = NULL;
}

/* Terminals that nearly every other one can pass for. */
static SCREEN *
open_fallback(const char *wanted, char **note)
{
	static const char *const fallbacks[] = {"xterm", "vt100", "ansi"};

	for (size_t i = 0; i < sizeof fallbacks / sizeof *fallbacks; i++) {
		if (!terminfo_is_known(fallbacks[i]))
			continue;
		*note = xasprintf("terminal '%s' is unknown here, shown as %s", wanted, fallbacks[i]);
		return newterm(fallbacks[i], stdout, input_file());
	}
	return NULL;
}

/* Terminals and multiplexers that did not take the terminal's keypad mode send arrows the other way round. */
static void
define_other_arrows(void)
{
	static const struct {
		const char *sequence;
		int code;
	} others[] = {{"\033[A", KEY_UP}, {"\033[B", KEY_DOWN}, {"\033[C", KEY_RIGHT}, {"\033[D", KEY_LEFT},
	    {"\033[H", KEY_HOME}, {"\033[F", KEY_END}, {"\033OA", KEY_UP}, {"\033OB", KEY_DOWN}, {"\033OC", KEY_RIGHT},
	    {"\033OD", KEY_LEFT}, {"\033OH", KEY_HOME}, {"\033OF", KEY_END}};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		if (key_defined(others[i].sequence) == 0)
			define_key(others[i].sequence, others[i].code);
	}
}

char *
terminal_open(const struct theme *theme, char **note)
{
	const char *name = getenv("TERM");

	*note = NULL;
	terminal.symbols = safe_text_is_utf8() ? &utf8_symbols : &ascii_symbols;
	set_escdelay(ESCAPE_DELAY_MS);
	if (name == NULL)
		name = "";
	open_input();
	terminal_rescue_note();
	terminal.screen = terminfo_is_known(name) ? newterm(name, stdout, input_file()) : open_fallback(name, note);
	if (terminal.screen == NULL) {
		close_input();
		return xasprintf(
		    "the terminal '%s' cannot be used: set TERM to one that is known here, or use --once", name);
	}
	terminal_rescue_arm();
	set_looks(theme);
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	define_other_arrows();
	nodelay(stdscr, TRUE);
	curs_set(0);
	mousemask(WANTED_EVENTS, NULL);
	mouseinterval(0);
	return NULL;
}

void
terminal_close(void)
{
	if (terminal.screen == NULL)
		return;
	curs_set(1);
	endwin();
	terminal_rescue_disarm();
	delscreen(terminal.screen);
	terminal.screen = NULL;
	close_input();
}

void
terminal_suspend(void)
{
	struct sigaction standard = {.sa_handler = SIG_DFL}, before;
	sigset_t stop;

	/* A shell without job control starts its programs so. */
	if (sigaction(SIGTSTP, NULL, &before) != 0 || before.sa_handler == SIG_IGN)
		return;
	endwin();
	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	sigaction(SIGTSTP, &standard, NULL);
	/* Not SIGSTOP, which would stop a program for ever that no shell waits for: the kernel drops this one then. */
	kill(getpid(), SIGTSTP);
	pthread_sigmask(SIG_UNBLOCK, &stop, NULL);
	pthread_sigmask(SIG_BLOCK, &stop, NULL);
	sigaction(SIGTSTP, &before, NULL);
	/* What made us go on is no news to terminal_resume(). */
	sigemptyset(&stop);
	sigaddset(&stop, SIGCONT);
	sigtimedwait(&stop, NULL, &(struct timespec){0, 0});
	terminal_resize();
}

void
terminal_resume(void)
{
	endwin();
	terminal_resize();
}

void
terminal_resize(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
		resizeterm(size.ws_row, size.ws_col);
	terminal_repaint();
}

uint16_t
terminal_width(void)
{
	int width = getmaxx(stdscr);

	return (uint16_t)(width > COLUMNS_MAX ? COLUMNS_MAX : width);
}

uint16_t
terminal_height(void)
{
	return (uint16_t)getmaxy(stdscr);
}

const struct symbols *
terminal_symbols(void)
{
	return terminal.symbols;
}

/* Stores what a person meant by the event; false when it means nothing here. */
static bool
read_event(const MEVENT *event, struct input *input)
{
	*input = (struct input){.kind = INPUT_CLICK, .x = event->x, .y = event->y};
	if ((event->bstate & BUTTON4_PRESSED) != 0)
		input->kind = INPUT_WHEEL_UP;
	else if ((event->bstate & BUTTON5_PRESSED) != 0)
		input->kind = INPUT_WHEEL_DOWN;
	return (event->bstate & WANTED_EVENTS) != 0;
}

/* Takes all events that ncurses has collected for one KEY_MOUSE; it gives the newest first. */
static void
take_events(void)
{
	MEVENT event;

	while (terminal.event_count < EVENTS_MAX && getmouse(&event) == OK) {
		if (read_event(&event, &terminal.events[terminal.event_count]))
			terminal.event_count++;
	}
}

/* curses does not tell the end of a file, or an error, from having nothing to read; poll(2) does. */
static void
note_vain_read(void)
{
	struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};

	if (poll(&input, 1, 0) > 0)
		terminal.vain_reads++;
	else
		terminal.vain_reads = 0;
}

bool
terminal_is_lost(void)
{
	return terminal.vain_reads >= VAIN_READS_MAX;
}

bool
terminal_read(struct input *input)
{
	for (;;) {
		int code;

		if (terminal.event_count > 0) {
			*input = terminal.events[--terminal.event_count];
			return true;
		}
		code = getch();
		if (code == ERR) {
			note_vain_read();
			return false;
		}
		terminal.vain_reads = 0;
		if (code == KEY_MOUSE) {
			take_events();
		} else if (code != KEY_RESIZE) {
			*input = (struct input){.kind = INPUT_KEY, .code = code};
			return true;
		}
	}
}

void
terminal_begin(void)
{
	erase();
}

void
terminal_end(int y, int x)
{
	curs_set(y >= 0);
	if (y >= 0)
		move(y, x);
	refresh();
}

void
terminal_repaint(void)
{
	clearok(curscr, TRUE);
}

/* What of `width` columns from `x` on is on the screen. */
static int
clip(int y, int x, int width)
{
	int room = getmaxx(stdscr) - x;

	if (y < 0 || y >= getmaxy(stdscr) || x < 0 || room <= 0 || width <= 0)
		return 0;
	if (room > COLUMNS_MAX)
		room = COLUMNS_MAX;
	return width < room ? width : room;
}

uint16_t
terminal_paint(int y, int x, int width, enum role role, enum safe_text_cut cut, struct text text)
{
	char safe[SAFE_TEXT_SIZE(COLUMNS_MAX)];
	size_t columns;

	width = clip(y, x, width);
	if (width == 0 || text.length == 0)
		return 0;
	columns = safe_text_fit(text, (size_t)width, cut, safe, sizeof safe);
	attrset((int)terminal.attributes[role]);
	mvaddstr(y, x, safe);
	return (uint16_t)columns;
}

uint16_t
terminal_print(int y, int x, int width, enum role role, const char *string)
{
	return terminal_paint(y, x, width, role, CUT_END, text_of(string));
}

uint16_t
terminal_paint_right(int y, int x, int width, enum role role, enum safe_text_cut cut, struct text text)
{
	int columns = (int)safe_text_columns(text);

	if (columns < width) {
		x += width - columns;
		width = columns;
	}
	return terminal_paint(y, x, width, role, cut, text);
}

void
terminal_fill(int y, int x, int width, enum role role)
{
	width = clip(y, x, width);
	if (width == 0)
		return;
	attrset((int)terminal.attributes[role]);
	mvhline(y, x, ' ' | terminal.attributes[role], width);
}

void
terminal_rule(int y, int x, int width, enum role role)
{
	width = clip(y, x, width);
	for (int i = 0; i < width; i++)
		terminal_print(y, x + i, 1, role, terminal.symbols->line);
}
