/* question.c: a query for the clusters that outlives whoever made it. */
#include "config.h"

#include "app/question.h"

#include <assert.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/xalloc.h"

void
question_init(struct question *question, const struct kind *kind, size_t cluster)
{
	*question = (struct question){.query = {.kind = kind, .cluster = cluster}};
	question->query.parameters = question->parameters;
	question->query.sessions_field = FIELD_NONE;
}

/* ONTAP takes what stands in double quotes without its operators; a quote inside is left to a wildcard. */
static char *
quote(struct text value)
{
	struct buffer quoted;

	buffer_init(&quoted, SIZE_MAX / 2);
	buffer_add_byte(&quoted, '"');
	for (size_t i = 0; i < value.length; i++)
		buffer_add_byte(&quoted, value.bytes[i] == '"' ? '*' : value.bytes[i]);
	buffer_add_byte(&quoted, '"');
	return buffer_take(&quoted);
}

void
question_add(struct question *question, const char *name, struct text value)
{
	struct query_parameter *added = &question->parameters[question->query.parameter_count];

	if (text_is_absent(value))
		return;
	assert(question->query.parameter_count < QUESTION_PARAMETERS_MAX);
	added->name = xstrdup(name);
	added->value = quote(value);
	question->query.parameter_count++;
}

void
question_set_fragment(struct question *question, const char *fragment)
{
	xreplace(&question->fragment, fragment);
	question->query.path_fragment = question->fragment;
}

void
question_set_sessions(struct question *question, unsigned field, const char *value)
{
	xreplace(&question->sessions_value, value);
	question->query.sessions_field = field;
	question->query.sessions_value = question->sessions_value;
}

void
question_move(struct question *to, struct question *from)
{
	*to = *from;
	to->query.parameters = to->parameters;
	*from = (struct question){.query = {.kind = NULL}};
}

void
question_clear(struct question *question)
{
	for (size_t i = 0; i < question->query.parameter_count; i++) {
		free(question->parameters[i].name);
		free(question->parameters[i].value);
	}
	free(question->fragment);
	free(question->sessions_value);
	*question = (struct question){.query = {.kind = NULL}};
}
