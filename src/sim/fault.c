#include "config.h"

#include "sim/fault.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/buffer.h"
#include "sim/random.h"

const char faults_help[] =
    "Faults: --fault KIND[=ARGUMENT][,rate=R][,nth=N][,count=N][,path=P], any number of them\n"
    "  rate=R   by chance, R from 0 to 1\n"
    "  nth=N    only the Nth request that goes to the path, and as many after it as count says (one without)\n"
    "  count=N  at most N times\n"
    "  path=P   sessions, files, connections, locks (the collections), detail (one session, file or lock), or\n"
    "           cluster\n"
    "  Without any of these, each request of the API.\n"
    "  Kinds:\n"
    "  late=SECONDS   answers so much later        hang            never answers\n"
    "  cut            closes in the middle         broken          breaks the JSON in the middle\n"
    "  html           200 with an HTML page        401, 403, 404   refuses, with ONTAP's body\n"
    "  405            refuses with code 3          500             fails with code 65541\n"
    "  429[=SECONDS]  with Retry-After             503[=SECONDS]   with Retry-After\n"
    "  empty_page     an empty page with a link before each page\n"
    "  short_pages[=ROWS]  pages with fewer rows than wanted (by chance), and a link\n"
    "  slow_pages[=ROWS]   as many rows (10) as the cluster reads in a second, times return_timeout, and a link;\n"
    "                      of return_timeout=0 one row. Nobody waits for real\n"
    "  ignore_query        queries on fields are read and then ignored: all records match\n"
    "  duplicates[=ROWS]   each page repeats the last rows (3) of the one before\n"
    "  evil_link=URL  each next link goes there\n"
    "  loop_link      each next link leads to its own page\n"
    "  cycle_links[=N]     next links lead over N pages (2) and back to the first of them\n"
    "  endless             every page is empty and has a link to another\n"
    "  mid_walk[=N]   the Nth page (2) of a walk fails with 500\n"
    "  deep[=N]       N arrays (100000) in each other in the first record\n"
    "  long_text[=KIB]     a text of so many KiB (10240) in the first record\n"
    "  huge[=MIB]     so many MiB of blanks (300) behind the records\n"
    "  bomb[=MIB]     gzip: so many MiB (4) that make 158 times as many\n"
    "  gzip_garbage   announces gzip and sends what is none\n"
    "  many_headers[=N]    N headers (1000) that mean nothing\n"
    "  long_header[=KIB]   a header of so many KiB (90)\n"
    "  204            no content         wrong_type      text/plain\n";

struct fault {
	const struct fault_kind *kind;
	char argument[256];
	bool has_argument;
	double rate; /* below 0: always */
	uint32_t nth;
	uint32_t count; /* 0: no limit */
	bool has_path;
	enum endpoint path;
	uint32_t seen;
	uint32_t done;
};

struct faults {
	pthread_mutex_t lock;
	struct random random;
	struct fault *list;
	unsigned count;
};

struct fault_kind {
	const char *name;
	/* Says what the fault does to the answer. */
	void (*apply)(const struct fault *fault, struct random *random, struct effects *e);
	bool is_argument_needed;
	bool is_of_pages;
	spoil_fn *spoil; /* of apply_spoil(), and how much without an argument */
	double amount;
};

static double
number(const struct fault *fault, double standard)
{
	return fault->has_argument ? strtod(fault->argument, NULL) : standard;
}

static void
apply_late(const struct fault *fault, struct random *random, struct effects *e)
{
	(void)random;
	e->late_ms += (uint32_t)(number(fault, 1) * 1000);
}

static void
apply_hang(const struct fault *fault, struct random *random, struct effects *e)
{
	(void)fault;
	(void)random;
	e->hangs = true;
}

static void
apply_cut(const struct fault *fault, struct random *random, struct effects *e)
{
	(void)fault;
	(void)random;
	e->is_cut = true;
}

/* What the fault spoils, if it does: of several the last one. */
static void
apply_spoil(const struct fault *fault, struct random *random, struct effects *e)
{
	(void)random;
	e->spoil = fault->kind->spoil;
	e->spoil_amount = number(fault, fault->kind->amount);
}

static void
apply_status(const struct fault *fault, struct random *random, struct effects *e)
{
	(void)random;
	e->status = (unsigned)strtoul(fault->kind->name, NULL, 10);
	e->retry_after = (unsigned)number(fault, 0);
}

static void
apply_empty_page(const struct fault *fault, struct random *random, struct effects *e)
{
	(void)fault;
	(void)random;
	e->page.is_empty = true;
}

static void
apply_short_pages(const struct fault *fault, struct random *random, struct effects *e)
{
	e->page.short_rows = fault->has_argument ? (uint32_t)number(fault, 1) : 1 + random_below(random, 40);
}

static void
apply_slow_pages(const struct fault *fault, struct random *random, struct effects *e)
{
	(void)random;
	e->page.rows_a_second = (uint32_t)number(fault, 10);
}

static void
apply_ignore_query(const struct fault *fault, struct random *random, struct effects *e)
{
	(void)fault;
	(void)random;
	e->page.ignores_queries = true;
}

static void
apply_duplicates(const struct fault *fault, struct random *random, struct effects *e)
{
	(void)random;
	e->page.repeated = (uint32_t)number(fault, 3);
}

static void
apply_evil_link(const struct fault *fault, struct random *random, struct effects *e)
{
	(void)random;
	snprintf(e->page.evil_link, sizeof(e->page.evil_link), "%s", fault->argument);
}

static void
apply_loop_link(const struct fault *fault, struct random *random, struct effects *e)
{
	(void)fault;
	(void)random;
	e->page.loops = true;
}

static void
apply_cycle_links(const struct fault *fault, struct random *random, struct effects *e)
{
	(void)random;
	e->page.cycle = (uint32_t)number(fault, 2);
}

static void
apply_endless(const struct fault *fault, struct random *random, struct effects *e)
{
	(void)fault;
	(void)random;
	e->page.is_endless = true;
}

static void
apply_mid_walk(const struct fault *fault, struct random *random, struct effects *e)
{
	(void)fault;
	(void)random;
	e->page.breaks_off = true;
}

static const struct fault_kind kinds[] = {
    {"late", apply_late, true, false, NULL, 0},
    {"hang", apply_hang, false, false, NULL, 0},
    {"cut", apply_cut, false, false, NULL, 0},
    {"broken", apply_spoil, false, false, spoil_break, 0},
    {"html", apply_spoil, false, false, spoil_html, 0},
    {"401", apply_status, false, false, NULL, 0},
    {"403", apply_status, false, false, NULL, 0},
    {"404", apply_status, false, false, NULL, 0},
    {"405", apply_status, false, false, NULL, 0},
    {"429", apply_status, false, false, NULL, 0},
    {"500", apply_status, false, false, NULL, 0},
    {"503", apply_status, false, false, NULL, 0},
    {"empty_page", apply_empty_page, false, true, NULL, 0},
    {"short_pages", apply_short_pages, false, true, NULL, 0},
    {"slow_pages", apply_slow_pages, false, true, NULL, 0},
    {"ignore_query", apply_ignore_query, false, true, NULL, 0},
    {"duplicates", apply_duplicates, false, true, NULL, 0},
    {"evil_link", apply_evil_link, true, true, NULL, 0},
    {"loop_link", apply_loop_link, false, true, NULL, 0},
    {"cycle_links", apply_cycle_links, false, true, NULL, 0},
    {"endless", apply_endless, false, true, NULL, 0},
    {"deep", apply_spoil, false, false, spoil_deep, 100000},
    {"long_text", apply_spoil, false, false, spoil_long_text, 10240},
    {"huge", apply_spoil, false, false, spoil_huge, 300},
    {"bomb", apply_spoil, false, false, spoil_bomb, 4},
    {"gzip_garbage", apply_spoil, false, false, spoil_gzip_garbage, 0},
    {"many_headers", apply_spoil, false, false, spoil_many_headers, 1000},
    {"long_header", apply_spoil, false, false, spoil_long_header, 90},
    {"204", apply_spoil, false, false, spoil_no_content, 0},
    {"wrong_type", apply_spoil, false, false, spoil_type, 0},
    {"mid_walk", apply_mid_walk, false, true, NULL, 0},
};

struct faults *
faults_new(uint64_t seed)
{
	struct faults *f = sim_alloc(1, sizeof(*f));

	pthread_mutex_init(&f->lock, NULL);
	f->random.state = random_mix(seed ^ 0xfa17);
	return f;
}

void
faults_free(struct faults *f)
{
	if (f == NULL)
		return;
	pthread_mutex_destroy(&f->lock);
	free(f->list);
	free(f);
}

static bool
read_whole(const char *text, uint32_t *value)
{
	char *end;
	unsigned long parsed = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end != '\0' || parsed > UINT32_MAX)
		return false;
	*value = (uint32_t)parsed;
	return true;
}

static bool
read_path(const char *text, struct fault *fault)
{
	static const char *const names[] = {"other", "cluster", "sessions", "files", "connections", "locks", "detail"};

	for (unsigned i = 1; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(text, names[i]) == 0) {
			fault->has_path = true;
			fault->path = (enum endpoint)i;
			return true;
		}
	}
	return false;
}

static const char *
read_kind(char *word, struct fault *fault)
{
	char *equals = strchr(word, '=');
	double value;
	char *end;

	if (equals != NULL) {
		*equals = '\0';
		fault->has_argument = true;
		snprintf(fault->argument, sizeof(fault->argument), "%s", equals + 1);
	}
	for (unsigned i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(word, kinds[i].name) == 0)
			fault->kind = &kinds[i];
	}
	if (fault->kind == NULL)
		return "there is no such kind of fault; see --help";
	if (!fault->has_argument)
		return fault->kind->is_argument_needed ? "this fault needs an argument: KIND=ARGUMENT" : NULL;
	if (fault->kind->apply == apply_evil_link)
		return NULL;
	value = strtod(fault->argument, &end);
	if (end == fault->argument || *end != '\0' || !(value >= 0 && value < 1e6))
		return "the argument of this fault is a number";
	return NULL;
}

static const char *
read_limit(char *word, struct fault *fault)
{
	char *value = strchr(word, '=');
	char *end;

	if (value == NULL)
		return "only rate=, nth=, count= and path= may follow the kind of a fault";
	*value++ = '\0';
	if (strcmp(word, "rate") == 0) {
		fault->rate = strtod(value, &end);
		return *end == '\0' && fault->rate >= 0 && fault->rate <= 1 ? NULL : "rate= takes a number from 0 to 1";
	}
	if (strcmp(word, "nth") == 0)
		return read_whole(value, &fault->nth) && fault->nth > 0 ? NULL : "nth= takes a number from 1 on";
	if (strcmp(word, "count") == 0)
		return read_whole(value, &fault->count) && fault->count > 0 ? NULL : "count= takes a number from 1 on";
	if (strcmp(word, "path") == 0)
		return read_path(value, fault) ? NULL
					       : "path= is sessions, files, connections, locks, detail or cluster";
	return "only rate=, nth=, count= and path= may follow the kind of a fault";
}

const char *
faults_add(struct faults *f, const char *spec)
{
	struct fault fault = {.rate = -1};
	char *copy = sim_strndup(spec, strlen(spec)), *rest = copy;
	const char *problem = read_kind(strsep(&rest, ","), &fault);

	while (problem == NULL && rest != NULL)
		problem = read_limit(strsep(&rest, ","), &fault);
	free(copy);
	if (problem != NULL)
		return problem;
	if (fault.nth > 0 && fault.count == 0)
		fault.count = 1;
	pthread_mutex_lock(&f->lock);
	f->list = sim_realloc(f->list, f->count + 1, sizeof(*f->list));
	f->list[f->count++] = fault;
	pthread_mutex_unlock(&f->lock);
	return NULL;
}

void
faults_clear(struct faults *f)
{
	pthread_mutex_lock(&f->lock);
	f->count = 0;
	pthread_mutex_unlock(&f->lock);
}

static bool
is_meant(const struct fault *fault, enum endpoint endpoint, uint32_t page, bool resumes)
{
	bool is_collection = endpoint == ENDPOINT_SESSIONS || endpoint == ENDPOINT_FILES ||
			     endpoint == ENDPOINT_CONNECTIONS || endpoint == ENDPOINT_LOCKS;

	if (fault->has_path && fault->path != endpoint)
		return false;
	if (fault->kind->is_of_pages && !is_collection)
		return false;
	if (fault->kind->apply == apply_empty_page && resumes)
		return false;
	if (fault->kind->apply == apply_mid_walk && page != (uint32_t)number(fault, 2))
		return false;
	return true;
}

static bool
happens(struct fault *fault, struct random *random)
{
	fault->seen++;
	if (fault->seen < fault->nth || (fault->count > 0 && fault->done >= fault->count))
		return false;
	if (fault->rate >= 0 && (double)(random_next(random) >> 11) * 0x1p-53 >= fault->rate)
		return false;
	fault->done++;
	return true;
}

void
faults_decide(struct faults *f, enum endpoint endpoint, uint32_t page, bool resumes, struct effects *effects)
{
	memset(effects, 0, sizeof(*effects));
	pthread_mutex_lock(&f->lock);
	for (unsigned i = 0; i < f->count; i++) {
		struct fault *fault = &f->list[i];

		if (is_meant(fault, endpoint, page, resumes) && happens(fault, &f->random))
			fault->kind->apply(fault, &f->random, effects);
	}
	pthread_mutex_unlock(&f->lock);
}
