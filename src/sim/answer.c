#include "config.h"

#include "sim/answer.h"

#include <stdio.h>

void
answer_free(struct answer *a)
{
	buffer_free(&a->body);
	buffer_free(&a->next);
}

void
answer_error(struct answer *a, unsigned status, const char *code, const char *target, const char *format, ...)
{
	char message[400];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	a->status = status;
	a->body.length = 0;
	a->next.length = 0;
	buffer_literal(&a->body, "{\"error\":{\"message\":");
	buffer_json_string(&a->body, message, strlen(message));
	buffer_literal(&a->body, ",\"code\":");
	buffer_json_string(&a->body, code, strlen(code));
	if (target != NULL) {
		buffer_literal(&a->body, ",\"target\":");
		buffer_json_string(&a->body, target, strlen(target));
	}
	buffer_literal(&a->body, "}}");
}
