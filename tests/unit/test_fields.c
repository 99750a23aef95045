/* test_fields.c: the one table of what is known of a session. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/session_fields.h"

static void
every_field_says_all_that_is_asked_of_it(void **state)
{
	(void)state;
	for (unsigned id = 0; id < SESSION_FIELD_COUNT; id++) {
		const struct field *field = &session_kind.fields[id];

		assert_non_null(field->api_name);
		assert_non_null(field->title);
		assert_non_null(field->label);
		assert_non_null(field->help);
		assert_true(field->min_width <= field->max_width);
		assert_true(strlen(field->title) <= field->max_width);
		assert_int_equal(field->type == TYPE_ENUM, field->enumeration != NULL);
		assert_int_equal(field->origin == ORIGIN_API, field->since != NULL);
	}
}

static void
columns_differ_in_weight_so_that_the_first_to_go_is_clear(void **state)
{
	(void)state;
	for (unsigned a = 0; a < SESSION_FIELD_COUNT; a++) {
		for (unsigned b = 0; b < a; b++)
			assert_int_not_equal(session_kind.fields[a].weight, session_kind.fields[b].weight);
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
	for (unsigned id = 0; id < SESSION_FIELD_COUNT; id++) {
		assert_int_equal(field_find(&session_kind, text_of(session_kind.fields[id].api_name)), id);
		for (size_t i = 0; i < FIELD_ALIASES_MAX && session_kind.fields[id].aliases[i] != NULL; i++)
			assert_int_equal(field_find(&session_kind, text_of(session_kind.fields[id].aliases[i])), id);
		if (session_kind.fields[id].old_name != NULL)
			assert_int_equal(field_find(&session_kind, text_of(session_kind.fields[id].old_name)), id);
	}
	assert_int_equal(field_find(&session_kind, text_of("OPEN_files")), FIELD_OPEN_FILES);
	assert_int_equal(field_find(&session_kind, text_of("Svm.Name")), FIELD_SVM_NAME);
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
	bool is_listed[FIELDS_MAX] = {false};

	(void)state;
	for (size_t i = 0; i < session_kind.column_count; i++) {
		assert_false(is_listed[session_kind.columns[i]]);
		is_listed[session_kind.columns[i]] = true;
	}
	for (unsigned id = 0; id < SESSION_FIELD_COUNT; id++)
		assert_int_equal(is_listed[id], session_kind.fields[id].is_default);
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_field_says_all_that_is_asked_of_it),
	    cmocka_unit_test(columns_differ_in_weight_so_that_the_first_to_go_is_clear),
	    cmocka_unit_test(user_client_files_and_idle_weigh_most),
	    cmocka_unit_test(names_of_every_kind_find_their_field),
	    cmocka_unit_test(unknown_names_find_nothing_and_are_told_the_nearest),
	    cmocka_unit_test(the_default_columns_are_those_that_the_table_marks),
	    cmocka_unit_test(enum_words_are_known_in_every_documented_spelling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
