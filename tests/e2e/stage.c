/* stage.c: waits, keys and pictures of the screen. */
#include "config.h"

#include "e2e/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <vterm.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/xalloc.h"

#define LINE_LIMIT ((size_t)1 << 16)
#define QUIET_MS 60
/* What is painted at once arrives within this time. */
#define FRAME_MS 20

struct stage {
	struct scene *scene;
	struct terminal *terminal;
};

struct terminal *
stage_terminal(struct stage *stage)
{
	return stage->terminal;
}

struct scene *
stage_scene(struct stage *stage)
{
	return stage->scene;
}

/* Reads "80x24". */
static void
read_size(const char *size, int *columns, int *rows)
{
	char *end;

	*columns = (int)strtol(size, &end, 10);
	*rows = *end == 'x' ? (int)strtol(end + 1, NULL, 10) : 0;
	if (*columns <= 0 || *rows <= 0)
		check_fail("\"%s\" is no size of a terminal", size);
}

static struct stage *
open_words(struct scene *scene, const char *size, char *const *words)
{
	struct stage *stage = scene_memory(scene, sizeof(*stage));
	int columns;
	int rows;

	read_size(size, &columns, &rows);
	stage->scene = scene;
	stage->terminal = terminal_open(scene, columns, rows, words);
	return stage;
}

struct stage *
stage_open(struct scene *scene, const char *size, const char *format, ...)
{
	va_list arguments;
	const char *command;

	va_start(arguments, format);
	command = scene_vtext(scene, format, arguments);
	va_end(arguments);
	return open_words(scene, size, scene_words(scene, command));
}

struct stage *
stage_open_cifstop(struct scene *scene, const char *size, const char *format, ...)
{
	va_list arguments;
	const char *command;

	va_start(arguments, format);
	command = scene_vtext(scene, format, arguments);
	va_end(arguments);
	return open_words(scene, size, scene_words(scene, scene_text(scene, "'%s' %s", cifstop_path, command)));
}

void
stage_add_character(struct buffer *out, uint32_t c)
{
	if (c == 0)
		return;
	if (c < 0x80) {
		buffer_add_byte(out, (char)c);
	} else if (c < 0x800) {
		buffer_add_byte(out, (char)(0xC0 | c >> 6));
		buffer_add_byte(out, (char)(0x80 | (c & 0x3F)));
	} else if (c < 0x10000) {
		buffer_add_byte(out, (char)(0xE0 | c >> 12));
		buffer_add_byte(out, (char)(0x80 | (c >> 6 & 0x3F)));
		buffer_add_byte(out, (char)(0x80 | (c & 0x3F)));
	} else {
		buffer_add_byte(out, (char)(0xF0 | (c >> 18 & 7)));
		buffer_add_byte(out, (char)(0x80 | (c >> 12 & 0x3F)));
		buffer_add_byte(out, (char)(0x80 | (c >> 6 & 0x3F)));
		buffer_add_byte(out, (char)(0x80 | (c & 0x3F)));
	}
}

/* A line without its trailing blanks. `starts`, when not NULL, gets the byte at which each column begins. */
static void
read_line(const struct stage *stage, int line, struct buffer *out, size_t *starts)
{
	int columns = terminal_columns(stage->terminal);
	size_t end = 0;

	for (int column = 0; column < columns; column++) {
		uint32_t c = terminal_character(stage->terminal, column, line);

		/* Both halves of a wide character begin where it does. */
		if (starts != NULL)
			starts[column] = c == 0 && column > 0 ? starts[column - 1] : out->length;
		stage_add_character(out, c);
		if (c != ' ' && c != 0)
			end = out->length;
	}
	if (out->bytes != NULL) {
		out->length = end;
		out->bytes[end] = '\0';
	}
}

static int
line_number(const struct stage *stage, int line)
{
	int rows = terminal_rows(stage->terminal);
	int number = line < 0 ? rows + line : line;

	if (number < 0 || number >= rows)
		check_fail("there is no line %d", line);
	return number;
}

const char *
stage_line(struct stage *stage, int line)
{
	struct buffer text;
	const char *copy;

	buffer_init(&text, LINE_LIMIT);
	read_line(stage, line_number(stage, line), &text, NULL);
	copy = scene_text(stage->scene, "%s", buffer_string(&text));
	buffer_free(&text);
	return copy;
}

bool
stage_find(struct stage *stage, const char *text, int *column, int *line)
{
	int columns = terminal_columns(stage->terminal);
	size_t *starts = xcalloc((size_t)columns, sizeof(*starts));
	struct buffer content;
	bool found = false;

	buffer_init(&content, LINE_LIMIT);
	for (int row = 0; row < terminal_rows(stage->terminal) && !found; row++) {
		const char *place;

		buffer_reset(&content);
		read_line(stage, row, &content, starts);
		place = strstr(buffer_string(&content), text);
		if (place == NULL)
			continue;
		found = true;
		*line = row;
		*column = 0;
		while (*column + 1 < columns && starts[*column] < (size_t)(place - content.bytes))
			++*column;
	}
	buffer_free(&content);
	free(starts);
	return found;
}

bool
stage_has(struct stage *stage, const char *text)
{
	int column;
	int line;

	return stage_find(stage, text, &column, &line);
}

/* The screen with a frame, for a person. */
static void
print_screen(struct stage *stage)
{
	int columns = terminal_columns(stage->terminal);
	struct buffer text;

	buffer_init(&text, LINE_LIMIT);
	fputc('+', stderr);
	for (int column = 0; column < columns; column++)
		fputc('-', stderr);
	fputs("+\n", stderr);
	for (int row = 0; row < terminal_rows(stage->terminal); row++) {
		buffer_reset(&text);
		read_line(stage, row, &text, NULL);
		fprintf(stderr, "|%s\n", buffer_string(&text));
	}
	fprintf(stderr, "+ %s, cursor %s, %zu bytes sent, program %s\n",
	    terminal_is_alternate(stage->terminal) ? "alternate screen" : "main screen",
	    terminal_has_cursor(stage->terminal) ? "shown" : "hidden", terminal_output_length(stage->terminal),
	    process_has_ended(terminal_process(stage->terminal)) ? "ended" : "running");
	buffer_free(&text);
}

void
stage_fail_at(struct stage *stage, const char *file, int line, const char *format, ...)
{
	va_list arguments;
	const char *sentence;

	va_start(arguments, format);
	sentence = scene_vtext(stage->scene, format, arguments);
	va_end(arguments);
	print_screen(stage);
	check_fail_at(file, line, "%s", sentence);
}

/* The condition holds, and still does once the frame that made it true is complete. */
static bool
holds(struct stage *stage, stage_condition *is_so, const void *context)
{
	if (!is_so(stage, context))
		return false;
	if (!terminal_read(stage->terminal, FRAME_MS))
		return true;
	while (terminal_read(stage->terminal, FRAME_MS))
		;
	return is_so(stage, context);
}

void
stage_wait_at(
    struct stage *stage, const char *what, stage_condition *is_so, const void *context, const char *file, int line)
{
	uint64_t deadline = clock_monotonic_ms() + (uint64_t)scene_patience_ms();

	while (!holds(stage, is_so, context)) {
		uint64_t now = clock_monotonic_ms();
		bool has_ended = process_has_ended(terminal_process(stage->terminal));

		if (now >= deadline)
			stage_fail_at(stage, file, line, "waited in vain for: %s", what);
		if (!terminal_read(stage->terminal, has_ended ? 0 : (int)(deadline - now)) && has_ended)
			stage_fail_at(stage, file, line, "the program ended before: %s", what);
	}
}

static bool
has_text(struct stage *stage, const void *text)
{
	return stage_has(stage, text);
}

static bool
lacks_text(struct stage *stage, const void *text)
{
	return !stage_has(stage, text);
}

struct line_text {
	int line;
	const char *text;
};

static bool
has_on_line(struct stage *stage, const void *context)
{
	const struct line_text *wanted = context;

	return strstr(stage_line(stage, wanted->line), wanted->text) != NULL;
}

static bool
equals_line(struct stage *stage, const void *context)
{
	const struct line_text *wanted = context;

	return strcmp(stage_line(stage, wanted->line), wanted->text) == 0;
}

void
stage_wait_text_at(struct stage *stage, const char *text, const char *file, int line)
{
	stage_wait_at(stage, scene_text(stage->scene, "\"%s\"", text), has_text, text, file, line);
}

void
stage_wait_no_text_at(struct stage *stage, const char *text, const char *file, int line)
{
	stage_wait_at(stage, scene_text(stage->scene, "no \"%s\"", text), lacks_text, text, file, line);
}

void
stage_wait_on_line_at(struct stage *stage, int row, const char *text, const char *file, int line)
{
	struct line_text wanted = {row, text};

	stage_wait_at(
	    stage, scene_text(stage->scene, "\"%s\" on line %d", text, row), has_on_line, &wanted, file, line);
}

void
stage_wait_line_at(struct stage *stage, int row, const char *text, const char *file, int line)
{
	struct line_text wanted = {row, text};

	stage_wait_at(
	    stage, scene_text(stage->scene, "line %d being \"%s\"", row, text), equals_line, &wanted, file, line);
}

void
stage_wait_gone_at(struct stage *stage, const char *file, int line)
{
	struct process *process = terminal_process(stage->terminal);
	uint64_t deadline = clock_monotonic_ms() + (uint64_t)scene_patience_ms();

	while (!process_has_ended(process)) {
		uint64_t now = clock_monotonic_ms();

		if (now >= deadline)
			stage_fail_at(stage, file, line, "the program does not end");
		terminal_read(stage->terminal, (int)(deadline - now));
	}
	while (terminal_read(stage->terminal, 0))
		;
}

void
stage_wait_end_at(struct stage *stage, int code, const char *file, int line)
{
	struct process *process = terminal_process(stage->terminal);

	stage_wait_gone_at(stage, file, line);
	if (!WIFEXITED(process->status))
		stage_fail_at(stage, file, line, "the program ended by signal %d", WTERMSIG(process->status));
	if (WEXITSTATUS(process->status) != code)
		stage_fail_at(
		    stage, file, line, "the program ended with %d, not %d", WEXITSTATUS(process->status), code);
}

void
stage_check_restored_at(struct stage *stage, const char *file, int line)
{
	if (terminal_is_alternate(stage->terminal))
		stage_fail_at(stage, file, line, "the alternate screen was left on");
	if (!terminal_has_cursor(stage->terminal))
		stage_fail_at(stage, file, line, "the cursor was left hidden");
	if (terminal_reports_mouse(stage->terminal))
		stage_fail_at(stage, file, line, "mouse reports were left on");
	if (!terminal_is_restored(stage->terminal))
		stage_fail_at(stage, file, line, "the line settings were not restored");
}

/* Keys of keys.h from \uE000 on. */
static const int named_keys[] = {
    VTERM_KEY_NONE,
    VTERM_KEY_UP,
    VTERM_KEY_DOWN,
    VTERM_KEY_LEFT,
    VTERM_KEY_RIGHT,
    VTERM_KEY_HOME,
    VTERM_KEY_END,
    VTERM_KEY_PAGEUP,
    VTERM_KEY_PAGEDOWN,
    VTERM_KEY_INS,
    VTERM_KEY_DEL,
    VTERM_KEY_ENTER,
    VTERM_KEY_ESCAPE,
    VTERM_KEY_TAB,
    VTERM_KEY_BACKSPACE,
};
#define NAMED_KEYS (sizeof(named_keys) / sizeof(named_keys[0]))
#define FUNCTION_KEYS 0x10

void
stage_type(struct stage *stage, const char *keys)
{
	while (*keys != '\0') {
		const unsigned char *bytes = (const unsigned char *)keys;
		size_t number;

		/* \uE000 to \uE03F are EE 80 80 to EE 80 BF. */
		if (bytes[0] != 0xEE || bytes[1] != 0x80) {
			terminal_send(stage->terminal, keys++, 1);
			continue;
		}
		number = bytes[2] & 0x3FU;
		if (number > FUNCTION_KEYS)
			terminal_press(stage->terminal, VTERM_KEY_FUNCTION((int)number - FUNCTION_KEYS));
		else if (number < NAMED_KEYS)
			terminal_press(stage->terminal, named_keys[number]);
		keys += 3;
	}
}

void
stage_hold(struct stage *stage, int column, int line, int button)
{
	terminal_button(stage->terminal, column, line_number(stage, line), button, true);
}

void
stage_release(struct stage *stage, int column, int line, int button)
{
	terminal_button(stage->terminal, column, line_number(stage, line), button, false);
}

void
stage_click(struct stage *stage, int column, int line)
{
	stage_hold(stage, column, line, 1);
	stage_release(stage, column, line, 1);
}

void
stage_click_text(struct stage *stage, const char *text)
{
	int column = 0;
	int line = 0;

	if (!stage_find(stage, text, &column, &line))
		stage_fail(stage, "there is no \"%s\" to click on", text);
	stage_click(stage, column, line);
}

void
stage_wheel(struct stage *stage, int notches)
{
	int button = notches < 0 ? 4 : 5;

	for (int i = 0; i < abs(notches); i++) {
		stage_hold(stage, terminal_columns(stage->terminal) / 2, terminal_rows(stage->terminal) / 2, button);
	}
}

void
stage_resize(struct stage *stage, const char *size)
{
	int columns;
	int rows;

	read_size(size, &columns, &rows);
	terminal_resize(stage->terminal, columns, rows);
}

struct look
stage_look(struct stage *stage, const char *text)
{
	int column = 0;
	int line = 0;

	stage_wait_text(stage, text);
	stage_find(stage, text, &column, &line);
	return terminal_look(stage->terminal, column, line);
}

size_t
stage_bytes(struct stage *stage)
{
	while (terminal_read(stage->terminal, QUIET_MS))
		;
	return terminal_output_length(stage->terminal);
}
