#include "config.h"

#include "sim/field.h"

#include <string.h>

#include "sim/buffer.h"

size_t
field_values(struct record *r, const struct field *f, struct value *values)
{
	/* An odd cluster leaves out one property in eight, of each record other ones. */
	if (r->w->options.dialect == DIALECT_ODD && f->may_miss &&
	    random_mix(r->dice ^ (uint64_t)(unsigned char)f->name[0] << 8 ^ strlen(f->name)) % 8 == 0)
		return 0;
	return f->get(r, f, values);
}

const char *const *
field_enums(const struct field *f, enum dialect dialect)
{
	return dialect == DIALECT_PAGE98 && f->page98_enums != NULL ? f->page98_enums : f->enums;
}

size_t
value_of_number(struct value *v, uint64_t number)
{
	*v = (struct value){.number = number};
	return 1;
}

size_t
value_of_text(struct value *v, const struct text *text)
{
	*v = (struct value){
	    .text = text->raw, .length = text->length, .json = text->json, .json_length = text->json_length};
	return 1;
}

size_t
value_of_plain(struct value *v, const char *text, size_t length)
{
	*v = (struct value){.text = text, .length = length, .is_plain = true};
	return 1;
}

size_t
value_of_enum(struct record *r, const struct field *f, struct value *v, unsigned number)
{
	const char *text = field_enums(f, r->dialect)[number];

	return value_of_plain(v, text, strlen(text));
}

size_t
get_node_uuid(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_plain(values, r->w->nodes[world_lif(r->w, r->s)->node].uuid, UUID_LENGTH);
}

size_t
get_node_name(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_text(values, &r->w->nodes[world_lif(r->w, r->s)->node].name);
}

size_t
get_svm_uuid(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_plain(values, r->w->svms[world_lif(r->w, r->s)->svm].uuid, UUID_LENGTH);
}

size_t
get_svm_name(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_text(values, &r->w->svms[world_lif(r->w, r->s)->svm].name);
}

size_t
get_server_ip(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_text(values, &world_lif(r->w, r->s)->ip);
}

size_t
get_client_ip(struct record *r, const struct field *f, struct value *values)
{
	const struct host *host = &r->w->hosts[r->s->host];

	(void)f;
	return value_of_plain(values, host->ip, host->length);
}

size_t
get_session_id(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_number(values, r->s->id);
}

size_t
get_connection_id(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_number(values, r->s->connection);
}

size_t
get_connection_count(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_number(values, r->s->connection_count);
}

bool
key_number(const char *text, uint64_t *number)
{
	uint64_t total = 0;

	if (text == NULL || *text == '\0')
		return false;
	for (; *text != '\0'; text++) {
		unsigned digit = (unsigned char)*text - '0';

		if (digit > 9 || total > (UINT64_MAX - digit) / 10)
			return false;
		total = total * 10 + digit;
	}
	*number = total;
	return true;
}

bool
key_find_session(const struct world *w, const char *node, const char *svm, const char *id, const char *connection,
    uint32_t *position, bool *exact)
{
	uint32_t node_number, svm_number;
	uint64_t id_number, connection_number;
	const struct session *s;

	if (node == NULL || svm == NULL || !key_number(id, &id_number) || !key_number(connection, &connection_number) ||
	    connection_number > UINT32_MAX)
		return false;
	node_number = world_find_node(w, node);
	svm_number = world_find_svm(w, svm);
	if (node_number == w->node_count || svm_number == w->svm_count)
		return false;
	*position = world_find(w, node_number, svm_number, id_number, (uint32_t)connection_number);
	*exact = false;
	if (*position < w->order_count) {
		s = world_at(w, *position);
		*exact = s->id == id_number && s->connection == connection_number &&
			 world_lif(w, s)->node == node_number && world_lif(w, s)->svm == svm_number;
	}
	return true;
}

void
key_write_place(const struct record *r, struct buffer *out)
{
	const struct lif *lif = world_lif(r->w, r->s);

	buffer_printf(
	    out, "start.node.uuid=%s&start.svm.uuid=%s", r->w->nodes[lif->node].uuid, r->w->svms[lif->svm].uuid);
}
