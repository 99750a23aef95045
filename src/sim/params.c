#include "config.h"

#include "sim/params.h"

#include <stdlib.h>
#include <string.h>

#include "sim/buffer.h"

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool
decode_in_place(char *text)
{
	char *out = text;

	for (const char *in = text; *in != '\0'; in++) {
		if (*in == '+') {
			*out++ = ' ';
		} else if (*in == '%') {
			int high = hex_digit(in[1]);
			int low = high < 0 ? -1 : hex_digit(in[2]);

			if (low < 0)
				return false;
			*out++ = (char)(high * 16 + low);
			in += 2;
		} else {
			*out++ = *in;
		}
	}
	*out = '\0';
	return true;
}

static enum params_problem
parse_one(struct params *params, const char *text, size_t length, const char **culprit)
{
	const char *equals = memchr(text, '=', length);
	size_t name_length = equals == NULL ? length : (size_t)(equals - text);
	struct param *p;

	params->list = sim_realloc(params->list, params->count + 1, sizeof(*params->list));
	p = &params->list[params->count++];
	p->name = sim_strndup(text, name_length);
	p->value = equals == NULL ? sim_strndup("", 0) : sim_strndup(equals + 1, length - name_length - 1);
	*culprit = p->name;
	if (!decode_in_place(p->name) || !decode_in_place(p->value))
		return PARAMS_BAD_ESCAPE;
	return equals == NULL ? PARAMS_NO_EQUALS : PARAMS_FINE;
}

static enum params_problem
find_twins(const struct params *params, const char **culprit)
{
	for (size_t i = 1; i < params->count; i++) {
		for (size_t j = 0; j < i; j++) {
			if (strcmp(params->list[i].name, params->list[j].name) == 0) {
				*culprit = params->list[i].name;
				return PARAMS_TWICE;
			}
		}
	}
	return PARAMS_FINE;
}

enum params_problem
params_parse(struct params *params, const char *query, const char **culprit)
{
	*params = (struct params){NULL, 0};
	while (query != NULL && *query != '\0') {
		size_t length = strcspn(query, "&");

		if (length > 0) {
			enum params_problem problem = parse_one(params, query, length, culprit);

			if (problem != PARAMS_FINE)
				return problem;
		}
		query += length;
		if (*query == '&')
			query++;
	}
	return find_twins(params, culprit);
}

void
params_free(struct params *params)
{
	for (size_t i = 0; i < params->count; i++) {
		free(params->list[i].name);
		free(params->list[i].value);
	}
	free(params->list);
	*params = (struct params){NULL, 0};
}

const char *
params_get(const struct params *params, const char *name)
{
	for (size_t i = 0; i < params->count; i++) {
		if (strcmp(params->list[i].name, name) == 0)
			return params->list[i].value;
	}
	return NULL;
}

void
params_encode(const struct params *params, struct buffer *out)
{
	for (size_t i = 0; i < params->count; i++) {
		const struct param *p = &params->list[i];

		if (strncmp(p->name, "start.", 6) == 0)
			continue;
		buffer_byte(out, '&');
		buffer_url_encoded(out, p->name, strlen(p->name));
		buffer_byte(out, '=');
		buffer_url_encoded(out, p->value, strlen(p->value));
	}
}
