/* join.c: which session stands behind a record of another kind. */
#include "config.h"

#include "model/join.h"

#include "model/file_fields.h"
#include "model/session_fields.h"

/* What a record says of its session. */
struct session_key {
	struct text node, svm;
	uint64_t identifier, connection;
};

/* Less than, equal to or greater than 0: how a row stands to a session, its connection left out. */
static int
compare_session(const struct snapshot *sessions, uint32_t row, const struct session_key *key)
{
	uint64_t identifier = snapshot_number(sessions, FIELD_IDENTIFIER, row);
	int order = text_compare(snapshot_text(sessions, FIELD_NODE_UUID, row), key->node);

	if (order == 0)
		order = text_compare(snapshot_text(sessions, FIELD_SVM_UUID, row), key->svm);
	return order != 0 ? order : (identifier > key->identifier) - (identifier < key->identifier);
}

/* The session's first row in the order of identities, in which its connections stand together. */
static uint32_t
find_any_connection(const struct snapshot *sessions, const struct session_key *key)
{
	const uint32_t *order = snapshot_identity_order(sessions);
	uint32_t low = 0, high = snapshot_count(sessions);

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (compare_session(sessions, order[middle], key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < snapshot_count(sessions) && compare_session(sessions, order[low], key) == 0)
		return order[low];
	return ROW_NONE;
}

static uint32_t
find_session(const struct snapshot *sessions, const struct session_key *key)
{
	struct record record;
	uint32_t row;

	if (key->identifier == VALUE_ABSENT)
		return ROW_NONE;
	record_clear(&record, &session_kind);
	record.text[FIELD_NODE_UUID] = key->node;
	record.text[FIELD_SVM_UUID] = key->svm;
	record.number[FIELD_IDENTIFIER] = key->identifier;
	record.number[FIELD_CONNECTION_ID] = key->connection;
	row = snapshot_find_record(sessions, &record);
	return row != ROW_NONE ? row : find_any_connection(sessions, key);
}

uint32_t
join_session_of_file(const struct snapshot *files, uint32_t row, const struct snapshot *sessions)
{
	const struct session_key key = {
	    .node = snapshot_text(files, FILE_NODE_UUID, row),
	    .svm = snapshot_text(files, FILE_SVM_UUID, row),
	    .identifier = snapshot_number(files, FILE_SESSION_IDENTIFIER, row),
	    .connection = snapshot_number(files, FILE_CONNECTION_IDENTIFIER, row),
	};

	return find_session(sessions, &key);
}

bool
join_file(struct record *file, const struct snapshot *sessions)
{
	const struct session_key key = {
	    .node = file->text[FILE_NODE_UUID],
	    .svm = file->text[FILE_SVM_UUID],
	    .identifier = file->number[FILE_SESSION_IDENTIFIER],
	    .connection = file->number[FILE_CONNECTION_IDENTIFIER],
	};
	uint32_t row = find_session(sessions, &key);

	if (row == ROW_NONE)
		return false;
	file->text[FILE_USER] = snapshot_text(sessions, FIELD_USER, row);
	file->text[FILE_CLIENT_IP] = snapshot_text(sessions, FIELD_CLIENT_IP, row);
	file->number[FILE_IDLE_DURATION] = snapshot_number(sessions, FIELD_IDLE_DURATION, row);
	return true;
}
