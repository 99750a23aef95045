/* terminal.c: libvterm on a pty. */
#include "config.h"

#include "e2e/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <vterm.h>

#include "base/buffer.h"

#include "e2e/check.h"

#define OUTPUT_LIMIT ((size_t)64 << 20)

struct terminal {
	struct process process;
	int master;
	int slave; /* kept open, so that the line settings can be read after the program has ended */
	struct termios before;
	VTerm *vterm;
	VTermScreen *screen;
	int columns;
	int rows;
	struct buffer output;
	struct buffer title;
	bool is_alternate;
	unsigned bells;
};

/* What the emulator answers (cursor position, device attributes) and what keys make of themselves. */
static void
send_answer(const char *bytes, size_t length, void *user)
{
	terminal_send(user, bytes, length);
}

static int
note_property(VTermProp property, VTermValue *value, void *user)
{
	struct terminal *terminal = user;

	switch (property) {
	case VTERM_PROP_ALTSCREEN: terminal->is_alternate = value->boolean; break;
	case VTERM_PROP_TITLE:
	case VTERM_PROP_ICONNAME:
		buffer_reset(&terminal->title);
		buffer_add_string(&terminal->title, value->string);
		break;
	default: break;
	}
	return 1;
}

static int
note_bell(void *user)
{
	struct terminal *terminal = user;

	terminal->bells++;
	return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = note_property, .bell = note_bell};

static void
open_emulator(struct terminal *terminal)
{
	terminal->vterm = vterm_new(terminal->rows, terminal->columns);
	vterm_set_utf8(terminal->vterm, 1);
	vterm_output_set_callback(terminal->vterm, send_answer, terminal);
	terminal->screen = vterm_obtain_screen(terminal->vterm);
	vterm_screen_enable_altscreen(terminal->screen, 1);
	vterm_screen_set_callbacks(terminal->screen, &callbacks, terminal);
	vterm_screen_reset(terminal->screen, 1);
}

static void
terminal_close(void *subject)
{
	struct terminal *terminal = subject;

	process_stop(&terminal->process);
	terminal_hang_up(terminal);
	vterm_free(terminal->vterm);
	buffer_free(&terminal->output);
	buffer_free(&terminal->title);
}

struct terminal *
terminal_open(struct scene *scene, int columns, int rows, char *const *words)
{
	struct terminal *terminal = scene_memory(scene, sizeof(*terminal));
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

	terminal->columns = columns;
	terminal->rows = rows;
	buffer_init(&terminal->output, OUTPUT_LIMIT);
	buffer_init(&terminal->title, OUTPUT_LIMIT);
	if (openpty(&terminal->master, &terminal->slave, NULL, NULL, &size) != 0)
		check_fail("openpty failed: %s", strerror(errno));
	fcntl(terminal->master, F_SETFD, FD_CLOEXEC);
	fcntl(terminal->master, F_SETFL, O_NONBLOCK);
	fcntl(terminal->slave, F_SETFD, FD_CLOEXEC);
	tcgetattr(terminal->slave, &terminal->before);
	open_emulator(terminal);
	terminal->process = process_start_on(scene, words, dup(terminal->slave));
	scene_defer(scene, terminal_close, terminal);
	return terminal;
}

bool
terminal_wait(struct terminal *terminal, int timeout_ms)
{
	struct pollfd source = {.fd = terminal->master, .events = POLLIN};

	return poll(&source, 1, timeout_ms) > 0 && (source.revents & POLLIN) != 0;
}

bool
terminal_read(struct terminal *terminal, int timeout_ms)
{
	struct pollfd sources[] = {
	    {.fd = terminal->master, .events = POLLIN},
	    {.fd = terminal->process.has_ended ? -1 : terminal->process.handle, .events = POLLIN},
	};
	char bytes[65536];
	ssize_t got;

	if (poll(sources, 2, timeout_ms) <= 0)
		return false;
	got = read(terminal->master, bytes, sizeof(bytes));
	if (got <= 0)
		return false;
	buffer_add(&terminal->output, bytes, (size_t)got);
	vterm_input_write(terminal->vterm, bytes, (size_t)got);
	return true;
}

void
terminal_send(struct terminal *terminal, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t sent = write(terminal->master, bytes, length);

		if (sent < 0 && errno != EAGAIN && errno != EINTR)
			check_fail("the terminal takes no keys: %s", strerror(errno));
		if (sent <= 0) {
			terminal_read(terminal, 10);
			continue;
		}
		bytes += sent;
		length -= (size_t)sent;
	}
}

void
terminal_press(struct terminal *terminal, int key)
{
	vterm_keyboard_key(terminal->vterm, (VTermKey)key, VTERM_MOD_NONE);
}

void
terminal_button(struct terminal *terminal, int column, int row, int button, bool is_pressed)
{
	if (!terminal_reports_mouse(terminal))
		return;
	vterm_mouse_move(terminal->vterm, row, column, VTERM_MOD_NONE);
	vterm_mouse_button(terminal->vterm, button, is_pressed, VTERM_MOD_NONE);
}

void
terminal_scribble(struct terminal *terminal, const char *bytes)
{
	vterm_input_write(terminal->vterm, bytes, strlen(bytes));
}

void
terminal_meddle(struct terminal *terminal)
{
	if (tcsetattr(terminal->slave, TCSANOW, &terminal->before) != 0)
		check_fail("the terminal takes no settings: %s", strerror(errno));
}

void
terminal_hang_up(struct terminal *terminal)
{
	if (terminal->master < 0)
		return;
	close(terminal->slave);
	close(terminal->master);
	terminal->slave = terminal->master = -1;
}

void
terminal_resize(struct terminal *terminal, int columns, int rows)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

	/* What was drawn for the old size goes to the old size, as far as it is there already. */
	while (terminal_read(terminal, 0))
		;
	terminal->columns = columns;
	terminal->rows = rows;
	vterm_set_size(terminal->vterm, rows, columns);
	if (ioctl(terminal->master, TIOCSWINSZ, &size) != 0)
		check_fail("the terminal takes no size: %s", strerror(errno));
}

int
terminal_columns(const struct terminal *terminal)
{
	return terminal->columns;
}

int
terminal_rows(const struct terminal *terminal)
{
	return terminal->rows;
}

uint32_t
terminal_character(const struct terminal *terminal, int column, int row)
{
	VTermScreenCell cell = {.width = 1};

	vterm_screen_get_cell(terminal->screen, (VTermPos){row, column}, &cell);
	if (cell.chars[0] == (uint32_t)-1)
		return 0;
	return cell.chars[0] == 0 ? ' ' : cell.chars[0];
}

static int32_t
colour_value(const struct terminal *terminal, VTermColor colour, bool is_default)
{
	if (is_default)
		return COLOUR_DEFAULT;
	vterm_screen_convert_color_to_rgb(terminal->screen, &colour);
	return colour.rgb.red << 16 | colour.rgb.green << 8 | colour.rgb.blue;
}

struct look
terminal_look(const struct terminal *terminal, int column, int row)
{
	VTermScreenCell cell = {.width = 1};

	vterm_screen_get_cell(terminal->screen, (VTermPos){row, column}, &cell);
	return (struct look){
	    .foreground = colour_value(terminal, cell.fg, VTERM_COLOR_IS_DEFAULT_FG(&cell.fg)),
	    .background = colour_value(terminal, cell.bg, VTERM_COLOR_IS_DEFAULT_BG(&cell.bg)),
	    .bold = cell.attrs.bold,
	    .underline = cell.attrs.underline != VTERM_UNDERLINE_OFF,
	    .reverse = cell.attrs.reverse,
	};
}

const char *
terminal_output(const struct terminal *terminal)
{
	return buffer_string(&terminal->output);
}

size_t
terminal_output_length(const struct terminal *terminal)
{
	return terminal->output.length;
}

void
terminal_forget_output(struct terminal *terminal)
{
	buffer_reset(&terminal->output);
}

bool
terminal_is_alternate(const struct terminal *terminal)
{
	return terminal->is_alternate;
}

/*
 * What a mode (CSI ? MODE h or l) was set to last, by the program's own words. libvterm 0.1 is no witness: it reads
 * only the first of several modes that are set at once, and restores the cursor's visibility with its place.
 */
static bool
last_mode(const struct terminal *terminal, const char *mode, bool is_set)
{
	const char *at = buffer_string(&terminal->output);
	size_t length = strlen(mode);

	while ((at = strstr(at, "\033[?")) != NULL) {
		bool is_named = false;

		for (at += 3; *at >= '0' && *at <= '9'; at += *at == ';') {
			size_t digits = strspn(at, "0123456789");

			is_named = is_named || (digits == length && strncmp(at, mode, length) == 0);
			at += digits;
		}
		if (is_named && (*at == 'h' || *at == 'l'))
			is_set = *at == 'h';
	}
	return is_set;
}

bool
terminal_has_cursor(const struct terminal *terminal)
{
	return last_mode(terminal, "25", true);
}

bool
terminal_reports_mouse(const struct terminal *terminal)
{
	return last_mode(terminal, "1000", false);
}

const char *
terminal_title(const struct terminal *terminal)
{
	return buffer_string(&terminal->title);
}

unsigned
terminal_bells(const struct terminal *terminal)
{
	return terminal->bells;
}

bool
terminal_is_restored(const struct terminal *terminal)
{
	struct termios now;

	if (tcgetattr(terminal->slave, &now) != 0)
		return false;
	return now.c_iflag == terminal->before.c_iflag && now.c_oflag == terminal->before.c_oflag &&
	       now.c_cflag == terminal->before.c_cflag && now.c_lflag == terminal->before.c_lflag &&
	       memcmp(now.c_cc, terminal->before.c_cc, sizeof(now.c_cc)) == 0;
}

struct process *
terminal_process(struct terminal *terminal)
{
	return &terminal->process;
}
