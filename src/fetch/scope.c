/* scope.c: what a cluster is asked for when a query is watched, and which of the records that come are meant. */
#include "config.h"

#include "fetch/scope.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/session_fields.h"
#include "ontap/path_search.h"
#include "ontap/query_list.h"

/* Of the 8 KB that ONTAP takes; fields, paging and the user's own parameters need the rest. */
#define KEYS_SIZE_MAX 4000
#define SVMS_SIZE_MAX 1000

/* What is added at most: a path, keys, SVMs. */
#define OWN_PARAMETERS_MAX 3

struct scope {
	const struct kind *kind;
	size_t cluster;
	struct query_parameter *parameters;
	size_t parameter_count;
	struct path_search *path; /* or NULL */
	unsigned path_field;
	unsigned sessions_field;
	char *sessions_value; /* or NULL */
	bool keeps_ended;
};

/* Adds a copy of the two. */
static void
add_parameter(struct query_parameter *parameters, size_t *count, const char *name, const char *value)
{
	parameters[(*count)++] = (struct query_parameter){xstrdup(name), xstrdup(value)};
}

static void
free_parameters(struct query_parameter *parameters, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(parameters[i].name);
		free(parameters[i].value);
	}
	free(parameters);
}

struct scope *
scope_new(const struct fetch_query *query)
{
	struct scope *scope = xcalloc(1, sizeof *scope);

	scope->kind = query->kind;
	scope->cluster = query->cluster;
	scope->parameters = xcalloc(query->parameter_count + 1, sizeof *scope->parameters);
	for (size_t i = 0; i < query->parameter_count; i++)
		add_parameter(
		    scope->parameters, &scope->parameter_count, query->parameters[i].name, query->parameters[i].value);
	scope->path_field = field_find(query->kind, text_of("path"));
	if (query->path_fragment != NULL && scope->path_field != FIELD_NONE)
		scope->path = path_search_new(text_of(query->path_fragment));
	scope->sessions_field = query->sessions_field;
	scope->sessions_value = xstrdup(query->sessions_value);
	scope->keeps_ended = query->keeps_ended;
	return scope;
}

void
scope_free(struct scope *scope)
{
	if (scope == NULL)
		return;
	free_parameters(scope->parameters, scope->parameter_count);
	path_search_free(scope->path);
	free(scope->sessions_value);
	free(scope);
}

const struct kind *
scope_kind(const struct scope *scope)
{
	return scope->kind;
}

bool
scope_has_cluster(const struct scope *scope, size_t cluster)
{
	return scope->cluster == FETCH_ALL || scope->cluster == cluster;
}

bool
scope_keeps_ended(const struct scope *scope)
{
	return scope->keeps_ended;
}

bool
scope_needs_sessions(const struct scope *scope)
{
	return scope->sessions_value != NULL;
}

void
scope_want(const struct scope *scope, bool wanted[static FIELDS_MAX])
{
	join_want(scope->kind, wanted);
	if (scope->sessions_value != NULL)
		wanted[scope->sessions_field] = true;
}

/* ------------------------------------------------------------------ what to ask for */

/* Adds a parameter unless the value is NULL or the query has one of that name, since ONTAP refuses two (262188). */
static void
add_own(const struct scope *scope, struct scope_request *request, const char *name, const char *value)
{
	for (size_t i = 0; i < scope->parameter_count; i++) {
		if (strcmp(scope->parameters[i].name, name) == 0)
			return;
	}
	if (value != NULL)
		add_parameter(request->parameters, &request->count, name, value);
}

static void
add_path(const struct scope *scope, struct scope_request *request)
{
	char *value = path_search_query(scope->path);

	add_own(scope, request, scope->kind->fields[scope->path_field].api_name, value);
	free(value);
}

static void
add_value(struct query_list *list, const struct snapshot *sessions, unsigned field, uint32_t row)
{
	if (session_kind.fields[field].type == TYPE_ID && snapshot_number(sessions, field, row) != VALUE_ABSENT)
		query_list_add_number(list, snapshot_number(sessions, field, row));
	else if (session_kind.fields[field].type != TYPE_ID && !text_is_absent(snapshot_text(sessions, field, row)))
		query_list_add_text(list, snapshot_text(sessions, field, row));
}

/* Stores which values the sessions have that are meant; returns how many there are. */
static size_t
list_sessions(const struct scope *scope, const struct snapshot *sessions, unsigned keys_field, struct query_list *keys,
    struct query_list *svms)
{
	uint32_t rows = sessions == NULL ? 0 : snapshot_count(sessions);
	struct text meant = text_of(scope->sessions_value);
	size_t count = 0;

	for (uint32_t row = 0; row < rows; row++) {
		if (!text_equals_nocase(snapshot_text(sessions, scope->sessions_field, row), meant))
			continue;
		count++;
		add_value(keys, sessions, keys_field, row);
		add_value(svms, sessions, FIELD_SVM_UUID, row);
	}
	return count;
}

/* The keys of all sessions that are meant, or, when these are too many, only the SVMs that they are on. */
static void
add_sessions(const struct scope *scope, const struct snapshot *sessions, struct scope_request *request)
{
	struct join_keys keys = join_keys(scope->kind);
	struct query_list values, svms;
	char *value;

	if (keys.field == FIELD_NONE)
		return;
	query_list_init(&values, KEYS_SIZE_MAX);
	query_list_init(&svms, SVMS_SIZE_MAX);
	request->is_nothing = list_sessions(scope, sessions, keys.session_field, &values, &svms) == 0;
	value = query_list_take(&values);
	add_own(scope, request, scope->kind->fields[keys.field].api_name, value);
	free(value);
	value = query_list_take(&svms);
	add_own(scope, request, session_kind.fields[FIELD_SVM_UUID].api_name, value);
	free(value);
	query_list_free(&values);
	query_list_free(&svms);
}

struct scope_request
scope_ask(const struct scope *scope, const struct snapshot *sessions)
{
	struct scope_request request = {0};

	request.parameters = xcalloc(scope->parameter_count + OWN_PARAMETERS_MAX, sizeof *request.parameters);
	for (size_t i = 0; i < scope->parameter_count; i++)
		add_parameter(
		    request.parameters, &request.count, scope->parameters[i].name, scope->parameters[i].value);
	if (scope->path != NULL)
		add_path(scope, &request);
	if (scope->sessions_value != NULL)
		add_sessions(scope, sessions, &request);
	return request;
}

void
scope_request_clear(struct scope_request *request)
{
	free_parameters(request->parameters, request->count);
	*request = (struct scope_request){0};
}

bool
scope_accepts(const struct scope *scope, struct join *join, const struct record *record)
{
	if (scope->path != NULL && !path_search_matches(scope->path, record->text[scope->path_field]))
		return false;
	return scope->sessions_value == NULL ||
	       join_is_of(join, record, scope->sessions_field, text_of(scope->sessions_value));
}
