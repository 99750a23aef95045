#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/buffer.h"
#include "sim/field.h"
#include "sim/file.h"
#include "sim/names.h"
#include "sim/params.h"

/*
 * Locks are not stored either: each open file has a share lock, most regular ones an oplock, and as many byte-range
 * locks as they say. Behind them come a few stray ones, whose clients went away without closing: a durable handle
 * outlives its session. Some of these are of other protocols, as a cluster that serves more than SMB has them.
 */

enum lock_type { LOCK_SHARE_LEVEL, LOCK_OP_LOCK, LOCK_BYTE_RANGE, LOCK_DELEGATION };

static const char *const types[] = {"share_level", "op_lock", "byte_range", "delegation", NULL};
static const char *const protocols[] = {"cifs", "fcache", "nfsv4", "http", "nlm", "nfsv4.1", "crposix", NULL};
static const char *const states[] = {
    "granted", "revoking", "adjusted", "denied", "subsumed", "gone", "unused", "waiting", "timeout", NULL};
static const char *const oplock_levels[] = {"exclusive", "level2", "batch", "null", "read_batch", NULL};
static const char *const delegations[] = {"read", "write", NULL};
static const char *const connect_states[] = {"connected", "disconnected", "reconnecting", "timedout", NULL};
static const char *const open_types[] = {"none", "durable", "persistent", NULL};

enum { PROTOCOL_CIFS = 0, PROTOCOL_NFSV4 = 2 };
enum { CONNECTED = 0, DISCONNECTED = 1, TIMED_OUT = 3 };
enum { OPEN_NONE, OPEN_DURABLE, OPEN_PERSISTENT };
enum { STRAYS_MAX = 8, PARTS_BEFORE_RANGES = 2 };

/* So many words of a lock's uuid name its kind, so that no two locks have one. */
static uint64_t
lock_dice(const struct record *r, unsigned attribute)
{
	return random_mix(r->dice ^ random_mix(0x10c4 + r->part * 64u + attribute));
}

static uint32_t
stray_count(const struct world *w)
{
	uint32_t count = 4 + w->options.sessions / 100;

	if (w->options.sessions == 0)
		return 0;
	return count < STRAYS_MAX ? count : STRAYS_MAX;
}

/* A regular file that nobody else writes is cached by its client. */
static bool
has_oplock(const struct record *r)
{
	return file_is_regular(r) && random_mix(r->dice ^ 0x0b1c) % 4 != 0;
}

static uint32_t
part_end(const struct record *r)
{
	return PARTS_BEFORE_RANGES + file_range_locks(r);
}

static enum lock_type
lock_type(const struct record *r)
{
	if (r->is_stray && r->part % 4 == 3)
		return LOCK_DELEGATION;
	if (r->is_stray)
		return r->part % 2 == 0 ? LOCK_SHARE_LEVEL : LOCK_OP_LOCK;
	return r->part == 0 ? LOCK_SHARE_LEVEL : r->part == 1 ? LOCK_OP_LOCK : LOCK_BYTE_RANGE;
}

static bool
is_smb(const struct record *r)
{
	return lock_type(r) != LOCK_DELEGATION;
}

static const struct volume *
lock_volume(const struct record *r)
{
	const struct svm *svm;

	if (!r->is_stray)
		return file_volume(r);
	svm = &r->w->svms[world_lif(r->w, r->s)->svm];
	return &r->w->volumes[svm->first_volume + lock_dice(r, 20) % svm->volume_count];
}

static size_t
scratch_value(const struct record *r, struct value *v)
{
	return value_of_plain(v, r->scratch, strlen(r->scratch));
}

static void
write_uuid(struct record *r)
{
	uint64_t high = lock_dice(r, 1), low = lock_dice(r, 2);

	snprintf(r->scratch, sizeof(r->scratch), "%08x-%04x-4%03x-%04x-%08x%04x", (unsigned)(high >> 32),
	    (unsigned)(high >> 16 & 0xffff), (unsigned)(high & 0xfff), (unsigned)(0x8000 | (low >> 48 & 0x3fff)),
	    (unsigned)(low >> 16 & 0xffffffff), (unsigned)(low & 0xffff));
}

static size_t
get_uuid(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	write_uuid(r);
	return scratch_value(r, values);
}

static size_t
get_volume_name(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_text(values, &lock_volume(r)->name);
}

static size_t
get_volume_uuid(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_plain(values, lock_volume(r)->uuid, UUID_LENGTH);
}

static size_t
get_interface_name(struct record *r, const struct field *f, struct value *values)
{
	const struct lif *lif = world_lif(r->w, r->s);

	(void)f;
	snprintf(r->scratch, sizeof(r->scratch), "%s.data%u", r->w->svms[lif->svm].name.raw, r->s->lif + 1u);
	return scratch_value(r, values);
}

static size_t
get_interface_uuid(struct record *r, const struct field *f, struct value *values)
{
	uint64_t dice = random_mix(0x11f ^ r->s->lif);

	(void)f;
	snprintf(r->scratch, sizeof(r->scratch), "%08x-9ae4-11eb-8597-%012llx", (unsigned)(dice >> 32),
	    (unsigned long long)(dice & 0xffffffff));
	return scratch_value(r, values);
}

/* From the junction of the volume, with slashes, where an open file's path has backslashes. */
static size_t
get_path(struct record *r, const struct field *f, struct value *values)
{
	const struct text *volume = &lock_volume(r)->name;
	struct buffer path = {NULL, 0, 0};
	const char *inside = NULL;
	size_t length = 0;

	(void)f;
	buffer_byte(&path, '/');
	buffer_put(&path, volume->raw, volume->length);
	buffer_byte(&path, '/');
	if (r->is_stray) {
		names_path(&path, lock_dice(r, 3), false, r->w->options.hostile);
	} else {
		file_path(r, &inside, &length);
		buffer_put(&path, inside, length);
	}
	length = path.length < sizeof(r->scratch) ? path.length : sizeof(r->scratch);
	for (size_t i = 0; i < length; i++)
		r->scratch[i] = path.data[i] == '\\' ? '/' : path.data[i];
	buffer_free(&path);
	*values = (struct value){.text = r->scratch, .length = length};
	return 1;
}

static size_t
get_protocol(struct record *r, const struct field *f, struct value *values)
{
	return value_of_enum(r, f, values, is_smb(r) ? PROTOCOL_CIFS : PROTOCOL_NFSV4);
}

static size_t
get_type(struct record *r, const struct field *f, struct value *values)
{
	return value_of_enum(r, f, values, lock_type(r));
}

static size_t
get_state(struct record *r, const struct field *f, struct value *values)
{
	return value_of_enum(r, f, values, 0);
}

/* No session comes from where strays came from, 10.200.0.0/16. */
static size_t
get_client_address(struct record *r, const struct field *f, struct value *values)
{
	if (!r->is_stray)
		return get_client_ip(r, f, values);
	snprintf(r->scratch, sizeof(r->scratch), "10.200.%u.%u", (unsigned)(lock_dice(r, 4) % 256), r->part + 1u);
	return scratch_value(r, values);
}

static size_t
get_oplock_level(struct record *r, const struct field *f, struct value *values)
{
	static const unsigned levels[] = {0, 1, 2, 4};

	if (lock_type(r) != LOCK_OP_LOCK)
		return 0;
	return value_of_enum(r, f, values, levels[lock_dice(r, 5) % 4]);
}

static size_t
get_share_mode(struct record *r, const struct field *f, struct value *values)
{
	static const char *const denials[] = {"deny_none", "deny_delete", "deny_write_delete"};

	(void)f;
	if (lock_type(r) != LOCK_SHARE_LEVEL)
		return 0;
	snprintf(r->scratch, sizeof(r->scratch), "%s_%s", !r->is_stray && file_is_written(r) ? "read_write" : "read",
	    denials[lock_dice(r, 6) % 3]);
	return scratch_value(r, values);
}

static size_t
get_share_soft(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return lock_type(r) == LOCK_SHARE_LEVEL ? value_of_number(values, 0) : 0;
}

/* Ranges of one file do not overlap. */
static size_t
get_offset(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	if (lock_type(r) != LOCK_BYTE_RANGE)
		return 0;
	return value_of_number(values, (uint64_t)(r->part - PARTS_BEFORE_RANGES) * 65536);
}

static size_t
get_length(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return lock_type(r) == LOCK_BYTE_RANGE ? value_of_number(values, 1 + lock_dice(r, 7) % 65536) : 0;
}

static size_t
get_exclusive(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return lock_type(r) == LOCK_BYTE_RANGE ? value_of_number(values, lock_dice(r, 8) % 2) : 0;
}

/* SMB's byte-range locks bind everybody. */
static size_t
get_mandatory(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return lock_type(r) == LOCK_BYTE_RANGE ? value_of_number(values, 1) : 0;
}

static size_t
get_byte_false(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return lock_type(r) == LOCK_BYTE_RANGE ? value_of_number(values, 0) : 0;
}

static size_t
get_connect_state(struct record *r, const struct field *f, struct value *values)
{
	if (!is_smb(r))
		return 0;
	return value_of_enum(r, f, values, !r->is_stray ? CONNECTED : r->part % 3 == 2 ? TIMED_OUT : DISCONNECTED);
}

static size_t
get_open_type(struct record *r, const struct field *f, struct value *values)
{
	unsigned type = OPEN_DURABLE;

	if (lock_type(r) != LOCK_SHARE_LEVEL)
		return 0;
	if (!r->is_stray)
		type = file_is_available(r) ? OPEN_PERSISTENT : lock_dice(r, 9) % 2 == 0 ? OPEN_DURABLE : OPEN_NONE;
	return value_of_enum(r, f, values, type);
}

/* The same for all locks of one open. */
static size_t
get_open_group_id(struct record *r, const struct field *f, struct value *values)
{
	uint64_t dice = r->is_stray ? lock_dice(r, 10) : random_mix(r->dice ^ 0x96);

	(void)f;
	if (!is_smb(r))
		return 0;
	snprintf(r->scratch, sizeof(r->scratch), "%016llxab1%05x%016llxffff1c2c000000000000", (unsigned long long)dice,
	    r->s->connection & 0xfffff, (unsigned long long)random_mix(dice));
	return scratch_value(r, values);
}

static size_t
get_owner_id(struct record *r, const struct field *f, struct value *values)
{
	uint64_t owner = r->is_stray ? lock_dice(r, 11) : random_mix(r->s->id);

	(void)f;
	snprintf(r->scratch, sizeof(r->scratch),
	    "feff-0206000000020000000204000000000000000000000000ffff%08x1605301000100000003000000%02xc00000000000000",
	    (unsigned)(owner >> 32), (unsigned)(owner & 0xff));
	return scratch_value(r, values);
}

static size_t
get_constituent(struct record *r, const struct field *f, struct value *values)
{
	(void)r;
	(void)f;
	return value_of_number(values, 0);
}

static size_t
get_delegation(struct record *r, const struct field *f, struct value *values)
{
	return lock_type(r) == LOCK_DELEGATION ? value_of_enum(r, f, values, lock_dice(r, 12) % 2) : 0;
}

/* clang-format off */
static const struct field fields[] = {
	{.name = "node.uuid", .type = VALUE_TEXT, .of_lif = true, .of_session = true, .get = get_node_uuid},
	{.name = "node.name", .type = VALUE_TEXT, .of_lif = true, .of_session = true, .get = get_node_name},
	{.name = "svm.uuid", .type = VALUE_TEXT, .is_key = true, .of_lif = true, .of_session = true, .get = get_svm_uuid},
	{.name = "svm.name", .type = VALUE_TEXT, .is_key = true, .of_lif = true, .of_session = true, .get = get_svm_name},
	{.name = "uuid", .type = VALUE_TEXT, .is_key = true, .get = get_uuid},
	{.name = "volume.uuid", .type = VALUE_TEXT, .get = get_volume_uuid},
	{.name = "volume.name", .type = VALUE_TEXT, .get = get_volume_name},
	{.name = "interface.name", .type = VALUE_TEXT, .of_session = true, .get = get_interface_name},
	{.name = "interface.uuid", .type = VALUE_TEXT, .of_session = true, .get = get_interface_uuid},
	{.name = "interface.ip.address", .type = VALUE_TEXT, .of_session = true, .get = get_server_ip},
	{.name = "path", .type = VALUE_TEXT, .get = get_path},
	{.name = "constituent", .type = VALUE_BOOLEAN, .get = get_constituent},
	{.name = "protocol", .type = VALUE_ENUM, .enums = protocols, .get = get_protocol},
	{.name = "client_address", .type = VALUE_TEXT, .of_session = true, .get = get_client_address},
	{.name = "oplock_level", .type = VALUE_ENUM, .enums = oplock_levels, .get = get_oplock_level},
	{.name = "owner_id", .type = VALUE_TEXT, .get = get_owner_id},
	{.name = "share_lock.mode", .type = VALUE_TEXT, .get = get_share_mode},
	{.name = "share_lock.soft", .type = VALUE_BOOLEAN, .get = get_share_soft},
	{.name = "byte_lock.offset", .type = VALUE_INTEGER, .get = get_offset},
	{.name = "byte_lock.length", .type = VALUE_INTEGER, .get = get_length},
	{.name = "byte_lock.exclusive", .type = VALUE_BOOLEAN, .get = get_exclusive},
	{.name = "byte_lock.mandatory", .type = VALUE_BOOLEAN, .get = get_mandatory},
	{.name = "byte_lock.soft", .type = VALUE_BOOLEAN, .get = get_byte_false},
	{.name = "byte_lock.super", .type = VALUE_BOOLEAN, .get = get_byte_false},
	{.name = "smb.connect_state", .type = VALUE_ENUM, .enums = connect_states, .get = get_connect_state},
	{.name = "smb.open_type", .type = VALUE_ENUM, .enums = open_types, .get = get_open_type},
	{.name = "smb.open_group_id", .type = VALUE_TEXT, .get = get_open_group_id},
	{.name = "state", .type = VALUE_ENUM, .enums = states, .get = get_state},
	{.name = "type", .type = VALUE_ENUM, .enums = types, .get = get_type},
	{.name = "delegation", .type = VALUE_ENUM, .enums = delegations, .get = get_delegation},
};
/* clang-format on */

/* The stray locks stand behind all sessions; the cursor's serial number counts them. */
static bool
load_stray(const struct scan *scan, const struct cursor *at, struct record *r)
{
	const struct world *w = scan->w;

	if (at->position < w->order_count || at->serial >= stray_count(w))
		return false;
	r->w = w;
	r->dialect = scan->dialect;
	r->is_stray = true;
	r->part = at->serial;
	r->dice = random_mix(w->options.seed ^ random_mix(0x57a4 + at->serial));
	r->stray = (struct session){.lif = (uint16_t)(r->dice % w->lif_count)};
	r->s = r->primary = &r->stray;
	return true;
}

static bool
load(const struct scan *scan, struct cursor *at, struct record *r)
{
	struct cursor before = *at;

	/* Queries on the session are asked while it is looked for. */
	r->is_stray = false;
	for (; file_load(scan, at, r); before = *at) {
		/* The file that the cursor was at may have been closed. */
		if (at->position != before.position || at->serial != before.serial)
			at->part = 0;
		if (at->part == 1 && !has_oplock(r))
			at->part++;
		r->part = at->part;
		if (at->part < part_end(r))
			return true;
		at->serial++;
		at->part = 0;
	}
	return load_stray(scan, at, r);
}

static void
advance(struct cursor *at, const struct record *r)
{
	if (r->is_stray)
		at->serial++;
	else
		at->part++;
}

static void
write_start(const struct record *r, struct buffer *out)
{
	if (r->is_stray) {
		buffer_printf(out, "start.stray=%u", r->part);
		return;
	}
	file_kind.write_start(r, out);
	buffer_printf(out, "&start.part=%u", r->part);
}

static bool
seek(const struct scan *scan, const struct params *params, struct cursor *at)
{
	const char *stray = params_get(params, "start.stray");
	uint64_t number;

	if (stray != NULL) {
		*at = (struct cursor){scan->w->order_count, 0, 0};
		if (!key_number(stray, &number) || number > STRAYS_MAX)
			return false;
		at->serial = (uint32_t)number + 1;
		return true;
	}
	if (!key_number(params_get(params, "start.part"), &number) || number > UINT32_MAX - 1 ||
	    !file_kind.seek(scan, params, at))
		return false;
	/* That is the next file, unless the session is gone: then its first, from its first lock on. */
	if (at->serial > 0) {
		at->serial--;
		at->part = (uint32_t)number + 1;
	}
	return true;
}

static void
write_self(const struct record *r, struct buffer *out)
{
	struct record copy = *r;

	buffer_byte(out, '/');
	write_uuid(&copy);
	buffer_text(out, copy.scratch);
}

/* Nothing but the uuid names a lock, so all of them are looked at. */
static bool
find(const struct scan *scan, char *const *keys, struct cursor *at)
{
	struct record r;

	for (*at = (struct cursor){0, 0, 0}; load(scan, at, &r); advance(at, &r)) {
		write_uuid(&r);
		if (strcmp(r.scratch, keys[0]) == 0)
			return true;
	}
	return false;
}

const struct kind lock_kind = {
    .path = "/api/protocols/locks",
    .fields = fields,
    .field_count = sizeof(fields) / sizeof(fields[0]),
    .load = load,
    .advance = advance,
    .write_start = write_start,
    .seek = seek,
    .write_self = write_self,
    .find = find,
    .key_count = 1,
};
