#include "config.h"

#include "sim/api.h"

#include <stdlib.h>
#include <string.h>

#include "sim/cluster.h"
#include "sim/collection.h"
#include "sim/fault.h"
#include "sim/params.h"
#include "sim/simulator.h"

enum { KEYS_MAX = 5 };

/* A path, taken apart: which kind it names, and the keys behind it. */
struct target {
	enum endpoint endpoint;
	const struct kind *kind; /* NULL: none */
	char *path; /* without /api and the query */
	char *keys[KEYS_MAX];
	bool is_known;
};

static const struct route {
	const struct kind *kind;
	enum endpoint endpoint;
	unsigned since_major, since_minor; /* of generation 9 */
} routes[] = {
    {&session_kind, ENDPOINT_SESSIONS, 8, 0},
    {&file_kind, ENDPOINT_FILES, 11, 1},
    {&connection_kind, ENDPOINT_CONNECTIONS, 11, 1},
    {&lock_kind, ENDPOINT_LOCKS, 10, 1},
};

/* Splits `text` at slashes into exactly `count` parts that are not empty. */
static bool
split_keys(char *text, char **keys, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		char *part = strsep(&text, "/");

		if (part == NULL || *part == '\0')
			return false;
		keys[i] = part;
	}
	return text == NULL && count > 0;
}

static void
match_route(struct target *t, const struct route *route, struct release release)
{
	const char *path = route->kind->path + strlen("/api");
	size_t length = strlen(path);

	if (t->is_known || strncmp(t->path, path, length) != 0 ||
	    !release_is_at_least(release, 9, route->since_major, route->since_minor))
		return;
	if (t->path[length] == '\0') {
		t->is_known = true;
		t->endpoint = route->endpoint;
		t->kind = route->kind;
	} else if (t->path[length] == '/' && split_keys(t->path + length + 1, t->keys, route->kind->key_count)) {
		t->is_known = true;
		t->endpoint = ENDPOINT_DETAIL;
		t->kind = route->kind;
	}
}

/* The API answers below /api and, the same, below /api/v1. */
static void
target_find(struct target *t, const char *uri, struct release release)
{
	const char *start = uri + strlen("/api");

	if (strncmp(start, "/v1/", 4) == 0)
		start += 3;
	*t = (struct target){.path = sim_strndup(start, strcspn(start, "?#"))};
	if (strcmp(t->path, "/cluster") == 0) {
		t->is_known = true;
		t->endpoint = ENDPOINT_CLUSTER;
	}
	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++)
		match_route(t, &routes[i], release);
}

static bool
wants_links(const char *accept)
{
	return accept == NULL || strstr(accept, "application/hal+json") != NULL ||
	       strstr(accept, "application/json") == NULL;
}

/* Puts what a terminal obeys behind the message of an error, once it is there. */
static void
spoil_message(struct answer *a)
{
	static const char nasty[] = "\\u001b]0;owned\\u0007\\u202e\\u009b31m\x9b\\u001b[2J";
	static const char end[] = "\",\"code\"";
	char *found = memmem(a->body.data, a->body.length, end, sizeof(end) - 1);
	size_t at = found == NULL ? 0 : (size_t)(found - a->body.data);

	if (found == NULL)
		return;
	buffer_reserve(&a->body, sizeof(nasty) - 1);
	memmove(a->body.data + at + sizeof(nasty) - 1, a->body.data + at, a->body.length - at);
	memcpy(a->body.data + at, nasty, sizeof(nasty) - 1);
	a->body.length += sizeof(nasty) - 1;
}

/* Bodies of the errors that faults ask for. */
static void
make_status(unsigned status, unsigned retry_after, struct answer *a)
{
	switch (status) {
	case 401:
		answer_error(a, 401, "6691623", NULL, "User is not authorized.");
		a->demand_authentication = true;
		break;
	case 403: answer_error(a, 403, "6", NULL, "not authorized for that command"); break;
	case 404: answer_error(a, 404, "4", NULL, "entry doesn't exist"); break;
	case 405: answer_error(a, 405, "3", NULL, "Operation not supported."); break;
	case 429: answer_error(a, 429, "262160", NULL, "Too many requests in progress. Please try again later."); break;
	case 503: answer_error(a, 503, "8", NULL, "The service is in use. Please try again later."); break;
	default: answer_error(a, status, "65541", NULL, "RPC timed out."); break;
	}
	a->retry_after = retry_after;
}

static bool
read_params(struct params *params, const char *uri, struct answer *a)
{
	const char *query = strchr(uri, '?'), *culprit = "";

	switch (params_parse(params, query == NULL ? NULL : query + 1, &culprit)) {
	case PARAMS_FINE: return true;
	case PARAMS_NO_EQUALS:
		answer_error(a, 400, "262248", culprit, "Missing \"=\" in the argument \"%s\".", culprit);
		return false;
	case PARAMS_TWICE:
		answer_error(a, 400, "262188", culprit, "Field \"%s\" was specified twice.", culprit);
		return false;
	case PARAMS_BAD_ESCAPE: break;
	}
	answer_error(a, 400, "39387137", culprit, "The URL is invalid.");
	return false;
}

static void
answer_get(struct simulator *sim, const struct target *t, const struct params *params, bool links,
    const struct page_effects *effects, struct answer *a)
{
	struct collection_request request = {.kind = t->kind, .params = params, .links = links, .effects = effects};

	request.scan.w = simulator_read(sim);
	if (t->kind == &connection_kind)
		request.scan.index = simulator_connections(sim);
	if (t->kind == NULL)
		cluster_get(request.scan.w, params, links, a);
	else if (t->endpoint == ENDPOINT_DETAIL)
		collection_get_one(&request, t->keys, a);
	else
		collection_get(&request, a);
	simulator_unlock(sim);
}

static bool
is_authorized(struct simulator *sim, const struct api_request *request)
{
	static const char bearer[] = "Bearer ";
	const char *given = request->authorization;

	if (request->expected_authorization == NULL && !simulator_has_token(sim))
		return true;
	if (given == NULL)
		return false;
	if (strncasecmp(given, bearer, sizeof(bearer) - 1) == 0)
		return simulator_knows_token(sim, given + sizeof(bearer) - 1);
	return request->expected_authorization != NULL && strcmp(given, request->expected_authorization) == 0;
}

static bool
is_allowed(struct simulator *sim, const struct api_request *request, const struct target *t, struct answer *a)
{
	if (!is_authorized(sim, request)) {
		make_status(401, 0, a);
		return false;
	}
	if (!t->is_known) {
		answer_error(a, 404, "3", NULL, "API not found");
		return false;
	}
	if (strcmp(request->method, "OPTIONS") == 0) {
		a->status = 200;
		a->allow = "GET, HEAD, OPTIONS";
		return false;
	}
	if (strcmp(request->method, "GET") != 0 && strcmp(request->method, "HEAD") != 0) {
		make_status(405, 0, a);
		a->allow = "GET, HEAD, OPTIONS";
		return false;
	}
	if (simulator_forbids(sim, t->path)) {
		make_status(403, 0, a);
		return false;
	}
	return true;
}

void
api_answer(struct simulator *sim, const struct api_request *request, struct answer *a, struct api_mischief *m)
{
	bool links = wants_links(request->accept);
	struct params params = {NULL, 0};
	struct effects effects;
	struct target target;
	const char *page;
	uint64_t number = 1;

	/* The options of a world never change, so no lock is taken for them. */
	target_find(&target, request->uri, simulator_options(sim)->release);
	a->content_type = links ? "application/hal+json" : "application/json";
	if (is_allowed(sim, request, &target, a) && read_params(&params, request->uri, a)) {
		page = params_get(&params, "start.page");
		if (page != NULL)
			key_number(page, &number);
		faults_decide(simulator_faults(sim), target.endpoint, (uint32_t)number,
		    params_get(&params, "start.empty") != NULL, &effects);
		if (effects.status != 0)
			make_status(effects.status, effects.retry_after, a);
		else if (!effects.hangs)
			answer_get(sim, &target, &params, links, &effects.page, a);
		if (effects.status != 0 && simulator_options(sim)->hostile)
			spoil_message(a);
		if (effects.spoil != NULL)
			effects.spoil(a, effects.spoil_amount);
		*m = (struct api_mischief){effects.late_ms, effects.hangs, effects.is_cut};
	}
	params_free(&params);
	free(target.path);
}
