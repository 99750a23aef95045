#include "config.h"

#include "sim/buffer.h"
#include "sim/field.h"
#include "sim/params.h"

static const char *const authentications[] = {"none", "ntlmv1", "ntlmv2", "kerberos", "anonymous", NULL};
static const char *const protocols[] = {"smb1", "smb2", "smb2_1", "smb3", "smb3_1", NULL};
static const char *const page98_protocols[] = {"smb1", "smb2", "smb2.1", "smb3", "smb3.1", NULL};
static const char *const availabilities[] = {"unavailable", "available", "partial", NULL};
static const char *const page98_availabilities[] = {"no", "yes", "partial", NULL};
static const char *const encryptions[] = {"unencrypted", "encrypted", "partially_encrypted", NULL};

static size_t
get_authentication(struct record *r, const struct field *f, struct value *values)
{
	return value_of_enum(r, f, values, r->s->authentication);
}

static size_t
get_user(struct record *r, const struct field *f, struct value *values)
{
	const struct text *name = &world_user(r->w, r->s)->name;

	(void)f;
	return name->json == NULL ? 0 : value_of_text(values, name);
}

static size_t
get_mapped_unix_user(struct record *r, const struct field *f, struct value *values)
{
	const struct text *name = &world_user(r->w, r->s)->unix_name;

	(void)f;
	return name->json == NULL ? 0 : value_of_text(values, name);
}

static size_t
get_open_shares(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_number(values, r->primary->open_shares);
}

static size_t
get_open_files(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_number(values, r->primary->open_files);
}

static size_t
get_open_other(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_number(values, r->primary->open_other);
}

static size_t
get_connected_duration(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_number(values, r->w->now - r->primary->since);
}

static size_t
get_idle_duration(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_number(values, world_idle(r->w, r->s));
}

static size_t
get_protocol(struct record *r, const struct field *f, struct value *values)
{
	return value_of_enum(r, f, values, r->s->protocol);
}

/* Of the files with mixed availability, those with even serial numbers are available: see file_fields.c. */
static size_t
get_continuous_availability(struct record *r, const struct field *f, struct value *values)
{
	const struct session *p = r->primary;
	unsigned availability = p->open_files == 0 ? FILES_PLAIN : p->availability;

	if (availability == FILES_MIXED && p->open_files == 1)
		availability = p->file_base % 2 == 0 ? FILES_AVAILABLE : FILES_PLAIN;
	return value_of_enum(r, f, values, availability);
}

static size_t
get_smb_signing(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_number(values, r->s->is_signed);
}

static size_t
get_smb_encryption(struct record *r, const struct field *f, struct value *values)
{
	return value_of_enum(r, f, values, r->s->encryption);
}

static size_t
get_large_mtu(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_number(values, r->s->large_mtu);
}

static size_t
get_volume_names(struct record *r, const struct field *f, struct value *values)
{
	const struct session *p = r->primary;

	(void)f;
	for (unsigned i = 0; i < p->volume_count; i++)
		value_of_text(&values[i], &r->w->volumes[p->volumes[i]].name);
	return p->volume_count;
}

static size_t
get_volume_uuids(struct record *r, const struct field *f, struct value *values)
{
	const struct session *p = r->primary;

	(void)f;
	for (unsigned i = 0; i < p->volume_count; i++)
		value_of_plain(&values[i], r->w->volumes[p->volumes[i]].uuid, UUID_LENGTH);
	return p->volume_count;
}

/* clang-format off */
static const struct field fields[] = {
	{.name = "node.uuid", .type = VALUE_TEXT, .is_key = true, .of_lif = true, .get = get_node_uuid},
	{.name = "node.name", .type = VALUE_TEXT, .is_key = true, .of_lif = true, .get = get_node_name},
	{.name = "svm.uuid", .type = VALUE_TEXT, .is_key = true, .of_lif = true, .get = get_svm_uuid},
	{.name = "svm.name", .type = VALUE_TEXT, .is_key = true, .of_lif = true, .get = get_svm_name},
	{.name = "identifier", .type = VALUE_INTEGER, .is_key = true, .get = get_session_id},
	{.name = "connection_id", .type = VALUE_INTEGER, .is_key = true, .get = get_connection_id},
	{.name = "server_ip", .old_name = "lif_address", .type = VALUE_TEXT, .may_miss = true, .get = get_server_ip},
	{.name = "client_ip", .old_name = "address", .type = VALUE_TEXT, .may_miss = true, .get = get_client_ip},
	{.name = "authentication", .old_name = "auth_mechanism", .type = VALUE_ENUM, .enums = authentications,
	 .may_miss = true, .get = get_authentication},
	{.name = "user", .old_name = "windows_user", .type = VALUE_TEXT, .may_miss = true, .get = get_user},
	{.name = "mapped_unix_user", .old_name = "unix_user", .type = VALUE_TEXT, .may_miss = true,
	 .get = get_mapped_unix_user},
	{.name = "open_shares", .old_name = "shares", .type = VALUE_INTEGER, .may_miss = true, .get = get_open_shares},
	{.name = "open_files", .old_name = "files", .type = VALUE_INTEGER, .may_miss = true, .get = get_open_files},
	{.name = "open_other", .old_name = "other", .type = VALUE_INTEGER, .may_miss = true, .get = get_open_other},
	{.name = "connected_duration", .old_name = "connected_time", .type = VALUE_DURATION, .may_miss = true,
	 .get = get_connected_duration},
	{.name = "idle_duration", .old_name = "idle_time", .type = VALUE_DURATION, .may_miss = true,
	 .get = get_idle_duration},
	{.name = "protocol", .old_name = "protocol_version", .type = VALUE_ENUM, .enums = protocols,
	 .page98_enums = page98_protocols, .may_miss = true, .get = get_protocol},
	{.name = "continuous_availability", .old_name = "continuously_available", .type = VALUE_ENUM,
	 .enums = availabilities, .page98_enums = page98_availabilities, .may_miss = true,
	 .get = get_continuous_availability},
	{.name = "smb_signing", .old_name = "is_session_signed", .type = VALUE_BOOLEAN, .may_miss = true,
	 .get = get_smb_signing},
	{.name = "smb_encryption", .old_name = "smb_encryption_status", .type = VALUE_ENUM, .enums = encryptions,
	 .may_miss = true, .get = get_smb_encryption},
	{.name = "connection_count", .type = VALUE_INTEGER, .may_miss = true, .get = get_connection_count},
	{.name = "large_mtu", .old_name = "is_large_mtu_enabled", .type = VALUE_BOOLEAN, .may_miss = true,
	 .get = get_large_mtu},
	{.name = "volumes.name", .old_name = "vol_names", .type = VALUE_TEXT, .is_list = true, .get = get_volume_names},
	{.name = "volumes.uuid", .old_name = "vol_uuids", .type = VALUE_TEXT, .is_list = true, .get = get_volume_uuids},
};
/* clang-format on */

/*
 * Records lie scattered in memory, and each leads to an actor, a user and a name: have them fetched while earlier
 * records are written. Without this, a page of ten thousand takes twice as long.
 */
static void
fetch_ahead(const struct world *w, uint32_t position)
{
	const struct session *s;
	const struct user *user;

	if (position + 16 >= w->order_count)
		return;
	__builtin_prefetch(world_at(w, position + 16));
	__builtin_prefetch((const char *)world_at(w, position + 16) + 64);
	s = world_at(w, position + 12);
	__builtin_prefetch(&w->hosts[s->host]);
	__builtin_prefetch(&w->actors[s->actor]);
	s = world_at(w, position + 8);
	__builtin_prefetch(&w->users[w->actors[s->actor].user]);
	user = world_user(w, world_at(w, position + 4));
	__builtin_prefetch(user->name.json);
	__builtin_prefetch(user->unix_name.json);
}

static bool
load(const struct scan *scan, struct cursor *at, struct record *r)
{
	if (at->position >= scan->w->order_count)
		return false;
	fetch_ahead(scan->w, at->position);
	r->w = scan->w;
	r->dialect = scan->dialect;
	r->s = world_at(scan->w, at->position);
	r->primary = world_primary(scan->w, r->s);
	r->dice = r->s->id ^ (uint64_t)r->s->connection << 32;
	return true;
}

static void
advance(struct cursor *at, const struct record *r)
{
	(void)r;
	at->position++;
}

static void
write_start(const struct record *r, struct buffer *out)
{
	key_write_place(r, out);
	buffer_literal(out, "&start.identifier=");
	buffer_unsigned(out, r->s->id);
	buffer_literal(out, "&start.connection_id=");
	buffer_unsigned(out, r->s->connection);
}

static bool
seek(const struct scan *scan, const struct params *params, struct cursor *at)
{
	bool exact;

	if (!key_find_session(scan->w, params_get(params, "start.node.uuid"), params_get(params, "start.svm.uuid"),
		params_get(params, "start.identifier"), params_get(params, "start.connection_id"), &at->position,
		&exact))
		return false;
	at->position += exact ? 1 : 0;
	return true;
}

static void
write_self(const struct record *r, struct buffer *out)
{
	const struct lif *lif = world_lif(r->w, r->s);

	buffer_byte(out, '/');
	buffer_put(out, r->w->nodes[lif->node].uuid, UUID_LENGTH);
	buffer_byte(out, '/');
	buffer_put(out, r->w->svms[lif->svm].uuid, UUID_LENGTH);
	buffer_byte(out, '/');
	buffer_unsigned(out, r->s->id);
	buffer_byte(out, '/');
	buffer_unsigned(out, r->s->connection);
}

static bool
find(const struct scan *scan, char *const *keys, struct cursor *at)
{
	bool exact;

	return key_find_session(scan->w, keys[0], keys[1], keys[2], keys[3], &at->position, &exact) && exact;
}

const struct kind session_kind = {
    .path = "/api/protocols/cifs/sessions",
    .fields = fields,
    .field_count = sizeof(fields) / sizeof(fields[0]),
    .load = load,
    .advance = advance,
    .write_start = write_start,
    .seek = seek,
    .write_self = write_self,
    .find = find,
    .key_count = 4,
};
