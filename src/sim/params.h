/* params.h: the parameters of a query string, decoded, in their order. */
#ifndef ONTAP_SIM_PARAMS_H
#define ONTAP_SIM_PARAMS_H

#include <stdbool.h>
#include <stddef.h>

struct buffer;

/* Both texts are decoded and terminated; a decoded zero byte ends them early. */
struct param {
	char *name;
	char *value;
};

struct params {
	struct param *list;
	size_t count;
};

enum params_problem { PARAMS_FINE, PARAMS_NO_EQUALS, PARAMS_TWICE, PARAMS_BAD_ESCAPE };

/*
 * Splits at & and then at the first =. On a problem, *culprit is the name concerned (owned by `params`, so free
 * them in any case).
 */
enum params_problem params_parse(struct params *params, const char *query, const char **culprit);
void params_free(struct params *params);

/* The value of `name`, or NULL. */
const char *params_get(const struct params *params, const char *name);

/* Writes all parameters that do not begin with `start.` again, encoded, with a & before each. */
void params_encode(const struct params *params, struct buffer *out);

#endif
