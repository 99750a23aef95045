# One cmocka program for each topic. `make check` runs them all.
UNIT_TESTS = \
	tests/unit/test_fetch_gate \
	tests/unit/test_fetch_mailbox \
	tests/unit/test_fetch_schedule \
	tests/unit/test_fetch_walk
UNIT_CPPFLAGS = $(AM_CPPFLAGS) -DFIXTURES='"$(abs_top_srcdir)/tests/fixtures"'
UNIT_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(CJSON_CFLAGS) $(CURL_CFLAGS) $(YAML_CFLAGS) $(NCURSES_CFLAGS)
UNIT_LIBS = $(CIFSTOP_LIBS) $(CMOCKA_LIBS)

check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)

# ontap
UNIT_TESTS += tests/unit/test_json
tests_unit_test_json_SOURCES = tests/unit/test_json.c
tests_unit_test_json_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_json_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_json_LDADD = $(UNIT_LIBS)
UNIT_TESTS += tests/unit/test_records
tests_unit_test_records_SOURCES = tests/unit/test_records.c tests/unit/fixture.c tests/unit/fixture.h
tests_unit_test_records_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_records_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_records_LDADD = $(UNIT_LIBS)
UNIT_TESTS += tests/unit/test_session_decode
tests_unit_test_session_decode_SOURCES = tests/unit/test_session_decode.c tests/unit/fixture.c tests/unit/fixture.h
tests_unit_test_session_decode_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_session_decode_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_session_decode_LDADD = $(UNIT_LIBS)
EXTRA_DIST += \
	tests/fixtures/ontap/session-odd-types.json \
	tests/fixtures/ontap/sessions-old-names.json \
	tests/fixtures/ontap/sessions-record-is-object.json \
	tests/fixtures/ontap/sessions-schema.json
tests_unit_test_fetch_gate_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_fetch_gate_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_fetch_gate_LDADD = $(UNIT_LIBS)

tests_unit_test_fetch_mailbox_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_fetch_mailbox_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_fetch_mailbox_LDADD = $(UNIT_LIBS)

tests_unit_test_fetch_schedule_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_fetch_schedule_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_fetch_schedule_LDADD = $(UNIT_LIBS)

tests_unit_test_fetch_walk_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_fetch_walk_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_fetch_walk_LDADD = $(UNIT_LIBS)

# app
UNIT_TESTS += tests/unit/test_options
tests_unit_test_options_SOURCES = tests/unit/test_options.c
tests_unit_test_options_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_options_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_options_LDADD = $(UNIT_LIBS)
UNIT_TESTS += tests/unit/test_output
tests_unit_test_output_SOURCES = tests/unit/test_output.c
tests_unit_test_output_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_output_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_output_LDADD = $(UNIT_LIBS)
