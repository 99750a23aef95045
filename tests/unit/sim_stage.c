#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/fault.h"
#include "sim/simulator.h"
#include "sim_stage.h"

void
sim_stage_open(struct sim_stage *s, struct world_options options)
{
	*s = (struct sim_stage){.accept = "application/json"};
	s->sim = simulator_new(&options);
}

struct world_options
sim_stage_small_world(void)
{
	return (struct world_options){
	    .name = "sim1",
	    .release = {9, 14, 1},
	    .seed = 3,
	    .sessions = 120,
	    .files_per_session = 3,
	    .churn = 60,
	    .frozen = true,
	};
}

static void
forget_answer(struct sim_stage *s)
{
	cJSON_Delete(s->json);
	free(s->text);
	free(s->next);
	s->json = NULL;
	s->text = NULL;
	s->next = NULL;
}

void
sim_stage_close(struct sim_stage *s)
{
	forget_answer(s);
	simulator_free(s->sim);
}

void
sim_ask(struct sim_stage *s, const char *method, const char *uri)
{
	struct api_request request = {.method = method, .uri = uri, .accept = s->accept};
	struct answer a = {.status = 0};
	char *copy = strdup(uri);

	forget_answer(s);
	request.uri = copy;
	api_answer(s->sim, &request, &a, &s->mischief);
	s->status = a.status;
	s->text = sim_strndup(a.body.data, a.body.length);
	if (a.next.length > 0)
		s->next = sim_strndup(a.next.data, a.next.length);
	s->json = cJSON_ParseWithOpts(s->text, NULL, true);
	answer_free(&a);
	free(copy);
}

void
sim_get(struct sim_stage *s, const char *uri)
{
	sim_ask(s, "GET", uri);
}

cJSON *
sim_at(cJSON *object, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

int
sim_rows(const struct sim_stage *s)
{
	cJSON *records = sim_at(s->json, "records");
	cJSON *number = sim_at(s->json, "num_records");

	assert_int_equal(s->status, 200);
	assert_non_null(number);
	if (records != NULL && cJSON_IsArray(records))
		assert_int_equal(number->valueint, cJSON_GetArraySize(records));
	return number->valueint;
}

cJSON *
sim_row(const struct sim_stage *s, int i)
{
	cJSON *record = cJSON_GetArrayItem(sim_at(s->json, "records"), i);

	assert_non_null(record);
	return record;
}

const char *
sim_word(cJSON *object, const char *name)
{
	const char *text = cJSON_GetStringValue(sim_at(object, name));

	assert_non_null(text);
	return text;
}

void
sim_expect_error(struct sim_stage *s, const char *uri, unsigned status, const char *code, const char *target)
{
	cJSON *error;

	sim_get(s, uri);
	assert_int_equal(s->status, status);
	error = sim_at(s->json, "error");
	assert_string_equal(sim_word(error, "code"), code);
	assert_true(sim_word(error, "message")[0] != '\0');
	if (target == NULL)
		assert_null(sim_at(error, "target"));
	else
		assert_string_equal(sim_word(error, "target"), target);
}

int
sim_walk(struct sim_stage *s, const char *uri, int *pages)
{
	int total = 0;

	*pages = 0;
	sim_get(s, uri);
	for (;;) {
		char *next;

		total += sim_rows(s);
		(*pages)++;
		assert_true(*pages < 1000);
		if (s->next == NULL)
			return total;
		assert_string_equal(sim_word(sim_at(sim_at(s->json, "_links"), "next"), "href"), s->next);
		next = strdup(s->next);
		sim_get(s, next);
		free(next);
	}
}

char *
sim_instance_of_first(struct sim_stage *s, const char *collection)
{
	char *path;

	s->accept = "application/hal+json";
	sim_get(s, collection);
	path = strdup(sim_word(sim_at(sim_at(sim_row(s, 0), "_links"), "self"), "href"));
	s->accept = "application/json";
	return path;
}

void
sim_set_fault(struct sim_stage *s, const char *spec)
{
	faults_clear(simulator_faults(s->sim));
	assert_null(faults_add(simulator_faults(s->sim), spec));
}
