/* test_fields.c: the tables of what is known of each kind of record. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/connection_fields.h"
#include "model/file_fields.h"
#include "model/lock_fields.h"
#include "model/session_fields.h"

static const struct kind *const kinds[] = {&session_kind, &file_kind, &connection_kind, &lock_kind};

#define EACH_KIND(kind) \
	for (size_t kind##_at = 0; kind##_at < sizeof kinds / sizeof *kinds; kind##_at++) \
		for (const struct kind *kind = kinds[kind##_at]; kind != NULL; kind = NULL)

static void
every_field_says_all_that_is_asked_of_it(void **state)
{
	(void)state;
	EACH_KIND(kind)
	{
		for (unsigned id = 0; id < kind->field_count; id++) {
			const struct field *field = &kind->fields[id];

			assert_non_null(field->api_name);
			assert_non_null(field->title);
			assert_non_null(field->label);
			assert_non_null(field->help);
			assert_true(field->min_width <= field->max_width);
			assert_true(strlen(field->title) <= field->max_width);
			assert_int_equal(field->type == TYPE_ENUM, field->enumeration != NULL);
			assert_int_equal(field->origin == ORIGIN_API, field->since != NULL);
			assert_int_equal(field->origin == ORIGIN_CLUSTER, id == kind->cluster);
			assert_int_equal(field->origin == ORIGIN_DERIVED, field->part_count > 0);
		}
	}
}

static void
columns_differ_in_weight_so_that_the_first_to_go_is_clear(void **state)
{
	(void)state;
	EACH_KIND(kind)
	{
		for (unsigned a = 0; a < kind->field_count; a++) {
			for (unsigned b = 0; b < a; b++)
				assert_int_not_equal(kind->fields[a].weight, kind->fields[b].weight);
		}
	}
}

static void
keys_are_stored_texts_and_ids_and_the_required_one_is_among_them(void **state)
{
	(void)state;
	EACH_KIND(kind)
	{
		bool has_required = false;

		assert_in_range(kind->key_count, 1, KEYS_MAX);
		for (size_t i = 0; i < kind->key_count; i++) {
			const struct field *key = &kind->fields[kind->keys[i]];

			assert_true(key->type == TYPE_TEXT || key->type == TYPE_ID);
			assert_int_equal(key->origin, ORIGIN_API);
			has_required |= kind->keys[i] == kind->required;
		}
		assert_true(has_required);
	}
}

static void
the_fields_of_a_list_are_those_that_the_kind_names(void **state)
{
	(void)state;
	EACH_KIND(kind)
	{
		size_t lists = 0;

		for (unsigned id = 0; id < kind->field_count; id++)
			lists += kind->fields[id].type == TYPE_LIST;
		assert_int_equal(lists, kind->list_part_count);
		for (size_t i = 0; i < kind->list_part_count; i++)
			assert_int_equal(kind->fields[kind->list[i]].type, TYPE_LIST);
	}
}

/* What stands before the last dot, with the dot. */
static size_t
prefix_length(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot == NULL ? 0 : (size_t)(dot - name) + 1;
}

/* JSON is printed in one go: an object that was closed cannot be opened again. */
static void
fields_of_one_object_stand_together(void **state)
{
	(void)state;
	EACH_KIND(kind)
	{
		for (unsigned id = 2; id < kind->field_count; id++) {
			const char *name = kind->fields[id].api_name;
			size_t length = prefix_length(name);
			bool is_with_last = strncmp(kind->fields[id - 1].api_name, name, length) == 0;

			for (unsigned before = 0; before + 1 < id && length > 0 && !is_with_last; before++)
				assert_int_not_equal(strncmp(kind->fields[before].api_name, name, length), 0);
		}
	}
}

static void
user_client_files_and_idle_weigh_most(void **state)
{
	static const unsigned core[] = {FIELD_CLIENT_IP, FIELD_OPEN_FILES, FIELD_IDLE_DURATION, FIELD_USER};

	(void)state;
	for (unsigned id = 0; id < SESSION_FIELD_COUNT; id++) {
		bool is_core = false;

		for (size_t i = 0; i < sizeof core / sizeof *core; i++)
			is_core |= id == core[i];
		assert_int_equal(
		    session_kind.fields[id].weight >= session_kind.fields[FIELD_CLIENT_IP].weight, is_core);
	}
}

static void
names_of_every_kind_find_their_field(void **state)
{
	(void)state;
	EACH_KIND(kind)
	{
		for (unsigned id = 0; id < kind->field_count; id++) {
			const struct field *field = &kind->fields[id];

			assert_int_equal(field_find(kind, text_of(field->api_name)), id);
			for (size_t i = 0; i < FIELD_ALIASES_MAX && field->aliases[i] != NULL; i++)
				assert_int_equal(field_find(kind, text_of(field->aliases[i])), id);
			if (field->old_name != NULL)
				assert_int_equal(field_find(kind, text_of(field->old_name)), id);
		}
	}
	assert_int_equal(field_find(&session_kind, text_of("OPEN_files")), FIELD_OPEN_FILES);
	assert_int_equal(field_find(&session_kind, text_of("Svm.Name")), FIELD_SVM_NAME);
	assert_int_equal(field_find(&file_kind, text_of("session_ID")), FILE_SESSION_IDENTIFIER);
}

static void
unknown_names_find_nothing_and_are_told_the_nearest(void **state)
{
	char *sentence;

	(void)state;
	assert_int_equal(field_find(&session_kind, text_of("usr")), FIELD_NONE);
	assert_int_equal(field_find(&session_kind, text_of("")), FIELD_NONE);
	assert_int_equal(field_find(&session_kind, (struct text){"user", 3}), FIELD_NONE);
	sentence = field_explain_unknown(&session_kind, text_of("usr"));
	assert_string_equal(sentence, "unknown field 'usr'; did you mean 'user'?");
	free(sentence);
	sentence = field_explain_unknown(&session_kind, text_of("qqqqqqqqqqqq"));
	assert_string_equal(sentence, "unknown field 'qqqqqqqqqqqq'; --list-fields names them all");
	free(sentence);
}

static void
the_default_columns_are_those_that_the_table_marks(void **state)
{
	(void)state;
	EACH_KIND(kind)
	{
		bool is_listed[FIELDS_MAX] = {false};

		for (size_t i = 0; i < kind->column_count; i++) {
			assert_false(is_listed[kind->columns[i]]);
			is_listed[kind->columns[i]] = true;
		}
		for (unsigned id = 0; id < kind->field_count; id++)
			assert_int_equal(is_listed[id], kind->fields[id].is_default);
	}
}

static void
enum_words_are_known_in_every_documented_spelling(void **state)
{
	static const struct {
		const struct enumeration *words;
		const char *word;
		uint64_t code;
	} known[] = {
	    {&protocol_words, "smb3_1", PROTOCOL_SMB3_1},
	    {&protocol_words, "smb3.1", PROTOCOL_SMB3_1},
	    {&protocol_words, "SMB2-1", PROTOCOL_SMB2_1},
	    {&protocol_words, "smb2", PROTOCOL_SMB2},
	    {&availability_words, "no", AVAILABILITY_UNAVAILABLE},
	    {&availability_words, "Yes", AVAILABILITY_AVAILABLE},
	    {&encryption_words, "partially-encrypted", ENCRYPTION_PARTIALLY},
	    {&authentication_words, "Kerberos", AUTH_KERBEROS},
	};

	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		assert_int_equal(enumeration_find(known[i].words, text_of(known[i].word)), known[i].code);
	assert_true(enumeration_find(&protocol_words, text_of("smb")) == VALUE_ABSENT);
	assert_true(enumeration_find(&protocol_words, text_of("smb3_11")) == VALUE_ABSENT);
	assert_true(enumeration_find(&protocol_words, text_of("")) == VALUE_ABSENT);
	assert_true(enumeration_find(&protocol_words, TEXT_ABSENT) == VALUE_ABSENT);
}

/* Decoders look for the schema's own spelling first. */
static void
a_word_of_the_schema_is_no_other_spelling_of_another(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		for (unsigned field = 0; field < kinds[i]->field_count; field++) {
			const struct enumeration *words = kinds[i]->fields[field].enumeration;

			for (size_t code = 0; words != NULL && code < words->count; code++)
				assert_int_equal(enumeration_find(words, text_of(words->values[code].name)), code);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_field_says_all_that_is_asked_of_it),
	    cmocka_unit_test(columns_differ_in_weight_so_that_the_first_to_go_is_clear),
	    cmocka_unit_test(keys_are_stored_texts_and_ids_and_the_required_one_is_among_them),
	    cmocka_unit_test(the_fields_of_a_list_are_those_that_the_kind_names),
	    cmocka_unit_test(fields_of_one_object_stand_together),
	    cmocka_unit_test(user_client_files_and_idle_weigh_most),
	    cmocka_unit_test(names_of_every_kind_find_their_field),
	    cmocka_unit_test(unknown_names_find_nothing_and_are_told_the_nearest),
	    cmocka_unit_test(the_default_columns_are_those_that_the_table_marks),
	    cmocka_unit_test(enum_words_are_known_in_every_documented_spelling),
	    cmocka_unit_test(a_word_of_the_schema_is_no_other_spelling_of_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
