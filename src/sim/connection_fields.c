#include "config.h"

#include "sim/buffer.h"
#include "sim/field.h"
#include "sim/params.h"

static size_t
get_client_port(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_number(values, 49152 + random_mix(r->s->connection) % 16384);
}

static size_t
get_network_context_id(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_number(values, 1 + random_mix(r->s->connection ^ 77) % 8);
}

static size_t
get_sessions(struct record *r, const struct field *f, struct value *values)
{
	size_t count = r->slot_count < VALUES_MAX ? r->slot_count : VALUES_MAX;

	(void)f;
	for (size_t i = 0; i < count; i++)
		value_of_number(&values[i], r->w->slots[r->slots[i]].id);
	return count;
}

/* clang-format off */
static const struct field fields[] = {
	{.name = "node.uuid", .type = VALUE_TEXT, .is_key = true, .of_lif = true, .get = get_node_uuid},
	{.name = "node.name", .type = VALUE_TEXT, .is_key = true, .of_lif = true, .get = get_node_name},
	{.name = "svm.uuid", .type = VALUE_TEXT, .is_key = true, .of_lif = true, .get = get_svm_uuid},
	{.name = "svm.name", .type = VALUE_TEXT, .is_key = true, .of_lif = true, .get = get_svm_name},
	{.name = "sessions.identifier", .type = VALUE_INTEGER, .is_list = true, .get = get_sessions},
	{.name = "identifier", .type = VALUE_INTEGER, .is_key = true, .get = get_connection_id},
	{.name = "server_ip", .type = VALUE_TEXT, .may_miss = true, .get = get_server_ip},
	{.name = "client_ip", .type = VALUE_TEXT, .may_miss = true, .get = get_client_ip},
	{.name = "client_port", .type = VALUE_INTEGER, .may_miss = true, .get = get_client_port},
	{.name = "network_context_id", .type = VALUE_INTEGER, .may_miss = true, .get = get_network_context_id},
};
/* clang-format on */

static bool
is_same_connection(const struct world *w, const struct session *a, const struct session *b)
{
	const struct lif *left = world_lif(w, a), *right = world_lif(w, b);

	return a->connection == b->connection && left->node == right->node && left->svm == right->svm;
}

static bool
load(const struct scan *scan, struct cursor *at, struct record *r)
{
	const struct world *w = scan->w;
	uint32_t end = at->position + 1;

	if (at->position >= w->order_count)
		return false;
	r->w = w;
	r->dialect = scan->dialect;
	r->slots = &scan->index[at->position];
	r->s = &w->slots[r->slots[0]];
	r->primary = world_primary(w, r->s);
	r->dice = random_mix(r->s->connection);
	while (end < w->order_count && is_same_connection(w, r->s, &w->slots[scan->index[end]]))
		end++;
	r->slot_count = end - at->position;
	return true;
}

static void
advance(struct cursor *at, const struct record *r)
{
	at->position += r->slot_count;
}

static void
write_start(const struct record *r, struct buffer *out)
{
	key_write_place(r, out);
	buffer_literal(out, "&start.identifier=");
	buffer_unsigned(out, r->s->connection);
}

static bool
is_at_or_below(const struct world *w, const struct session *s, uint32_t node, uint32_t svm, uint64_t connection)
{
	const struct lif *lif = world_lif(w, s);

	if (lif->node != node)
		return lif->node < node;
	if (lif->svm != svm)
		return lif->svm < svm;
	return s->connection <= connection;
}

static bool
seek(const struct scan *scan, const struct params *params, struct cursor *at)
{
	const struct world *w = scan->w;
	const char *node_uuid = params_get(params, "start.node.uuid"), *svm_uuid = params_get(params, "start.svm.uuid");
	uint32_t low = 0, high = w->order_count, node, svm;
	uint64_t connection;

	if (node_uuid == NULL || svm_uuid == NULL || !key_number(params_get(params, "start.identifier"), &connection))
		return false;
	node = world_find_node(w, node_uuid);
	svm = world_find_svm(w, svm_uuid);
	if (node == w->node_count || svm == w->svm_count)
		return false;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (is_at_or_below(w, &w->slots[scan->index[middle]], node, svm, connection))
			low = middle + 1;
		else
			high = middle;
	}
	at->position = low;
	return true;
}

const struct kind connection_kind = {
    .path = "/api/protocols/cifs/connections",
    .fields = fields,
    .field_count = sizeof(fields) / sizeof(fields[0]),
    .load = load,
    .advance = advance,
    .write_start = write_start,
    .seek = seek,
};
