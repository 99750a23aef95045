/* print.c: values as text, by their type. */
#include "config.h"

#include "model/print.h"

#include <string.h>

#include "base/duration.h"
#include "model/security.h"
#include "model/session_fields.h"

size_t
print_format_number(uint64_t number, bool is_grouped, char text[static NUMBER_TEXT_MAX])
{
	char *end = text + NUMBER_TEXT_MAX - 1, *at = end;
	unsigned written = 0;
	size_t length;

	do {
		if (is_grouped && written > 0 && written % 3 == 0)
			*--at = ',';
		*--at = (char)('0' + number % 10);
		number /= 10;
		written++;
	} while (number > 0);
	length = (size_t)(end - at);
	memmove(text, at, length);
	text[length] = '\0';
	return length;
}

/* What every printer below is given. The value is not absent, unless the type has none of its own. */
struct job {
	const struct snapshot *snapshot;
	unsigned field;
	uint32_t row;
	enum print_form form;
	uint64_t number;
};

static bool
print_text(const struct job *job, struct buffer *out)
{
	struct text text = snapshot_text(job->snapshot, job->field, job->row);

	return buffer_add(out, text.bytes, text.length);
}

static bool
print_id(const struct job *job, struct buffer *out)
{
	char text[NUMBER_TEXT_MAX];

	return buffer_add(out, text, print_format_number(job->number, false, text));
}

static bool
print_count(const struct job *job, struct buffer *out)
{
	char text[NUMBER_TEXT_MAX];

	return buffer_add(out, text, print_format_number(job->number, job->form != PRINT_EXACT, text));
}

static bool
print_seconds(const struct job *job, struct buffer *out)
{
	char text[DURATION_TEXT_MAX];
	uint32_t seconds = (uint32_t)job->number;
	size_t length = 0;

	switch (job->form) {
	case PRINT_SHORT: length = duration_format_short(seconds, text); break;
	case PRINT_LONG: length = duration_format_long(seconds, text); break;
	case PRINT_EXACT: length = duration_format_iso(seconds, text); break;
	}
	return buffer_add(out, text, length);
}

static bool
print_boolean(const struct job *job, struct buffer *out)
{
	if (job->form == PRINT_EXACT)
		return buffer_add_string(out, job->number != 0 ? "true" : "false");
	return buffer_add_string(out, job->number != 0 ? "yes" : "no");
}

static bool
print_list(const struct job *job, struct buffer *out)
{
	const char *between = job->form == PRINT_LONG ? ", " : ",";
	bool any = false;
	uint32_t count;
	const uint32_t *items = snapshot_list(job->snapshot, job->row, &count);

	for (uint32_t i = 0; i < count; i++) {
		struct text text = snapshot_list_text(job->snapshot, job->field, items[i]);

		if (text_is_absent(text))
			continue;
		if (any)
			buffer_add_string(out, between);
		buffer_add(out, text.bytes, text.length);
		any = true;
	}
	return any;
}

/* "kerberos, smb3_1, signed, encrypted": the words behind the marks. */
static bool
print_security_words(const struct job *job, struct buffer *out)
{
	const char *between = "";

	for (size_t i = 0; i < SECURITY_MARKS; i++) {
		unsigned field = security_fields[i];
		uint64_t number = snapshot_number(job->snapshot, field, job->row);
		struct text word = snapshot_text(job->snapshot, field, job->row);

		if (number == VALUE_ABSENT)
			continue;
		if (field == FIELD_SMB_SIGNING)
			word = text_of(number != 0 ? "signed" : "unsigned");
		buffer_add_string(out, between);
		buffer_add(out, word.bytes, word.length);
		between = ", ";
	}
	return true;
}

static bool
print_security(const struct job *job, struct buffer *out)
{
	struct security_mark marks[SECURITY_MARKS];

	if (!security_marks(job->snapshot, job->row, marks))
		return false;
	if (job->form == PRINT_LONG)
		return print_security_words(job, out);
	for (size_t i = 0; i < SECURITY_MARKS; i++)
		buffer_add_string(out, marks[i].text);
	return true;
}

bool
print_value(const struct snapshot *snapshot, unsigned field, uint32_t row, enum print_form form, struct buffer *out)
{
	static bool (*const printers[TYPE_COUNT_OF_TYPES])(const struct job *, struct buffer *) = {
	    [TYPE_TEXT] = print_text,
	    [TYPE_ADDRESS] = print_text,
	    [TYPE_ID] = print_id,
	    [TYPE_COUNT] = print_count,
	    [TYPE_SECONDS] = print_seconds,
	    [TYPE_ENUM] = print_text,
	    [TYPE_BOOLEAN] = print_boolean,
	    [TYPE_LIST] = print_list,
	    [TYPE_SECURITY] = print_security,
	};
	struct job job = {snapshot, field, row, form, snapshot_number(snapshot, field, row)};

	return job.number != VALUE_ABSENT && printers[snapshot_kind(snapshot)->fields[field].type](&job, out);
}
