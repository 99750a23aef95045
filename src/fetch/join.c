/* join.c: what records of other kinds get from the sessions that they belong to. */
#include "config.h"

#include "fetch/join.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/xalloc.h"
#include "fetch/session_index.h"
#include "model/connection_fields.h"
#include "model/file_fields.h"
#include "model/lock_fields.h"
#include "model/session_fields.h"

/* All users of one client on one SVM; a terminal server has many. */
#define TEXTS_SIZE_MAX 200

/* How the records of a kind and sessions are tied: equal values of own[] and of theirs[]. */
struct relation {
	const struct kind *kind;
	unsigned own[INDEX_PARTS_MAX];
	unsigned theirs[INDEX_PARTS_MAX];
	size_t count;
	unsigned own_connection; /* FIELD_NONE, or what a session must have as its connection, if there is such a one */
	struct join_keys keys;
	bool is_shared; /* a record is of all sessions that it is tied to, not of the first */
};

static const struct relation relations[] = {
    {
	.kind = &file_kind,
	.own = {FILE_NODE_UUID, FILE_SVM_UUID, FILE_SESSION_IDENTIFIER},
	.theirs = {FIELD_NODE_UUID, FIELD_SVM_UUID, FIELD_IDENTIFIER},
	.count = 3,
	.own_connection = FILE_CONNECTION_IDENTIFIER,
	.keys = {FILE_SESSION_IDENTIFIER, FIELD_IDENTIFIER},
    },
    {
	.kind = &connection_kind,
	.own = {CONNECTION_NODE_UUID, CONNECTION_SVM_UUID, CONNECTION_IDENTIFIER},
	.theirs = {FIELD_NODE_UUID, FIELD_SVM_UUID, FIELD_CONNECTION_ID},
	.count = 3,
	.own_connection = FIELD_NONE,
	.keys = {CONNECTION_IDENTIFIER, FIELD_CONNECTION_ID},
	.is_shared = true,
    },
    {
	.kind = &lock_kind,
	.own = {LOCK_SVM_UUID, LOCK_CLIENT_ADDRESS},
	.theirs = {FIELD_SVM_UUID, FIELD_CLIENT_IP},
	.count = 2,
	.own_connection = FIELD_NONE,
	.keys = {LOCK_CLIENT_ADDRESS, FIELD_CLIENT_IP},
	.is_shared = true,
    },
};

/*
 * What was found out of the sessions that are tied to the same records, by the first of them: thousands of locks of a
 * terminal server belong to all of its thousands of sessions. made[] is 0 for what was not made yet.
 */
#define MADE_NOTHING UINT32_MAX
enum finding { FOUND_UNKNOWN, FOUND_NO, FOUND_YES };
struct memory {
	uint32_t *made; /* one more than the number of the text of all of them */
	struct strings *texts;
	uint8_t *findings; /* whether one of them has `value` in `field` */
	unsigned field;
	char *value;
};

/*
 * joined[] are the fields that are filled in, sources[] those of sessions that they come from. The index is of
 * `sessions`, once something could not be found without it; `memory` as well.
 */
struct join {
	const struct kind *kind;
	const struct relation *relation; /* NULL: the kind has nothing to do with sessions */
	struct snapshot *sessions;
	struct session_index index;
	unsigned joined[FIELDS_MAX];
	unsigned sources[FIELDS_MAX];
	size_t joined_count;
	size_t gathered; /* of joined[], which has the texts of all sessions; joined_count: none */
	struct buffer texts; /* of several sessions, made one */
	struct memory memory;
	uint64_t steps;
	bool has_missed;
};

static const struct relation *
find_relation(const struct kind *kind)
{
	for (size_t i = 0; i < sizeof relations / sizeof *relations; i++) {
		if (relations[i].kind == kind)
			return &relations[i];
	}
	return NULL;
}

/* The field of sessions that a joined field is called after. */
static unsigned
source_of(const struct field *field)
{
	return field->origin == ORIGIN_JOINED ? field_find(&session_kind, text_of(field->api_name)) : FIELD_NONE;
}

static bool
is_text(const struct field *field)
{
	return field->type == TYPE_TEXT || field->type == TYPE_ADDRESS;
}

struct join *
join_new(const struct kind *kind)
{
	struct join *join = xcalloc(1, sizeof *join);

	join->kind = kind;
	join->relation = find_relation(kind);
	buffer_init(&join->texts, TEXTS_SIZE_MAX);
	for (unsigned field = 0; field < kind->field_count && join->relation != NULL; field++) {
		unsigned source = source_of(&kind->fields[field]);

		if (source == FIELD_NONE)
			continue;
		join->joined[join->joined_count] = field;
		join->sources[join->joined_count++] = source;
	}
	while (join->gathered < join->joined_count && !is_text(&kind->fields[join->joined[join->gathered]]))
		join->gathered++;
	return join;
}

static void
forget_findings(struct memory *memory)
{
	free(memory->findings);
	free(memory->value);
	memory->findings = NULL;
	memory->value = NULL;
}

static void
forget(struct memory *memory)
{
	forget_findings(memory);
	free(memory->made);
	strings_unref(memory->texts);
	*memory = (struct memory){0};
}

void
join_free(struct join *join)
{
	if (join == NULL)
		return;
	forget(&join->memory);
	session_index_clear(&join->index);
	snapshot_unref(join->sessions);
	buffer_free(&join->texts);
	free(join);
}

void
join_set_sessions(struct join *join, struct snapshot *sessions)
{
	struct snapshot *before = join->sessions;

	join->has_missed = false;
	if (before == sessions)
		return;
	forget(&join->memory);
	session_index_clear(&join->index);
	join->sessions = snapshot_ref(sessions);
	snapshot_unref(before);
}

const struct snapshot *
join_sessions(const struct join *join)
{
	return join->sessions;
}

bool
join_has_missed(const struct join *join)
{
	return join->has_missed;
}

struct join_keys
join_keys(const struct kind *kind)
{
	const struct relation *relation = find_relation(kind);

	return relation == NULL ? (struct join_keys){FIELD_NONE, FIELD_NONE} : relation->keys;
}

/* ------------------------------------------------------------------ finding the sessions of a record */

/* The sessions of one record, one after the other. */
struct search {
	struct index_part parts[INDEX_PARTS_MAX];
	bool is_exact; /* there is no other */
};

/* The session of exactly this connection, by the snapshot's own index. */
static uint32_t
find_exact(const struct join *join, const struct record *record)
{
	const struct relation *relation = join->relation;
	struct record key;

	record_clear(&key, &session_kind);
	for (size_t i = 0; i < relation->count; i++) {
		key.text[relation->theirs[i]] = record->text[relation->own[i]];
		key.number[relation->theirs[i]] = record->number[relation->own[i]];
	}
	key.number[FIELD_CONNECTION_ID] = record->number[relation->own_connection];
	return snapshot_find_record(join->sessions, &key);
}

static uint32_t
find_first(struct join *join, const struct record *record, struct search *search)
{
	const struct relation *relation = join->relation;
	uint32_t row = ROW_NONE;

	*search = (struct search){0};
	if (relation == NULL || join->sessions == NULL)
		return ROW_NONE;
	if (relation->own_connection != FIELD_NONE)
		row = find_exact(join, record);
	search->is_exact = row != ROW_NONE || !relation->is_shared;
	if (row != ROW_NONE)
		return row;
	if (join->index.sessions != join->sessions)
		session_index_build(&join->index, join->sessions, relation->theirs, relation->count);
	for (size_t i = 0; i < relation->count; i++) {
		search->parts[i].number = record->number[relation->own[i]];
		search->parts[i].text = record->text[relation->own[i]];
	}
	return session_index_first(&join->index, search->parts);
}

static uint32_t
find_next(struct join *join, const struct search *search, uint32_t row)
{
	join->steps++;
	return search->is_exact ? ROW_NONE : session_index_next(&join->index, row, search->parts);
}

/* ------------------------------------------------------------------ taking over what they have */

static void
take_value(struct record *record, unsigned field, const struct snapshot *sessions, unsigned source, uint32_t row)
{
	record->number[field] = snapshot_number(sessions, source, row);
	record->text[field] = snapshot_text(sessions, source, row);
	/* As a decoder leaves a word that no document knows. */
	if (session_kind.fields[source].type == TYPE_ENUM && record->number[field] >= ENUM_UNKNOWN_FIRST)
		record->number[field] = VALUE_ABSENT;
}

/* Whether `text` is one of those that are joined by ", " in `texts`. */
static bool
is_among(struct text texts, struct text text)
{
	struct text part;

	do {
		part = text_next(&texts, ',');
	} while (!text_equals(part, text) && !text_is_absent(texts));
	return text_equals(part, text);
}

/* Adds the text of another session, when it is another one, as far as there is room. */
static void
add_text(struct buffer *texts, struct text text)
{
	if (text_is_absent(text) || (texts->length > 0 && is_among(buffer_text(texts), text)))
		return;
	if (texts->length + text.length + 2 > TEXTS_SIZE_MAX)
		return;
	if (texts->length > 0)
		buffer_add_string(texts, ", ");
	buffer_add(texts, text.bytes, text.length);
}

/* All texts of the sessions from `first` on; absent when they have none, or none that there is room for. */
static struct text
gather(struct join *join, unsigned source, const struct search *search, uint32_t first)
{
	struct memory *memory = &join->memory;
	uint32_t made;

	if (memory->made == NULL) {
		memory->made = xcalloc(snapshot_count(join->sessions), sizeof *memory->made);
		memory->texts = strings_new();
	}
	if (memory->made[first] == 0) {
		buffer_reset(&join->texts);
		for (uint32_t row = first; row != ROW_NONE; row = find_next(join, search, row))
			add_text(&join->texts, snapshot_text(join->sessions, source, row));
		memory->made[first] = join->texts.length == 0
					  ? MADE_NOTHING
					  : strings_intern(memory->texts, buffer_text(&join->texts)) + 1;
	}
	made = memory->made[first];
	return made == MADE_NOTHING ? TEXT_ABSENT : strings_text(memory->texts, made - 1);
}

/* A record of several sessions has all their texts in one field, and of the rest what the first one has. */
static void
take_all(struct join *join, struct record *record, size_t i, const struct search *search, uint32_t first)
{
	unsigned field = join->joined[i], source = join->sources[i];
	struct text all;

	take_value(record, field, join->sessions, source, first);
	if (i != join->gathered || search->is_exact)
		return;
	all = gather(join, source, search, first);
	if (!text_is_absent(all))
		record->text[field] = all;
}

void
join_fill(struct join *join, struct record *record)
{
	struct search search;
	uint32_t row;

	if (join->joined_count == 0)
		return;
	row = find_first(join, record, &search);
	join->has_missed = join->has_missed || row == ROW_NONE;
	for (size_t i = 0; i < join->joined_count; i++) {
		record->number[join->joined[i]] = VALUE_ABSENT;
		record->text[join->joined[i]] = TEXT_ABSENT;
		if (row != ROW_NONE)
			take_all(join, record, i, &search, row);
	}
}

/* Makes the memory one of that question. */
static void
remember_question(struct join *join, unsigned session_field, struct text value)
{
	struct memory *memory = &join->memory;

	if (memory->findings != NULL && memory->field == session_field && text_equals(text_of(memory->value), value))
		return;
	forget_findings(memory);
	memory->findings = xcalloc(snapshot_count(join->sessions), sizeof *memory->findings);
	memory->field = session_field;
	memory->value = xstrdup_text(value);
}

bool
join_is_of(struct join *join, const struct record *record, unsigned session_field, struct text value)
{
	struct search search;
	uint32_t first = find_first(join, record, &search), row = first;

	if (first == ROW_NONE)
		return false;
	remember_question(join, session_field, value);
	if (join->memory.findings[first] == FOUND_UNKNOWN) {
		while (row != ROW_NONE && !text_equals_nocase(snapshot_text(join->sessions, session_field, row), value))
			row = find_next(join, &search, row);
		join->memory.findings[first] = row == ROW_NONE ? FOUND_NO : FOUND_YES;
	}
	return join->memory.findings[first] == FOUND_YES;
}

uint64_t
join_steps(const struct join *join)
{
	return join->steps;
}

static void
fill_row(struct record *record, void *join)
{
	join_fill(join, record);
}

struct snapshot *
join_again(struct join *join, const struct snapshot *snapshot, struct strings *strings)
{
	char *name = xstrdup_text(snapshot_text(snapshot, snapshot_kind(snapshot)->cluster, 0));
	struct snapshot_origin origin = {snapshot_kind(snapshot), snapshot_cluster(snapshot), name, strings};
	struct snapshot_builder *builder = snapshot_builder_new(&origin);
	bool is_partial = snapshot_is_partial(snapshot);

	for (uint32_t row = 0; row < snapshot_count(snapshot); row++)
		snapshot_builder_add_changed_row(builder, snapshot, row, fill_row, join);
	/* Its rows are all here, so that what ended with it is all that ended. */
	snapshot_builder_keep_ended(builder);
	free(name);
	return snapshot_builder_seal(builder, is_partial ? NULL : snapshot, 0, is_partial);
}

void
join_want(const struct kind *kind, bool wanted[static FIELDS_MAX])
{
	const struct relation *relation = find_relation(kind);

	if (relation == NULL)
		return;
	for (size_t i = 0; i < relation->count; i++)
		wanted[relation->theirs[i]] = true;
	for (unsigned field = 0; field < kind->field_count; field++) {
		unsigned source = source_of(&kind->fields[field]);

		if (source != FIELD_NONE)
			wanted[source] = true;
	}
}
