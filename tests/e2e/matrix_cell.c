/* matrix_cell.c: one fault at one moment: what is said, what stays, what goes on, and what heals it. */
#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

#include "e2e/matrix.h"
#include "e2e/watch.h"

/* Wide enough for a sentence beside the other cluster. */
#define SIZE "240x60"
/* Longer than anything takes that is not meant to hang; what hangs does so for so long. */
#define TIMEOUT_MS 2000
#define SESSIONS "--sessions 24 --files-per-session 12 --frozen --release 9.14.1"

struct cell {
	struct scene *scene;
	const struct matrix_fault *fault;
	enum moment moment;
	struct matrix_result *result;
	struct sim *good;
	struct sim *bad;
	struct sim *other; /* of SPOIL_CERTIFICATE */
	struct relay *relay;
	struct stage *stage;
	size_t rows; /* that have to stay */
	const char *way; /* the keys of the configuration that say how it is reached */
};

/* ---- the fault */

static const char *
told_path(const struct cell *cell)
{
	return scene_path(cell->scene, scene_text(cell->scene, "disturbed.%s", cell->fault->argument));
}

static void
start_simulated(const struct cell *cell)
{
	static const char *const paths[MOMENT_COUNT] = {"sessions", "sessions", "detail", "files"};

	sim_fault(cell->bad, scene_text(cell->scene, "%s,path=%s", cell->fault->argument, paths[cell->moment]));
}

static void
start_fault(const struct cell *cell)
{
	switch (cell->fault->spoiler) {
	case SPOIL_SIMULATOR: start_simulated(cell); break;
	case SPOIL_LINE:
	case SPOIL_TLS:
	case SPOIL_PROXY: relay_set(cell->relay, cell->fault->mode); break;
	case SPOIL_NAMES:
	case SPOIL_CLOCK:
		scene_write(cell->scene, scene_text(cell->scene, "disturbed.%s", cell->fault->argument), "%s", "");
		break;
	case SPOIL_CERTIFICATE: relay_turn_to(cell->relay, sim_url(cell->other)); break;
	}
}

static void
end_fault(const struct cell *cell)
{
	switch (cell->fault->spoiler) {
	case SPOIL_SIMULATOR: sim_fault(cell->bad, ""); break;
	case SPOIL_LINE:
	case SPOIL_TLS:
	case SPOIL_PROXY: relay_set(cell->relay, RELAY_PASS); break;
	case SPOIL_NAMES:
	case SPOIL_CLOCK: unlink(told_path(cell)); break;
	case SPOIL_CERTIFICATE: relay_turn_to(cell->relay, sim_url(cell->bad)); break;
	}
}

/* ---- the programs */

/* Who may sign. A certificate that is wrong in another way is signed by itself, which is to be no matter. */
static const char *
trusted(const struct cell *cell)
{
	struct scene *scene = cell->scene;
	const char *good = scene_read(scene, sim_certificate(cell->bad), NULL);
	bool is_known = cell->other != NULL && *cell->fault->argument != '\0';

	return scene_write(
	    scene, "trusted.pem", "%s%s", good, is_known ? scene_read(scene, sim_certificate(cell->other), NULL) : "");
}

/* The keys of the bad cluster that say how it is reached. */
static const char *
way_to(struct cell *cell)
{
	struct scene *scene = cell->scene;
	const char *port = strrchr(sim_url(cell->bad), ':') + 1;

	switch (cell->fault->spoiler) {
	case SPOIL_LINE:
		cell->relay = relay_open(scene, sim_url(cell->bad), false);
		return scene_text(scene, "url: 'http://127.0.0.1:%u'", relay_port(cell->relay));
	case SPOIL_TLS:
	case SPOIL_CERTIFICATE:
		cell->relay = relay_open(scene, sim_url(cell->bad), false);
		return scene_text(
		    scene, "url: 'https://127.0.0.1:%u', tls: {ca_file: '%s'}", relay_port(cell->relay), trusted(cell));
	case SPOIL_PROXY:
		cell->relay = relay_open(scene, sim_url(cell->bad), true);
		return scene_text(scene, "url: '%s', tls: {ca_file: '%s'}, proxy: 'http://127.0.0.1:%u'",
		    sim_url(cell->bad), sim_certificate(cell->bad), relay_port(cell->relay));
	case SPOIL_NAMES:
	case SPOIL_CLOCK:
		scene_set(scene, "LD_PRELOAD", DISTURBED);
		scene_set(scene, "DISTURBED", scene_path(scene, "disturbed"));
		if (scene_has_sanitizer())
			scene_set(scene, "ASAN_OPTIONS",
			    scene_text(scene, "verify_asan_link_order=0:log_path=%s", scene_path(scene, "sanitizer")));
		return scene_text(scene, "url: 'https://cluster.test:%s', tls: {insecure: true}", port);
	default: return scene_text(scene, "url: '%s'", sim_url(cell->bad));
	}
}

static bool
speaks_tls(const struct matrix_fault *fault)
{
	return fault->spoiler != SPOIL_SIMULATOR && fault->spoiler != SPOIL_LINE;
}

static void
start_simulators(struct cell *cell)
{
	cell->good = sim_start(cell->scene, SESSIONS " --seed 1");
	cell->bad = sim_start(cell->scene, SESSIONS " --seed 2%s", speaks_tls(cell->fault) ? " --tls" : "");
	if (cell->fault->spoiler == SPOIL_CERTIFICATE)
		cell->other = sim_start(cell->scene, SESSIONS " --seed 2 --tls %s", cell->fault->argument);
	cell->rows = sim_world(cell->bad).count;
}

static void
start_monitor(struct cell *cell)
{
	struct scene *scene = cell->scene;
	/* Few records a page, so that walks have several. */
	const char *config = scene_write(scene, "config.yaml",
	    "defaults: {username: " SIM_USER ", password: " SIM_PASSWORD
	    ", interval: 500ms, return_timeout: 1, timeout: %dms, max_records: 10}\n"
	    "clusters:\n  - {name: good, url: '%s'}\n  - {name: bad, %s}\n",
	    scene_bound_ms(TIMEOUT_MS), sim_url(cell->good), cell->way);

	cell->stage = stage_open_cifstop(scene, SIZE, "-c %s -f 'cluster = bad' -s files", config);
	stage_wait_text(cell->stage, "good 9.14.1");
}

/* ---- what is seen */

struct wanted {
	const struct cell *cell;
	const char *text;
	size_t count;
};

/* Whether a line says one of the words between the bars. */
static bool
says_word(struct scene *scene, const char *line, const char *words)
{
	while (*words != '\0') {
		size_t length = strcspn(words, "|");

		if (strstr(line, scene_text(scene, "%.*s", (int)length, words)) != NULL)
			return true;
		words += length + (words[length] == '|' ? 1 : 0);
	}
	return false;
}

/* The line that says it where one looks at that moment: header, detail, or above the open files. NULL: none does. */
static const char *
find_words(struct stage *stage, const struct cell *cell)
{
	static const char *const places[MOMENT_COUNT] = {"bad ", "bad ", "failed ", "> files of |bad for "};
	struct scene *scene = stage_scene(stage);

	for (int line = 1; line < terminal_rows(stage_terminal(stage)); line++) {
		const char *text = stage_line(stage, line);

		if (says_word(scene, text, cell->fault->says) && says_word(scene, text, places[cell->moment]))
			return text;
	}
	return NULL;
}

/* "12s:", or "<10s:": for how long. */
static bool
says_since_when(const char *line)
{
	for (const char *at = line; (at = strstr(at, "s:")) != NULL; at++) {
		if (at > line && isdigit((unsigned char)at[-1]))
			return true;
	}
	return false;
}

static bool
says_it(struct stage *stage, const void *context)
{
	const struct wanted *wanted = context;
	const struct cell *cell = wanted->cell;
	const char *text = find_words(stage, cell);

	if (text == NULL)
		return false;
	(void)snprintf(cell->result->says, sizeof(cell->result->says), "%s", text);
	/* What a role does not allow is so since ever. */
	return (cell->fault->needs_r && cell->moment == MOMENT_FILES) || says_since_when(text);
}

/* The cell of a cluster in the header says so many sessions, and that they are well. */
static bool
is_well(struct stage *stage, const void *context)
{
	const struct wanted *wanted = context;
	const char *start = scene_text(stage_scene(stage), "%s 9.14.1 %zu ", wanted->text, wanted->count);

	for (int line = 1; line < 4; line++) {
		const char *at = strstr(stage_line(stage, line), start), *end;

		if (at == NULL)
			continue;
		end = strstr(at, "ok ");
		return end != NULL && end - at < (ptrdiff_t)strlen(start) + 10;
	}
	return false;
}

static void
wait_well(const struct cell *cell, const char *cluster, size_t count)
{
	struct wanted wanted = {cell, cluster, count};

	stage_wait(
	    cell->stage, scene_text(cell->scene, "%s being well with %zu sessions", cluster, count), is_well, &wanted);
}

static bool
has_rows(struct stage *stage, const void *context)
{
	return table_rows(stage) == ((const struct wanted *)context)->count;
}

static void
wait_rows(const struct cell *cell, size_t count)
{
	struct wanted wanted = {cell, NULL, count};

	stage_wait(cell->stage, scene_text(cell->scene, "%zu rows", count), has_rows, &wanted);
}

/* ---- the parts of a cell */

/* Goes to where the fault is to meet it. */
static void
go_there(struct cell *cell)
{
	wait_well(cell, "bad", cell->rows);
	wait_rows(cell, cell->rows);
	if (cell->moment == MOMENT_LATER)
		return;
	if (cell->moment == MOMENT_DETAIL) {
		stage_type(cell->stage, KEY_ENTER);
		stage_wait_text(cell->stage, "Who");
		stage_wait_text(cell->stage, "  open ");
	} else {
		stage_type(cell->stage, "f");
		stage_wait_text(cell->stage, "> files of ");
		stage_wait_no_text(cell->stage, "asking");
		stage_wait_text(cell->stage, "PATH");
	}
}

/* A key has its effect while it goes wrong. */
static void
time_key(const struct cell *cell)
{
	uint64_t pressed;

	/* What is painted already is none of its doing. */
	while (terminal_read(stage_terminal(cell->stage), 0))
		;
	pressed = clock_monotonic_ms();
	stage_type(cell->stage, "?");
	while (!stage_has(cell->stage, "this help")) {
		/* Far below the time-out of what hangs: nothing waits for it. */
		if (clock_monotonic_ms() - pressed >= (uint64_t)scene_bound_ms(TIMEOUT_MS) / 2)
			stage_fail(cell->stage, "a key has no effect for a second");
		terminal_read(stage_terminal(cell->stage), 10);
	}
	cell->result->key_ms = (unsigned)(clock_monotonic_ms() - pressed);
	stage_type(cell->stage, KEY_ESCAPE);
	stage_wait_no_text(cell->stage, "this help");
}

/* The other cluster gets a session more, and that is shown. */
static void
check_other(const struct cell *cell)
{
	size_t before = sim_world(cell->good).count;

	sim_post(cell->good, "add?user=CORP%%5Clate&client_ip=10.9.9.9");
	wait_well(cell, "good", before + 1);
}

static void
check_rows_stay(const struct cell *cell)
{
	switch (cell->moment) {
	case MOMENT_FIRST: break;
	case MOMENT_DETAIL:
		if (!stage_has(cell->stage, "Who"))
			stage_fail(cell->stage, "the session is not shown any more");
		break;
	case MOMENT_LATER:
		if (table_rows(cell->stage) != cell->rows)
			stage_fail(cell->stage, "%zu rows of %zu stay", table_rows(cell->stage), cell->rows);
		break;
	default:
		if (table_rows(cell->stage) == 0)
			stage_fail(cell->stage, "the open files are gone");
	}
}

/* Whether nothing is said of it any more, and all is there. */
static bool
is_healed(struct stage *stage, const void *context)
{
	const struct wanted *wanted = context;
	const struct cell *cell = wanted->cell;

	if (!is_well(stage, context) || stage_has(stage, "!bad"))
		return false;
	if (cell->fault->says != NULL && find_words(stage, cell) != NULL)
		return false;
	switch (cell->moment) {
	case MOMENT_DETAIL: return stage_has(stage, "  open ");
	case MOMENT_FILES: return table_rows(stage) > 0 && !stage_has(stage, "bad for ");
	default: return table_rows(stage) == wanted->count;
	}
}

static void
wait_healed(const struct cell *cell)
{
	struct wanted wanted = {cell, "bad", cell->rows};

	stage_wait(cell->stage, "all being well again", is_healed, &wanted);
}

/* Whom one may trust is asked over all else. */
static void
leave_question(const struct cell *cell)
{
	if (!stage_has(cell->stage, " bad is not trusted"))
		return;
	stage_type(cell->stage, KEY_ESCAPE);
	stage_wait_no_text(cell->stage, " bad is not trusted");
}

static void
check_harm(struct cell *cell)
{
	struct wanted wanted = {cell, NULL, 0};
	uint64_t ended;

	stage_wait(cell->stage, cell->fault->says, says_it, &wanted);
	time_key(cell);
	leave_question(cell);
	check_other(cell);
	check_rows_stay(cell);
	end_fault(cell);
	ended = clock_monotonic_ms();
	if (cell->fault->needs_r)
		stage_type(cell->stage, "r");
	wait_healed(cell);
	cell->result->heal_ms = (unsigned)(clock_monotonic_ms() - ended);
}

/* What is no harm is not spoken of, however often the cluster is asked. */
static void
check_no_harm(struct cell *cell)
{
	size_t asked = sim_requests(cell->bad, "/api/");

	(void)snprintf(cell->result->says, sizeof(cell->result->says), "(nothing)");
	wait_healed(cell);
	time_key(cell);
	check_other(cell);
	for (int waited = 0; sim_requests(cell->bad, "/api/") < asked + 8; waited++) {
		if (waited > scene_patience_ms() / 20)
			stage_fail(cell->stage, "the cluster is not asked any more");
		terminal_read(stage_terminal(cell->stage), 20);
		if (stage_has(cell->stage, "!bad") || stage_has(cell->stage, "failed "))
			stage_fail(cell->stage, "it complains");
	}
	wait_healed(cell);
	end_fault(cell);
}

static struct {
	const struct matrix_fault *fault;
	enum moment moment;
	struct matrix_result *result;
} asked;

static void
cell_holds(void **state)
{
	struct cell cell = {.scene = *state, .fault = asked.fault, .moment = asked.moment, .result = asked.result};

	start_simulators(&cell);
	cell.way = way_to(&cell);
	if (cell.moment == MOMENT_FIRST)
		start_fault(&cell);
	start_monitor(&cell);
	if (cell.moment != MOMENT_FIRST) {
		go_there(&cell);
		start_fault(&cell);
	}
	if (cell.fault->says == NULL)
		check_no_harm(&cell);
	else
		check_harm(&cell);
	stage_type(cell.stage, "q");
	stage_wait_end(cell.stage, 0);
	stage_check_restored(cell.stage);
}

int
matrix_run_cell(const struct matrix_fault *fault, enum moment moment, struct matrix_result *result)
{
	const struct CMUnitTest tests[] = {SCENE_TEST(cell_holds)};

	asked.fault = fault;
	asked.moment = moment;
	asked.result = result;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
