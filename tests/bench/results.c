/* results.c: what came of a run. */
#include "config.h"

#include "bench/results.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/buffer.h"

#define CELL_LIMIT 256

/* How much better than due, as a factor: 1 and more is a pass. */
static double
judge(const struct goal *goal, double ours, double peer)
{
	/* Nothing is better than the best; a target of nothing is missed by whatever there is. */
	const double tiny = 1e-12;

	switch (goal->rule) {
	case RULE_TIMES_LESS: return peer / (ours + tiny) / goal->target;
	case RULE_TIMES_MORE: return ours / (peer + tiny) / goal->target;
	case RULE_WITHIN: return (peer * goal->target + tiny) / (ours + tiny);
	case RULE_MARGIN: return (peer + goal->target) / (ours + tiny);
	case RULE_BELOW: return (goal->target + tiny) / (ours + tiny);
	case RULE_ABOVE: return ours / goal->target;
	case RULE_SHOWN: break;
	}
	return 1;
}

static bool
needs_peer(const struct goal *goal)
{
	return goal->rule != RULE_BELOW && goal->rule != RULE_ABOVE && goal->rule != RULE_SHOWN;
}

static const char *
verdict(const struct goal *goal, const struct result *result, char *cell)
{
	double factor;

	if (goal->rule == RULE_SHOWN)
		return "shown";
	if (needs_peer(goal) && result->peer.count == 0)
		return "no peer";
	factor = judge(goal, samples_median(&result->ours), samples_median(&result->peer));
	if (factor >= 1)
		return "pass";
	snprintf(cell, CELL_LIMIT, factor < 0.001 ? "short" : "short by %.2f", 1 / factor);
	return cell;
}

static void
print_number(char *cell, double value)
{
	int digits = value >= 100 || value == 0 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;

	snprintf(cell, CELL_LIMIT, "%.*f", digits, value);
}

static void
print_samples(char *cell, const struct samples *samples)
{
	char middle[CELL_LIMIT], low[CELL_LIMIT], high[CELL_LIMIT];

	if (samples->count == 0) {
		snprintf(cell, CELL_LIMIT, "-");
		return;
	}
	print_number(middle, samples_median(samples));
	print_number(low, samples_quantile(samples, 0));
	print_number(high, samples_quantile(samples, 1));
	snprintf(cell, CELL_LIMIT, "%.60s (%.60s-%.60s)", middle, low, high);
}

static void
print_target(char *cell, const struct goal *goal)
{
	static const char *const formats[] = {
	    [RULE_TIMES_LESS] = "%gx less",
	    [RULE_TIMES_MORE] = "%gx more",
	    [RULE_WITHIN] = "<= %gx",
	    [RULE_MARGIN] = "<= +%g",
	    [RULE_BELOW] = "<= %g",
	    [RULE_ABOVE] = ">= %g",
	};
	char number[32];

	*cell = '\0';
	if (goal->rule == RULE_SHOWN)
		return;
	snprintf(number, sizeof number, "%g", goal->target);
	for (const char *at = formats[goal->rule]; *at != '\0'; at++) {
		if (at[0] == '%' && at[1] == 'g') {
			strncat(cell, number, CELL_LIMIT - strlen(cell) - 1);
			at++;
		} else {
			strncat(cell, (char[]){*at, '\0'}, CELL_LIMIT - strlen(cell) - 1);
		}
	}
}

/* Ours over the peer's, or the other way round when more is better. */
static void
print_ratio(char *cell, const struct goal *goal, const struct result *result)
{
	double ours = samples_median(&result->ours), peer = samples_median(&result->peer);

	*cell = '\0';
	if (result->peer.count == 0 || ours <= 0 || peer <= 0)
		return;
	snprintf(cell, CELL_LIMIT, "%.2f", goal->rule == RULE_TIMES_LESS ? peer / ours : ours / peer);
}

static void
print_row(const struct goal *goal, const struct result *result)
{
	char ours[CELL_LIMIT], peer[CELL_LIMIT], ratio[CELL_LIMIT], target[CELL_LIMIT], cell[CELL_LIMIT];

	print_samples(ours, &result->ours);
	print_samples(peer, &result->peer);
	if (result->missing != NULL)
		snprintf(peer, sizeof peer, "needs %s", result->missing);
	print_ratio(ratio, goal, result);
	print_target(target, goal);
	printf("%-3s %-41s %-4s %-22s %-23s %-22s %6s  %-8s %s\n", goal->row, goal->what, goal->unit, ours,
	    goal->peer == NULL ? "" : goal->peer, goal->peer == NULL ? "" : peer, ratio, target,
	    verdict(goal, result, cell));
}

void
results_print(const struct bench *bench)
{
	printf("%-3s %-41s %-4s %-22s %-23s %-22s %6s  %-8s %s\n", "#", "what", "", "median (min-max)", "beside",
	    "median (min-max)", "ratio", "to reach", "");
	for (size_t i = 0; i < GOAL_COUNT; i++) {
		if (bench->results[i].is_measured)
			print_row(&goals[i], &bench->results[i]);
	}
}

static cJSON *
make_samples(const struct samples *samples)
{
	cJSON *object = cJSON_CreateObject();

	cJSON_AddNumberToObject(object, "median", samples_median(samples));
	cJSON_AddNumberToObject(object, "min", samples_quantile(samples, 0));
	cJSON_AddNumberToObject(object, "max", samples_quantile(samples, 1));
	cJSON_AddItemToObject(object, "runs", cJSON_CreateDoubleArray(samples->values, (int)samples->count));
	return object;
}

static cJSON *
make_row(const struct goal *goal, const struct result *result)
{
	cJSON *row = cJSON_CreateObject();
	char cell[CELL_LIMIT];

	cJSON_AddStringToObject(row, "row", goal->row);
	cJSON_AddStringToObject(row, "what", goal->what);
	cJSON_AddStringToObject(row, "unit", goal->unit);
	cJSON_AddItemToObject(row, "cifstop", make_samples(&result->ours));
	if (goal->peer != NULL)
		cJSON_AddStringToObject(row, "beside", goal->peer);
	if (result->peer.count > 0)
		cJSON_AddItemToObject(row, "peer", make_samples(&result->peer));
	if (result->missing != NULL)
		cJSON_AddStringToObject(row, "missing", result->missing);
	print_target(cell, goal);
	cJSON_AddStringToObject(row, "to_reach", cell);
	cJSON_AddStringToObject(row, "verdict", verdict(goal, result, cell));
	return row;
}

bool
results_write(const struct bench *bench, const char *path)
{
	cJSON *report = cJSON_CreateObject(), *rows = cJSON_AddArrayToObject(report, "rows");
	FILE *file = fopen(path, "we");
	struct utsname machine;
	char *text;
	bool is_written;

	if (uname(&machine) == 0)
		cJSON_AddStringToObject(report, "machine", machine.machine);
	cJSON_AddBoolToObject(report, "quick", bench->is_quick);
	for (size_t i = 0; i < GOAL_COUNT; i++) {
		if (bench->results[i].is_measured)
			cJSON_AddItemToArray(rows, make_row(&goals[i], &bench->results[i]));
	}
	text = cJSON_Print(report);
	is_written = file != NULL && fprintf(file, "%s\n", text) > 0;
	is_written = file != NULL && fclose(file) == 0 && is_written;
	free(text);
	cJSON_Delete(report);
	return is_written;
}
