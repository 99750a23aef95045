/* yaml_tree.c: a YAML file in memory, and the place of everything in it. */
#include <config.h> /* not "config.h", which in this folder is the user's */

#include "config/yaml_tree.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/safe_text.h"
#include "base/xalloc.h"

#define QUOTE_COLUMNS 60

/* Deeper than anything that a table of keys has a place for. */
#define DEPTH_MAX 32

/* More than one for each cluster. */
#define ANCHORS_MAX 2000

struct yaml_mistake {
	size_t line, column; /* from 1 */
	size_t number; /* so that what is at one place stays in order */
	char *sentence;
};

/* The last byte over the limit is read so that a file of just the limit is not taken for a longer one. */
static bool
read_all(int fd, struct buffer *bytes)
{
	char chunk[16384];
	ssize_t got;

	do {
		got = read(fd, chunk, sizeof chunk);
		if (got > 0)
			buffer_add(bytes, chunk, (size_t)got);
	} while ((got > 0 && !bytes->overflowed) || (got < 0 && errno == EINTR));
	explicit_bzero(chunk, sizeof chunk);
	return got >= 0;
}

bool
yaml_file_read(const char *path, struct buffer *bytes, struct stat *status, struct report *report)
{
	bool ok = false;
	int fd;

	buffer_init_secret(bytes, YAML_FILE_MAX);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0 || fstat(fd, status) != 0) {
		report_add(report, path, 0, 0, "cannot be read: %s", strerror(errno));
		goto out;
	}
	if (!read_all(fd, bytes)) {
		report_add(report, path, 0, 0, "cannot be read: %s", strerror(errno));
		goto out;
	}
	if (bytes->overflowed) {
		report_add(report, path, 0, 0, "is larger than %d KiB; is it the right file?", YAML_FILE_MAX / 1024);
		goto out;
	}
	ok = true;
out:
	if (fd >= 0)
		close(fd);
	return ok;
}

static void
add_mistake(struct yaml_tree *tree, size_t line, size_t column, char *sentence)
{
	struct yaml_mistake *mistake;

	if (tree->mistake_count >= YAML_MISTAKES_MAX) {
		free(sentence);
		tree->mistake_count++;
		return;
	}
	tree->mistakes = xreallocarray(tree->mistakes, tree->mistake_count + 1, sizeof *tree->mistakes);
	mistake = &tree->mistakes[tree->mistake_count];
	*mistake = (struct yaml_mistake){line, column, tree->mistake_count, sentence};
	tree->mistake_count++;
}

void
yaml_tree_mistake(struct yaml_tree *tree, const yaml_node_t *node, const char *format, ...)
{
	yaml_mark_t mark = {0};
	va_list arguments;
	char *sentence;

	if (node != NULL)
		mark = node->start_mark;
	va_start(arguments, format);
	sentence = xvasprintf(format, arguments);
	va_end(arguments);
	add_mistake(tree, mark.line + 1, mark.column + 1, sentence);
}

/* Bytes that are no text have an offset and no mark. */
static yaml_mark_t
mark_of_offset(struct text text, size_t offset)
{
	yaml_mark_t mark = {0};

	for (size_t i = 0; i < offset && i < text.length; i++) {
		mark.column++;
		if (text.bytes[i] == '\n') {
			mark.line++;
			mark.column = 0;
		}
	}
	return mark;
}

/* libyaml's marks count characters; the byte is found from the start of the line. */
static bool
is_tab_at(struct text text, yaml_mark_t mark)
{
	size_t line = 0, i = 0;

	while (i < text.length && line < mark.line)
		line += text.bytes[i++] == '\n';
	i += mark.column;
	return i < text.length && text.bytes[i] == '\t';
}

static void
add_syntax_mistake(struct yaml_tree *tree, const yaml_parser_t *parser, struct text text)
{
	const char *problem = parser->problem == NULL ? "cannot be read" : parser->problem;
	yaml_mark_t mark = parser->problem_mark;
	char *sentence;

	if (parser->error == YAML_MEMORY_ERROR) {
		add_mistake(tree, 1, 1, xstrdup("is too large to be read"));
		return;
	}
	if (parser->error == YAML_READER_ERROR) {
		mark = mark_of_offset(text, parser->problem_offset);
		sentence = xasprintf("is no UTF-8 text: %s", problem);
	} else if (is_tab_at(text, mark)) {
		sentence = xstrdup("a tab cannot indent YAML; write spaces");
	} else if (parser->context != NULL) {
		sentence = xasprintf("is no YAML: %s, %s that begins at line %zu", problem, parser->context,
		    parser->context_mark.line + 1);
	} else {
		sentence = xasprintf("is no YAML: %s", problem);
	}
	add_mistake(tree, mark.line + 1, mark.column + 1, sentence);
}

/* A second document would be ignored silently. */
static void
refuse_second_document(struct yaml_tree *tree, yaml_parser_t *parser, struct text text)
{
	yaml_document_t second;

	if (yaml_parser_load(parser, &second) == 0) {
		add_syntax_mistake(tree, parser, text);
		return;
	}
	if (yaml_document_get_root_node(&second) != NULL)
		add_mistake(tree, second.start_mark.line + 1, second.start_mark.column + 1,
		    xstrdup("a second document; a file has one, so the line --- goes"));
	yaml_document_delete(&second);
}

/* libyaml frees its buffers as they are, and there may be a password in them. */
static void
wipe_parser(yaml_parser_t *parser)
{
	explicit_bzero(parser->raw_buffer.start, (size_t)(parser->raw_buffer.end - parser->raw_buffer.start));
	explicit_bzero(parser->buffer.start, (size_t)(parser->buffer.end - parser->buffer.start));
}

/* By how much a token changes the depth. */
static int
depth_change(yaml_token_type_t type)
{
	switch (type) {
	case YAML_BLOCK_SEQUENCE_START_TOKEN:
	case YAML_BLOCK_MAPPING_START_TOKEN:
	case YAML_FLOW_SEQUENCE_START_TOKEN:
	case YAML_FLOW_MAPPING_START_TOKEN: return 1;
	case YAML_BLOCK_END_TOKEN:
	case YAML_FLOW_SEQUENCE_END_TOKEN:
	case YAML_FLOW_MAPPING_END_TOKEN: return -1;
	default: return 0;
	}
}

/*
 * libyaml takes time by the square of the depth and of the number of anchors: a file of 1 MiB of [ would keep it busy
 * for a quarter of an hour. What else is wrong is left to the real reading.
 */
static bool
is_too_much(struct yaml_tree *tree, struct text text)
{
	bool is_end = false;
	yaml_parser_t parser;
	yaml_token_t token;
	int depth = 0, anchors = 0;

	if (yaml_parser_initialize(&parser) == 0)
		return false;
	yaml_parser_set_input_string(&parser, (const unsigned char *)text.bytes, text.length);
	while (!is_end && yaml_parser_scan(&parser, &token) != 0) {
		depth += depth_change(token.type);
		anchors += token.type == YAML_ANCHOR_TOKEN;
		is_end = token.type == YAML_STREAM_END_TOKEN || depth > DEPTH_MAX || anchors > ANCHORS_MAX;
		if (depth > DEPTH_MAX)
			add_mistake(tree, token.start_mark.line + 1, token.start_mark.column + 1,
			    xasprintf("lists and maps in each other more than %d deep", DEPTH_MAX));
		else if (anchors > ANCHORS_MAX)
			add_mistake(tree, token.start_mark.line + 1, token.start_mark.column + 1,
			    xasprintf("more than %d anchors", ANCHORS_MAX));
		yaml_token_delete(&token);
	}
	wipe_parser(&parser);
	yaml_parser_delete(&parser);
	return depth > DEPTH_MAX || anchors > ANCHORS_MAX;
}

void
yaml_tree_parse(struct yaml_tree *tree, const char *path, struct text text)
{
	yaml_parser_t parser;

	*tree = (struct yaml_tree){.path = path, .merge_advice = "write the keys out"};
	if (text.bytes == NULL)
		text = text_of("");
	if (is_too_much(tree, text))
		return;
	if (yaml_parser_initialize(&parser) == 0) {
		add_mistake(tree, 1, 1, xstrdup("there is no memory to read it"));
		return;
	}
	yaml_parser_set_input_string(&parser, (const unsigned char *)text.bytes, text.length);
	if (yaml_parser_load(&parser, &tree->document) != 0) {
		tree->has_document = true;
		refuse_second_document(tree, &parser, text);
	} else {
		add_syntax_mistake(tree, &parser, text);
	}
	wipe_parser(&parser);
	yaml_parser_delete(&parser);
}

yaml_node_t *
yaml_tree_root(struct yaml_tree *tree)
{
	return tree->has_document ? yaml_document_get_root_node(&tree->document) : NULL;
}

yaml_node_t *
yaml_tree_node(struct yaml_tree *tree, int number)
{
	yaml_node_t *node = yaml_document_get_node(&tree->document, number);

	assert(node != NULL);
	return node;
}

static int
compare_places(const void *left, const void *right)
{
	const struct yaml_mistake *a = left, *b = right;

	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	return a->number < b->number ? -1 : 1;
}

static void
wipe_document(yaml_document_t *document)
{
	for (yaml_node_t *node = document->nodes.start; node < document->nodes.top; node++) {
		if (node->type == YAML_SCALAR_NODE)
			explicit_bzero(node->data.scalar.value, node->data.scalar.length);
	}
}

bool
yaml_tree_finish(struct yaml_tree *tree, struct report *report)
{
	size_t kept = tree->mistake_count < YAML_MISTAKES_MAX ? tree->mistake_count : YAML_MISTAKES_MAX;
	bool ok = tree->mistake_count == 0;

	if (kept > 0)
		qsort(tree->mistakes, kept, sizeof *tree->mistakes, compare_places);
	for (size_t i = 0; i < kept; i++) {
		struct yaml_mistake *mistake = &tree->mistakes[i];

		report_add(report, tree->path, mistake->line, mistake->column, "%s", mistake->sentence);
		free(mistake->sentence);
	}
	if (tree->mistake_count > kept)
		report_add(report, tree->path, 0, 0, "and %zu mistakes more", tree->mistake_count - kept);
	free(tree->mistakes);
	if (tree->has_document) {
		wipe_document(&tree->document);
		yaml_document_delete(&tree->document);
	}
	*tree = (struct yaml_tree){0};
	return ok;
}

bool
yaml_node_is_null(const yaml_node_t *node)
{
	static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
	struct text text = yaml_node_text(node);

	if (text_is_absent(text) || node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return false;
	for (size_t i = 0; i < sizeof nulls / sizeof *nulls; i++) {
		if (text_equals(text, text_of(nulls[i])))
			return true;
	}
	return false;
}

struct text
yaml_node_text(const yaml_node_t *node)
{
	if (node == NULL || node->type != YAML_SCALAR_NODE)
		return TEXT_ABSENT;
	return (struct text){(const char *)node->data.scalar.value, node->data.scalar.length};
}

const char *
yaml_node_describe(const yaml_node_t *node)
{
	static char described[SAFE_TEXT_SIZE(QUOTE_COLUMNS) + 2];
	size_t length;

	if (yaml_node_is_null(node))
		return "nothing";
	if (node->type != YAML_SCALAR_NODE)
		return node->type == YAML_SEQUENCE_NODE ? "a list" : "a map";
	described[0] = '\'';
	safe_text_fit(yaml_node_text(node), QUOTE_COLUMNS, CUT_END, described + 1, sizeof described - 2);
	length = strlen(described);
	described[length] = '\'';
	described[length + 1] = '\0';
	return described;
}
