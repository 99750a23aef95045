#include "config.h"

#include "sim/control.h"

#include <arpa/inet.h>
#include <string.h>

#include "sim/churn.h"
#include "sim/fault.h"
#include "sim/field.h"
#include "sim/params.h"
#include "sim/plan.h"
#include "sim/populate.h"
#include "sim/selection.h"
#include "sim/simulator.h"

const char control_help[] =
    "Control (not part of the API: no password, no faults, not in the log):\n"
    "  GET  /sim/world                          all sessions, one JSON object a line, in the schema's spelling\n"
    "  POST /sim/step?seconds=N                 moves time, with all that happens meanwhile\n"
    "  POST /sim/freeze?is=true                 stops time, as --frozen does; is=false lets it go on\n"
    "  POST /sim/end?user=U | ?identifier=ID    ends sessions\n"
    "  POST /sim/touch?user=U&open_files=N      sets the number of open files, and the idle time to 0\n"
    "  POST /sim/add?user=U&client_ip=IP[&open_files=N]   begins a session, and prints it\n"
    "  POST /sim/fault?spec=FAULT[&spec=...]    replaces all faults; an empty spec clears them\n"
    "  POST /sim/token?is=T                     T is the bearer token that is good from now on; without T none is\n";

static void
problem(struct answer *a, const char *text)
{
	a->status = 400;
	a->body.length = 0;
	buffer_text(&a->body, text);
	buffer_byte(&a->body, '\n');
}

static void
say(struct answer *a, const char *what, uint64_t number)
{
	a->status = 200;
	buffer_printf(&a->body, "{\"%s\":%llu}\n", what, (unsigned long long)number);
}

static struct plan *
dump_plan(void)
{
	struct plan_options options = {selection_all(&session_kind), DIALECT_SCHEMA, false, true};

	return plan_new(&session_kind, &options);
}

static void
dump_position(const struct world *w, struct plan *plan, uint32_t position, struct buffer *out)
{
	struct scan scan = {.w = w, .dialect = DIALECT_SCHEMA};
	struct cursor at = {position, 0, 0};
	struct record r;

	if (session_kind.load(&scan, &at, &r)) {
		plan_write(plan, &r, out);
		buffer_byte(out, '\n');
	}
}

static void
control_world(struct simulator *sim, const struct params *params, struct answer *a)
{
	const struct world *w = simulator_read(sim);
	struct plan *plan = dump_plan();

	(void)params;
	a->status = 200;
	for (uint32_t i = 0; i < w->order_count; i++)
		dump_position(w, plan, i, &a->body);
	plan_free(plan);
	simulator_unlock(sim);
}

static void
control_step(struct simulator *sim, const struct params *params, struct answer *a)
{
	struct world *w;
	uint64_t seconds;

	if (!key_number(params_get(params, "seconds"), &seconds) || seconds > 31 * 86400) {
		problem(a, "step needs seconds=N, of a month at most");
		return;
	}
	w = simulator_write(sim);
	churn_advance(w, (uint32_t)seconds);
	say(a, "sessions", w->order_count);
	simulator_unlock(sim);
}

/* A user is named with the domain, or without where the name alone says it. */
static bool
is_user(const struct world *w, const struct session *s, const char *name)
{
	const struct text *user = &world_user(w, s)->name;
	const char *bare;

	if (user->json == NULL)
		return false;
	bare = strchr(user->raw, '\\');
	return strcmp(user->raw, name) == 0 || (bare != NULL && strcmp(bare + 1, name) == 0);
}

static void
control_end(struct simulator *sim, const struct params *params, struct answer *a)
{
	const char *user = params_get(params, "user");
	uint64_t identifier = 0;
	struct world *w;
	uint32_t before;

	if (user == NULL && !key_number(params_get(params, "identifier"), &identifier)) {
		problem(a, "end needs user=U or identifier=ID");
		return;
	}
	w = simulator_write(sim);
	before = w->order_count;
	for (uint32_t i = 0; i < w->order_count; i++) {
		const struct session *s = world_at(w, i);

		if (user != NULL ? is_user(w, s, user) : s->id == identifier)
			world_end(w, w->order[i]);
	}
	world_commit(w);
	say(a, "ended", before - w->order_count);
	simulator_unlock(sim);
}

static void
control_touch(struct simulator *sim, const struct params *params, struct answer *a)
{
	const char *user = params_get(params, "user");
	uint64_t open_files = 0, touched = 0;
	struct world *w;

	if (user == NULL || !key_number(params_get(params, "open_files"), &open_files) || open_files > 1000000) {
		problem(a, "touch needs user=U and open_files=N, a million at most");
		return;
	}
	w = simulator_write(sim);
	for (uint32_t i = 0; i < w->order_count; i++) {
		if (!is_user(w, world_at(w, i), user))
			continue;
		w->slots[world_at(w, i)->primary].last = w->now;
		populate_set_files(w, world_at(w, i)->primary, (uint32_t)open_files);
		touched++;
	}
	say(a, "touched", touched);
	simulator_unlock(sim);
}

static bool
is_address(const char *text)
{
	struct in6_addr address;

	return text != NULL && (inet_pton(AF_INET, text, &address) == 1 || inet_pton(AF_INET6, text, &address) == 1);
}

static uint32_t
add_session(struct world *w, const char *user, const char *client_ip, uint32_t open_files)
{
	struct text name = world_text(w, user, strlen(user));
	struct text nobody = {NULL, NULL, 0, 0};
	uint32_t host = world_add_host(w, client_ip);
	uint32_t actor = world_add_actor(w, world_add_user(w, name, nobody), host, ACTOR_PERSON);
	uint32_t slot = populate_fresh_session(w, actor);

	populate_set_files(w, slot, open_files);
	world_commit(w);
	return slot;
}

static void
control_add(struct simulator *sim, const struct params *params, struct answer *a)
{
	const char *user = params_get(params, "user"), *client_ip = params_get(params, "client_ip");
	const char *files = params_get(params, "open_files");
	uint64_t open_files = 0;
	struct plan *plan;
	struct world *w;
	const struct session *s;

	if (user == NULL || !is_address(client_ip) ||
	    (files != NULL && (!key_number(files, &open_files) || open_files > 1000000))) {
		problem(a, "add needs user=U and client_ip=ADDRESS, and may have open_files=N, a million at most");
		return;
	}
	w = simulator_write(sim);
	s = &w->slots[add_session(w, user, client_ip, (uint32_t)open_files)];
	plan = dump_plan();
	a->status = 200;
	dump_position(
	    w, plan, world_find(w, world_lif(w, s)->node, world_lif(w, s)->svm, s->id, s->connection), &a->body);
	plan_free(plan);
	simulator_unlock(sim);
}

static void
control_fault(struct simulator *sim, const struct params *params, struct answer *a)
{
	struct faults *faults = simulator_faults(sim);
	uint64_t set = 0;

	faults_clear(faults);
	for (size_t i = 0; i < params->count; i++) {
		const char *wrong;

		if (strcmp(params->list[i].name, "spec") != 0 || params->list[i].value[0] == '\0')
			continue;
		wrong = faults_add(faults, params->list[i].value);
		if (wrong != NULL) {
			problem(a, wrong);
			return;
		}
		set++;
	}
	say(a, "faults", set);
}

static void
control_token(struct simulator *sim, const struct params *params, struct answer *a)
{
	const char *token = params_get(params, "is");
	bool has = token != NULL && *token != '\0';

	simulator_set_token(sim, has ? token : NULL);
	say(a, "tokens", has);
}

static void
control_freeze(struct simulator *sim, const struct params *params, struct answer *a)
{
	const char *word = params_get(params, "is");
	bool is_frozen = word != NULL && strcmp(word, "true") == 0;

	if (word == NULL || (!is_frozen && strcmp(word, "false") != 0)) {
		problem(a, "freeze needs is=true or is=false");
		return;
	}
	simulator_write(sim);
	simulator_freeze(sim, is_frozen);
	simulator_unlock(sim);
	say(a, "frozen", is_frozen);
}

static const struct command {
	const char *path;
	const char *method;
	void (*run)(struct simulator *sim, const struct params *params, struct answer *a);
} commands[] = {
    {"/sim/world", "GET", control_world},
    {"/sim/step", "POST", control_step},
    {"/sim/freeze", "POST", control_freeze},
    {"/sim/end", "POST", control_end},
    {"/sim/touch", "POST", control_touch},
    {"/sim/add", "POST", control_add},
    {"/sim/fault", "POST", control_fault},
    {"/sim/token", "POST", control_token},
};

void
control_answer(struct simulator *sim, const char *method, const char *uri, struct answer *a)
{
	size_t length = strcspn(uri, "?#");
	const char *culprit = "";
	struct params params;

	a->content_type = "application/x-ndjson";
	a->status = 404;
	params_parse(&params, uri[length] == '?' ? uri + length + 1 : NULL, &culprit);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		const struct command *c = &commands[i];

		if (strlen(c->path) == length && memcmp(c->path, uri, length) == 0) {
			if (strcmp(c->method, method) == 0)
				c->run(sim, &params, a);
			else
				problem(a, "wrong method");
		}
	}
	if (a->status == 404)
		buffer_literal(&a->body, "no such control; see ontap-sim --help\n");
	params_free(&params);
}
