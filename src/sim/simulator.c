#include "config.h"

#include "sim/simulator.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sim/buffer.h"
#include "sim/churn.h"

struct simulator {
	struct world *world;
	pthread_rwlock_t lock;
	time_t started; /* on the monotonic clock */
	uint32_t seconds_done; /* real seconds that the world has lived, or stood still */
	bool frozen;

	pthread_mutex_t index_lock;
	uint32_t *index;
	uint64_t index_version;

	pthread_mutex_t token_lock;
	char *token; /* or NULL */

	struct faults *faults;
	const char *forbidden[SIMULATOR_FORBIDDEN_MAX];
	unsigned forbidden_count;
};

static time_t
clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

struct simulator *
simulator_new(const struct world_options *options)
{
	struct simulator *sim = sim_alloc(1, sizeof(*sim));

	sim->world = world_new(options);
	sim->index_version = UINT64_MAX;
	sim->frozen = options->frozen;
	sim->faults = faults_new(options->seed);
	pthread_rwlock_init(&sim->lock, NULL);
	pthread_mutex_init(&sim->index_lock, NULL);
	pthread_mutex_init(&sim->token_lock, NULL);
	sim->started = clock_now();
	return sim;
}

void
simulator_free(struct simulator *sim)
{
	if (sim == NULL)
		return;
	pthread_rwlock_destroy(&sim->lock);
	pthread_mutex_destroy(&sim->index_lock);
	pthread_mutex_destroy(&sim->token_lock);
	free(sim->token);
	faults_free(sim->faults);
	world_free(sim->world);
	free(sim->index);
	free(sim);
}

const struct world_options *
simulator_options(const struct simulator *sim)
{
	return &sim->world->options;
}

static uint32_t
seconds_due(const struct simulator *sim)
{
	uint32_t lived = (uint32_t)(clock_now() - sim->started);

	return sim->frozen ? 0 : lived - sim->seconds_done;
}

static void
catch_up(struct simulator *sim)
{
	uint32_t due = seconds_due(sim);

	churn_advance(sim->world, due);
	sim->seconds_done += due;
}

const struct world *
simulator_read(struct simulator *sim)
{
	pthread_rwlock_rdlock(&sim->lock);
	if (seconds_due(sim) > 0) {
		pthread_rwlock_unlock(&sim->lock);
		simulator_write(sim);
		pthread_rwlock_unlock(&sim->lock);
		pthread_rwlock_rdlock(&sim->lock);
	}
	return sim->world;
}

struct world *
simulator_write(struct simulator *sim)
{
	pthread_rwlock_wrlock(&sim->lock);
	catch_up(sim);
	return sim->world;
}

void
simulator_unlock(struct simulator *sim)
{
	pthread_rwlock_unlock(&sim->lock);
}

void
simulator_freeze(struct simulator *sim, bool is_frozen)
{
	/* Its time is not made up for. */
	if (sim->frozen)
		sim->seconds_done = (uint32_t)(clock_now() - sim->started);
	sim->frozen = is_frozen;
}

static int
compare_connections(const void *a, const void *b, void *world)
{
	const struct world *w = world;
	const struct session *s = &w->slots[*(const uint32_t *)a], *t = &w->slots[*(const uint32_t *)b];
	const struct lif *left = world_lif(w, s), *right = world_lif(w, t);

	if (left->node != right->node)
		return left->node < right->node ? -1 : 1;
	if (left->svm != right->svm)
		return left->svm < right->svm ? -1 : 1;
	if (s->connection != t->connection)
		return s->connection < t->connection ? -1 : 1;
	return s->id < t->id ? -1 : s->id > t->id;
}

const uint32_t *
simulator_connections(struct simulator *sim)
{
	struct world *w = sim->world;

	pthread_mutex_lock(&sim->index_lock);
	if (sim->index_version != w->version) {
		sim->index = sim_realloc(sim->index, w->order_count, sizeof(*sim->index));
		if (w->order_count > 0) {
			memcpy(sim->index, w->order, w->order_count * sizeof(*sim->index));
			qsort_r(sim->index, w->order_count, sizeof(*sim->index), compare_connections, w);
		}
		sim->index_version = w->version;
	}
	pthread_mutex_unlock(&sim->index_lock);
	return sim->index;
}

void
simulator_forbid(struct simulator *sim, const char *path)
{
	if (sim->forbidden_count < SIMULATOR_FORBIDDEN_MAX)
		sim->forbidden[sim->forbidden_count++] = path + strlen("/api");
}

bool
simulator_forbids(const struct simulator *sim, const char *path)
{
	for (unsigned i = 0; i < sim->forbidden_count; i++) {
		size_t length = strlen(sim->forbidden[i]);

		if (strncmp(path, sim->forbidden[i], length) == 0 && (path[length] == '\0' || path[length] == '/'))
			return true;
	}
	return false;
}

void
simulator_set_token(struct simulator *sim, const char *token)
{
	pthread_mutex_lock(&sim->token_lock);
	free(sim->token);
	sim->token = token == NULL ? NULL : sim_strndup(token, strlen(token));
	pthread_mutex_unlock(&sim->token_lock);
}

bool
simulator_has_token(struct simulator *sim)
{
	bool has;

	pthread_mutex_lock(&sim->token_lock);
	has = sim->token != NULL;
	pthread_mutex_unlock(&sim->token_lock);
	return has;
}

bool
simulator_knows_token(struct simulator *sim, const char *token)
{
	bool knows;

	pthread_mutex_lock(&sim->token_lock);
	knows = sim->token != NULL && strcmp(sim->token, token) == 0;
	pthread_mutex_unlock(&sim->token_lock);
	return knows;
}

struct faults *
simulator_faults(struct simulator *sim)
{
	return sim->faults;
}
