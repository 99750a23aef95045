#include "config.h"

#include "sim/collection.h"

#include <stdlib.h>
#include <string.h>

#include "sim/answer.h"
#include "sim/fault.h"
#include "sim/params.h"
#include "sim/plan.h"
#include "sim/selection.h"
#include "sim/sorting.h"

enum { MAX_RECORDS_STANDARD = 10000, RETURN_TIMEOUT_STANDARD = 15, RETURN_TIMEOUT_MAX = 120 };

/* A request, understood. */
struct page {
	const struct collection_request *request;
	struct scan scan;
	struct filters filters;
	struct order order;
	uint32_t fields;
	uint64_t limit; /* records on the page */
	uint64_t skip; /* offset= that is left */
	uint64_t timeout; /* seconds that the page may take */
	bool with_records;
	bool is_pretty;

	struct plan *plan;
	struct cursor at;
	uint64_t row; /* with order_by: where in the sorted list */
	uint64_t count; /* records so far */
	struct cursor last[2]; /* the record before the next page: [0] as it should be, [1] when rows are to repeat */
};

static void
bad_value(struct answer *a, const char *name, const char *value)
{
	answer_error(a, 400, "262197", name, "The value \"%s\" is invalid for field \"%s\".", value, name);
}

bool
collection_boolean(const struct params *params, const char *name, bool standard, bool *value, struct answer *a)
{
	const char *text = params_get(params, name);

	*value = standard;
	if (text == NULL)
		return true;
	*value = strcmp(text, "true") == 0;
	if (!*value && strcmp(text, "false") != 0) {
		bad_value(a, name, text);
		return false;
	}
	return true;
}

static bool
read_number(
    const struct params *params, const char *name, uint64_t least, uint64_t most, uint64_t *value, struct answer *a)
{
	const char *text = params_get(params, name);

	if (text == NULL)
		return true;
	if (!key_number(text, value) || *value < least || *value > most) {
		bad_value(a, name, text);
		return false;
	}
	return true;
}

static bool
read_fields(const struct collection_request *request, uint32_t standard, uint32_t *fields, struct answer *a)
{
	const char *text = params_get(request->params, "fields");
	bool ignore;

	*fields = standard;
	if (!collection_boolean(request->params, "ignore_unknown_fields", false, &ignore, a))
		return false;
	if (text == NULL || selection_parse(request->kind, text, ignore, fields))
		return true;
	bad_value(a, "fields", text);
	return false;
}

static bool
read_order(struct page *p, struct answer *a)
{
	const char *name = "order_by", *text = params_get(p->request->params, name);
	enum order_problem problem;

	if (text == NULL) {
		name = "$orderBy";
		text = params_get(p->request->params, name);
	}
	if (text == NULL)
		return true;
	problem = order_parse(p->request->kind, text, &p->order);
	if (problem == ORDER_UNKNOWN)
		bad_value(a, name, text);
	else if (problem == ORDER_NOT_SORTABLE)
		answer_error(a, 400, "262268", name, "Sorting is not supported for \"%s\".", text);
	return problem == ORDER_FINE;
}

/* Parameters that are no fields; ignore_unknown_fields came with 9.11.1. */
static bool
is_general(const struct page *p, const char *name)
{
	static const char *const names[] = {
	    "fields",
	    "max_records",
	    "offset",
	    "return_records",
	    "return_timeout",
	    "order_by",
	    "$orderBy",
	    "pretty",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	if (strcmp(name, "ignore_unknown_fields") == 0)
		return release_is_at_least(p->scan.w->options.release, 9, 11, 1);
	return strncmp(name, "start.", 6) == 0;
}

static bool
read_filters(struct page *p, struct answer *a)
{
	const struct kind *kind = p->request->kind;

	for (size_t i = 0; i < p->request->params->count; i++) {
		const struct param *param = &p->request->params->list[i];
		unsigned field = selection_find(kind, param->name, strlen(param->name));

		if (field == kind->field_count) {
			if (is_general(p, param->name))
				continue;
			answer_error(a, 400, "262179", param->name, "Unexpected argument \"%s\".", param->name);
			return false;
		}
		if (!filters_add(&p->filters, field, param->value, p->scan.dialect)) {
			bad_value(a, param->name, param->value);
			return false;
		}
	}
	if (p->request->effects != NULL && p->request->effects->ignores_queries)
		filters_free(&p->filters);
	return true;
}

static bool
read_start(struct page *p, struct answer *a)
{
	const struct params *params = p->request->params;
	bool started = false;

	for (size_t i = 0; i < params->count; i++)
		started = started || strncmp(params->list[i].name, "start.", 6) == 0;
	if (!started)
		return true;
	/* The link of an empty first page has no key: it starts where that page did. */
	if (params_get(params, "start.empty") != NULL && params_get(params, "start.node.uuid") == NULL &&
	    params_get(params, "start.row") == NULL)
		return true;
	p->skip = 0;
	if (p->order.count > 0)
		return read_number(params, "start.row", 0, UINT32_MAX, &p->row, a);
	if (p->request->kind->seek(&p->scan, params, &p->at))
		return true;
	bad_value(a, "start", "");
	return false;
}

static bool
read_request(struct page *p, struct answer *a)
{
	const struct params *params = p->request->params;

	p->limit = MAX_RECORDS_STANDARD;
	p->timeout = RETURN_TIMEOUT_STANDARD;
	return read_filters(p, a) && read_fields(p->request, selection_keys(p->request->kind), &p->fields, a) &&
	       read_order(p, a) && read_number(params, "max_records", 1, UINT32_MAX, &p->limit, a) &&
	       read_number(params, "offset", 0, UINT32_MAX, &p->skip, a) &&
	       read_number(params, "return_timeout", 0, RETURN_TIMEOUT_MAX, &p->timeout, a) &&
	       collection_boolean(params, "return_records", true, &p->with_records, a) &&
	       collection_boolean(params, "pretty", false, &p->is_pretty, a) && read_start(p, a);
}

/* Counts the record, writes it, and remembers it as the last one. */
static void
take_record(struct page *p, struct record *r, struct answer *a)
{
	const struct page_effects *effects = p->request->effects;
	uint32_t repeated = effects == NULL ? 0 : effects->repeated;

	p->count++;
	p->last[0] = p->at;
	if (p->count + repeated <= p->limit || p->count == 1)
		p->last[1] = p->at;
	if (!p->with_records)
		return;
	plan_write(p->plan, r, &a->body);
	buffer_byte(&a->body, ',');
}

static void
walk(struct page *p, struct answer *a)
{
	const struct kind *kind = p->request->kind;
	struct record r;

	while (p->count < p->limit && kind->load(&p->scan, &p->at, &r)) {
		if (filters_match(&p->filters, &r)) {
			if (p->skip > 0)
				p->skip--;
			else
				take_record(p, &r, a);
		}
		kind->advance(&p->at, &r);
	}
}

static void
walk_sorted(struct page *p, struct answer *a)
{
	struct sorting sorting;
	uint64_t row = p->row + p->skip;
	struct record r;

	sorting_collect(&sorting, &p->scan, p->request->kind, &p->filters, &p->order);
	for (; p->count < p->limit && row < sorting.count; row++) {
		p->at = sorting.rows[row];
		if (p->request->kind->load(&p->scan, &p->at, &r))
			take_record(p, &r, a);
	}
	p->row = row;
	sorting_free(&sorting);
}

/* Where the next page starts: the key of the last record, or the row when sorted. */
static void
write_start(struct page *p, struct buffer *out)
{
	const struct page_effects *effects = p->request->effects;
	uint32_t repeated = effects == NULL ? 0 : effects->repeated;
	struct cursor at = p->last[repeated > 0];
	struct record r;

	if (p->order.count > 0 && p->count > 0) {
		uint64_t back = repeated < p->count ? repeated : p->count - 1;

		buffer_literal(out, "start.row=");
		buffer_unsigned(out, p->row - back);
		return;
	}
	if (p->count > 0 && p->request->kind->load(&p->scan, &at, &r)) {
		p->request->kind->write_start(&r, out);
		return;
	}
	/* An empty page: as it was asked for. */
	for (size_t i = 0; i < p->request->params->count; i++) {
		const struct param *param = &p->request->params->list[i];

		if (strncmp(param->name, "start.", 6) != 0 || strcmp(param->name, "start.page") == 0 ||
		    strcmp(param->name, "start.empty") == 0)
			continue;
		if (out->length > 0 && out->data[out->length - 1] != '?')
			buffer_byte(out, '&');
		buffer_url_encoded(out, param->name, strlen(param->name));
		buffer_byte(out, '=');
		buffer_url_encoded(out, param->value, strlen(param->value));
	}
}

/* Of its walk, from 1 on. */
static uint64_t
page_number(const struct page *p)
{
	const char *page = params_get(p->request->params, "start.page");
	uint64_t number = 1;

	if (page != NULL)
		key_number(page, &number);
	return number;
}

/* A link with nothing but a number, which leads back to the first rows. */
static void
write_numbered(struct page *p, uint64_t number, struct buffer *out)
{
	buffer_text(out, p->request->kind->path);
	buffer_literal(out, "?start.page=");
	buffer_unsigned(out, number);
	buffer_literal(out, "&start.empty=1");
	params_encode(p->request->params, out);
}

static void
write_next(struct page *p, struct buffer *out)
{
	const struct page_effects *effects = p->request->effects;
	uint64_t number = page_number(p);

	buffer_text(out, p->request->kind->path);
	buffer_byte(out, '?');
	write_start(p, out);
	if (out->data[out->length - 1] != '?')
		buffer_byte(out, '&');
	buffer_literal(out, "start.page=");
	buffer_unsigned(out, number + (p->count > 0 ? 1 : 0));
	if (effects != NULL && effects->is_empty)
		buffer_literal(out, "&start.empty=1");
	params_encode(p->request->params, out);
}

/* The request's own path, with its parameters encoded anew. */
static void
write_this(const struct page *p, struct buffer *out)
{
	buffer_text(out, p->request->kind->path);
	for (size_t i = 0; i < p->request->params->count; i++) {
		const struct param *param = &p->request->params->list[i];

		buffer_byte(out, i == 0 ? '?' : '&');
		buffer_url_encoded(out, param->name, strlen(param->name));
		buffer_byte(out, '=');
		buffer_url_encoded(out, param->value, strlen(param->value));
	}
}

/*
 * ONTAP does not look ahead: a full page has a next link even when nothing is behind it. That page is then empty
 * and has no link.
 */
static void
make_next_link(struct page *p, struct answer *a)
{
	const struct page_effects *effects = p->request->effects;
	bool is_full = p->count == p->limit;

	if (effects != NULL && effects->evil_link[0] != '\0')
		buffer_text(&a->next, effects->evil_link);
	else if (effects != NULL && effects->loops)
		write_this(p, &a->next);
	else if (effects != NULL && effects->cycle > 0)
		write_numbered(p, page_number(p) > effects->cycle ? 2 : page_number(p) + 1, &a->next);
	else if (effects != NULL && effects->is_endless)
		write_numbered(p, page_number(p) + 1, &a->next);
	else if (is_full || (effects != NULL && effects->is_empty))
		write_next(p, &a->next);
}

static void
write_tail(struct page *p, struct answer *a)
{
	buffer_literal(&a->body, "\"num_records\":");
	buffer_unsigned(&a->body, p->count);
	make_next_link(p, a);
	if (p->request->links || a->next.length > 0) {
		buffer_literal(&a->body, ",\"_links\":{");
		if (p->request->links) {
			struct buffer self = {NULL, 0, 0};

			write_this(p, &self);
			buffer_literal(&a->body, "\"self\":{\"href\":");
			buffer_json_string(&a->body, self.data, self.length);
			buffer_text(&a->body, a->next.length > 0 ? "}," : "}");
			buffer_free(&self);
		}
		if (a->next.length > 0) {
			buffer_literal(&a->body, "\"next\":{\"href\":");
			buffer_json_string(&a->body, a->next.data, a->next.length);
			buffer_byte(&a->body, '}');
		}
		buffer_byte(&a->body, '}');
	}
	buffer_byte(&a->body, '}');
}

static void
make_pretty(struct answer *a)
{
	struct buffer pretty = {NULL, 0, 0};

	buffer_pretty(&pretty, a->body.data, a->body.length);
	buffer_free(&a->body);
	a->body = pretty;
}

/* How many rows the faults leave of a page. */
static uint64_t
limit_page(const struct page *p)
{
	const struct page_effects *effects = p->request->effects;
	uint64_t limit = p->limit, in_time;

	if (effects == NULL)
		return limit;
	if (effects->is_empty || effects->is_endless)
		return 0;
	if (effects->short_rows > 0 && effects->short_rows < limit)
		limit = effects->short_rows;
	in_time = p->timeout == 0 ? 1 : p->timeout * effects->rows_a_second;
	return effects->rows_a_second > 0 && in_time < limit ? in_time : limit;
}

static void
write_page(struct page *p, struct answer *a)
{
	struct plan_options options = {p->fields, p->scan.dialect, p->request->links, false};
	size_t start;

	p->limit = limit_page(p);
	p->plan = plan_new(p->request->kind, &options);
	buffer_literal(&a->body, "{");
	if (p->with_records)
		buffer_literal(&a->body, "\"records\":[");
	start = a->body.length;
	if (p->order.count > 0)
		walk_sorted(p, a);
	else
		walk(p, a);
	plan_free(p->plan);
	if (p->with_records) {
		if (a->body.length > start)
			a->body.length--;
		/* An odd cluster prints a list of one as the object alone. */
		if (p->count == 1 && p->scan.dialect == DIALECT_ODD)
			a->body.data[start - 1] = ' ';
		else
			buffer_byte(&a->body, ']');
		buffer_byte(&a->body, ',');
	}
	write_tail(p, a);
}

void
collection_get(const struct collection_request *request, struct answer *a)
{
	struct page p = {.request = request, .scan = request->scan, .filters = {.kind = request->kind}};

	p.scan.dialect = p.scan.w->options.dialect;
	if (read_request(&p, a)) {
		p.scan.wants_session = filters_match_session;
		p.scan.context = &p.filters;
		a->status = 200;
		if (request->effects != NULL && request->effects->breaks_off)
			answer_error(a, 500, "65541", NULL, "RPC timed out.");
		else
			write_page(&p, a);
		if (p.is_pretty)
			make_pretty(a);
	}
	filters_free(&p.filters);
}

void
collection_get_one(const struct collection_request *request, char *const *keys, struct answer *a)
{
	struct plan_options options = {0, request->scan.w->options.dialect, request->links, false};
	struct scan scan = request->scan;
	struct cursor at = {0, 0, 0};
	struct record r;
	struct plan *plan;
	bool is_pretty;

	scan.dialect = options.dialect;
	for (size_t i = 0; i < request->params->count; i++) {
		const char *name = request->params->list[i].name;

		if (strcmp(name, "fields") == 0 || strcmp(name, "pretty") == 0 ||
		    strcmp(name, "ignore_unknown_fields") == 0)
			continue;
		answer_error(a, 400, "262179", name, "Unexpected argument \"%s\".", name);
		return;
	}
	if (!read_fields(request, selection_all(request->kind), &options.fields, a) ||
	    !collection_boolean(request->params, "pretty", false, &is_pretty, a))
		return;
	if (!request->kind->find(&scan, keys, &at) || !request->kind->load(&scan, &at, &r)) {
		answer_error(a, 404, "4", NULL, "entry doesn't exist");
		return;
	}
	plan = plan_new(request->kind, &options);
	a->status = 200;
	plan_write(plan, &r, &a->body);
	plan_free(plan);
	if (is_pretty)
		make_pretty(a);
}
