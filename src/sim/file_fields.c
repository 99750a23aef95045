#include "config.h"

#include <string.h>

#include "sim/buffer.h"
#include "sim/field.h"
#include "sim/file.h"
#include "sim/names.h"
#include "sim/params.h"

/*
 * Open files are not stored: a session has the serial numbers [file_base, file_base + open_files), and all else
 * about a file follows from its session and its serial number. A file keeps its attributes while it is open.
 */

static const char *const types[] = {"regular", "directory", "stream", "symlink", NULL};
static const char *const open_modes[] = {"r", "w", "d", "rw", NULL};
static const char *const share_modes[] = {"r", "w", "d", "rw", "rwd", NULL};
static const char *const availabilities[] = {"no", "yes", NULL};

enum { TYPE_REGULAR, TYPE_DIRECTORY, TYPE_STREAM, TYPE_SYMLINK };

/* An independent random number for each attribute of the file. */
static uint64_t
dice_for(const struct record *r, unsigned attribute)
{
	return random_mix(r->dice + attribute);
}

static unsigned
file_type(const struct record *r)
{
	uint64_t dice = dice_for(r, 1) % 1000;

	if (dice < 920)
		return TYPE_REGULAR;
	return dice < 985 ? TYPE_DIRECTORY : dice < 995 ? TYPE_STREAM : TYPE_SYMLINK;
}

const struct volume *
file_volume(const struct record *r)
{
	const struct session *p = r->primary;

	return &r->w->volumes[p->volumes[p->volume_count == 0 ? 0 : dice_for(r, 2) % p->volume_count]];
}

static size_t
get_file_id(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_number(values, (uint64_t)r->serial + 1);
}

static size_t
get_type(struct record *r, const struct field *f, struct value *values)
{
	return value_of_enum(r, f, values, file_type(r));
}

static unsigned
open_mode(const struct record *r)
{
	static const uint8_t modes[] = {0, 0, 0, 0, 0, 0, 1, 1, 3, 3, 3, 2};
	unsigned mode = file_type(r) == TYPE_DIRECTORY ? 0 : modes[dice_for(r, 3) % sizeof(modes)];

	/* Older releases have no "rw". */
	if (mode == 3 && !release_is_at_least(r->w->options.release, 9, 17, 1))
		mode = 1;
	return mode;
}

bool
file_is_regular(const struct record *r)
{
	return file_type(r) == TYPE_REGULAR;
}

bool
file_is_written(const struct record *r)
{
	return open_mode(r) % 2 == 1;
}

static size_t
get_open_mode(struct record *r, const struct field *f, struct value *values)
{
	return value_of_enum(r, f, values, open_mode(r));
}

static size_t
get_share_name(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_text(values, &file_volume(r)->share);
}

static size_t
get_share_mode(struct record *r, const struct field *f, struct value *values)
{
	unsigned mode = (unsigned)(dice_for(r, 4) % 5);

	if (r->dialect == DIALECT_OVERVIEW)
		mode = 4;
	else if (mode > 2 && !release_is_at_least(r->w->options.release, 9, 17, 1))
		mode = 0;
	return value_of_enum(r, f, values, mode);
}

void
file_path(struct record *r, const char **text, size_t *length)
{
	if (r->path_length == 0) {
		struct buffer path = {NULL, 0, 0};

		names_path(&path, dice_for(r, 5), file_type(r) == TYPE_DIRECTORY, r->w->options.hostile);
		r->path_length = path.length < sizeof(r->path) ? path.length : sizeof(r->path);
		memcpy(r->path, path.data, r->path_length);
		buffer_free(&path);
	}
	*text = r->path;
	*length = r->path_length;
}

static size_t
get_path(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	*values = (struct value){.number = 0};
	file_path(r, &values->text, &values->length);
	return 1;
}

static size_t
get_volume_name(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_text(values, &file_volume(r)->name);
}

static size_t
get_volume_uuid(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_plain(values, file_volume(r)->uuid, UUID_LENGTH);
}

bool
file_is_available(const struct record *r)
{
	unsigned availability = r->primary->availability;

	return availability == FILES_MIXED ? r->serial % 2 == 0 : availability == FILES_AVAILABLE;
}

static size_t
get_continuously_available(struct record *r, const struct field *f, struct value *values)
{
	return value_of_enum(r, f, values, file_is_available(r));
}

uint32_t
file_range_locks(const struct record *r)
{
	uint64_t dice = dice_for(r, 6);

	return dice % 10 == 0 ? (uint32_t)(dice / 10 % 12) : 0;
}

static size_t
get_range_locks_count(struct record *r, const struct field *f, struct value *values)
{
	(void)f;
	return value_of_number(values, file_range_locks(r));
}

/* clang-format off */
static const struct field fields[] = {
	{.name = "node.uuid", .type = VALUE_TEXT, .is_key = true, .of_lif = true, .of_session = true, .get = get_node_uuid},
	{.name = "node.name", .type = VALUE_TEXT, .is_key = true, .of_lif = true, .of_session = true, .get = get_node_name},
	{.name = "svm.uuid", .type = VALUE_TEXT, .is_key = true, .of_lif = true, .of_session = true, .get = get_svm_uuid},
	{.name = "svm.name", .type = VALUE_TEXT, .is_key = true, .of_lif = true, .of_session = true, .get = get_svm_name},
	{.name = "identifier", .old_name = "file.identifier", .type = VALUE_INTEGER, .is_key = true, .get = get_file_id},
	{.name = "type", .old_name = "file.type", .type = VALUE_ENUM, .enums = types, .may_miss = true, .get = get_type},
	{.name = "connection.identifier", .type = VALUE_INTEGER, .is_key = true, .of_session = true,
	 .get = get_connection_id},
	{.name = "connection.count", .type = VALUE_INTEGER, .of_session = true, .get = get_connection_count},
	{.name = "session.identifier", .old_name = "session_id", .type = VALUE_INTEGER, .is_key = true,
	 .of_session = true, .get = get_session_id},
	{.name = "open_mode", .type = VALUE_ENUM, .enums = open_modes, .may_miss = true, .get = get_open_mode},
	{.name = "volume.name", .type = VALUE_TEXT, .get = get_volume_name},
	{.name = "volume.uuid", .type = VALUE_TEXT, .get = get_volume_uuid},
	{.name = "share.name", .type = VALUE_TEXT, .may_miss = true, .get = get_share_name},
	{.name = "share.mode", .type = VALUE_ENUM, .enums = share_modes, .may_miss = true, .get = get_share_mode},
	{.name = "path", .type = VALUE_TEXT, .may_miss = true, .get = get_path},
	{.name = "continuously_available", .old_extra = "\"reconnected\":\"No\",", .type = VALUE_ENUM,
	 .enums = availabilities, .may_miss = true, .get = get_continuously_available},
	{.name = "range_locks_count", .old_name = "range_lock_count", .type = VALUE_INTEGER, .may_miss = true,
	 .get = get_range_locks_count},
};
/* clang-format on */

static void
set_session(const struct scan *scan, uint32_t position, struct record *r)
{
	r->w = scan->w;
	r->dialect = scan->dialect;
	r->s = world_at(scan->w, position);
	r->primary = world_primary(scan->w, r->s);
	r->dice = r->s->id;
}

/* The files of a multichannel session are listed with its first connection. */
bool
file_load(const struct scan *scan, struct cursor *at, struct record *r)
{
	for (; at->position < scan->w->order_count; at->position++, at->serial = 0) {
		const struct session *s = world_at(scan->w, at->position);

		if (&scan->w->slots[s->primary] != s || s->open_files == 0)
			continue;
		if (at->serial >= s->file_base + s->open_files)
			continue;
		set_session(scan, at->position, r);
		if (at->serial <= s->file_base) {
			at->serial = s->file_base;
			if (scan->wants_session != NULL && !scan->wants_session(r, scan->context))
				continue;
		}
		r->serial = at->serial;
		r->dice = random_mix(s->id ^ random_mix(((uint64_t)s->connection << 32) | at->serial));
		r->path_length = 0;
		return true;
	}
	return false;
}

static void
advance(struct cursor *at, const struct record *r)
{
	(void)r;
	at->serial++;
}

static void
write_start(const struct record *r, struct buffer *out)
{
	key_write_place(r, out);
	buffer_literal(out, "&start.session.identifier=");
	buffer_unsigned(out, r->s->id);
	buffer_literal(out, "&start.connection.identifier=");
	buffer_unsigned(out, r->s->connection);
	buffer_literal(out, "&start.identifier=");
	buffer_unsigned(out, (uint64_t)r->serial + 1);
}

static bool
seek(const struct scan *scan, const struct params *params, struct cursor *at)
{
	uint64_t file;
	bool exact;

	if (!key_number(params_get(params, "start.identifier"), &file) || file > UINT32_MAX ||
	    !key_find_session(scan->w, params_get(params, "start.node.uuid"), params_get(params, "start.svm.uuid"),
		params_get(params, "start.session.identifier"), params_get(params, "start.connection.identifier"),
		&at->position, &exact))
		return false;
	/* File identifiers are serial numbers plus one: this is the next. */
	at->serial = exact ? (uint32_t)file : 0;
	return true;
}

static void
write_self(const struct record *r, struct buffer *out)
{
	const struct lif *lif = world_lif(r->w, r->s);

	buffer_printf(out, "/%s/%s/", r->w->nodes[lif->node].uuid, r->w->svms[lif->svm].uuid);
	buffer_unsigned(out, (uint64_t)r->serial + 1);
	buffer_byte(out, '/');
	buffer_unsigned(out, r->s->connection);
	buffer_byte(out, '/');
	buffer_unsigned(out, r->s->id);
}

bool
file_find(const struct scan *scan, char *const *keys, struct cursor *at)
{
	const struct session *s;
	uint64_t file;
	bool exact;

	if (!key_number(keys[2], &file) ||
	    !key_find_session(scan->w, keys[0], keys[1], keys[4], keys[3], &at->position, &exact) || !exact)
		return false;
	s = world_at(scan->w, at->position);
	if (&scan->w->slots[s->primary] != s || file <= s->file_base || file > (uint64_t)s->file_base + s->open_files)
		return false;
	at->serial = (uint32_t)(file - 1);
	return true;
}

const struct kind file_kind = {
    .path = "/api/protocols/cifs/session/files",
    .fields = fields,
    .field_count = sizeof(fields) / sizeof(fields[0]),
    .load = file_load,
    .advance = advance,
    .write_start = write_start,
    .seek = seek,
    .write_self = write_self,
    .find = file_find,
    .key_count = 5,
};
