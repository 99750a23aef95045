# One cmocka program for each topic. `make check` runs them all.
UNIT_TESTS =
UNIT_CPPFLAGS = $(AM_CPPFLAGS) -DFIXTURES='"$(abs_top_srcdir)/tests/fixtures"'
UNIT_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(CJSON_CFLAGS) $(CURL_CFLAGS) $(YAML_CFLAGS) $(NCURSES_CFLAGS)
UNIT_LIBS = $(CIFSTOP_LIBS) $(CMOCKA_LIBS)

check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)

# fetch
UNIT_TESTS += tests/unit/test_fetch_gate
tests_unit_test_fetch_gate_SOURCES = tests/unit/test_fetch_gate.c
tests_unit_test_fetch_gate_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_fetch_gate_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_fetch_gate_LDADD = $(UNIT_LIBS)
UNIT_TESTS += tests/unit/test_fetch_mailbox
tests_unit_test_fetch_mailbox_SOURCES = tests/unit/test_fetch_mailbox.c
tests_unit_test_fetch_mailbox_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_fetch_mailbox_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_fetch_mailbox_LDADD = $(UNIT_LIBS)
UNIT_TESTS += tests/unit/test_fetch_schedule
tests_unit_test_fetch_schedule_SOURCES = tests/unit/test_fetch_schedule.c
tests_unit_test_fetch_schedule_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_fetch_schedule_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_fetch_schedule_LDADD = $(UNIT_LIBS)
UNIT_TESTS += tests/unit/test_fetch_walk
tests_unit_test_fetch_walk_SOURCES = tests/unit/test_fetch_walk.c
tests_unit_test_fetch_walk_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_fetch_walk_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_fetch_walk_LDADD = $(UNIT_LIBS)

# fetch: the thread against simulators, with the stage of the end-to-end tests
UNIT_TESTS += tests/unit/test_fetch_cluster
tests_unit_test_fetch_cluster_SOURCES = tests/unit/test_fetch_cluster.c tests/unit/fetch_desk.c tests/unit/fetch_desk.h
tests_unit_test_fetch_cluster_CPPFLAGS = $(E2E_CPPFLAGS)
tests_unit_test_fetch_cluster_CFLAGS = $(E2E_CFLAGS)
tests_unit_test_fetch_cluster_LDADD = $(E2E_LIBS)
UNIT_TESTS += tests/unit/test_fetch_detail
tests_unit_test_fetch_detail_SOURCES = tests/unit/test_fetch_detail.c tests/unit/fetch_desk.c tests/unit/fetch_desk.h
tests_unit_test_fetch_detail_CPPFLAGS = $(E2E_CPPFLAGS)
tests_unit_test_fetch_detail_CFLAGS = $(E2E_CFLAGS)
tests_unit_test_fetch_detail_LDADD = $(E2E_LIBS)

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
UNIT_TESTS += tests/unit/test_target
tests_unit_test_target_SOURCES = tests/unit/test_target.c
tests_unit_test_target_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_target_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_target_LDADD = $(UNIT_LIBS)
UNIT_TESTS += tests/unit/test_request
tests_unit_test_request_SOURCES = tests/unit/test_request.c
tests_unit_test_request_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_request_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_request_LDADD = $(UNIT_LIBS)
UNIT_TESTS += tests/unit/test_api_error
tests_unit_test_api_error_SOURCES = tests/unit/test_api_error.c
tests_unit_test_api_error_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_api_error_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_api_error_LDADD = $(UNIT_LIBS)
UNIT_TESTS += tests/unit/test_exchange
tests_unit_test_exchange_SOURCES = tests/unit/test_exchange.c tests/unit/loopback.c tests/unit/loopback.h
tests_unit_test_exchange_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_exchange_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_exchange_LDADD = $(UNIT_LIBS)
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

# base, model, query, view; libworld makes snapshots of a few words
check_LIBRARIES += tests/unit/libworld.a
tests_unit_libworld_a_SOURCES = tests/unit/world.c tests/unit/world.h
tests_unit_libworld_a_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_libworld_a_CFLAGS = $(UNIT_CFLAGS)
UNIT_TESTS += tests/unit/test_duration
tests_unit_test_duration_SOURCES = tests/unit/test_duration.c
tests_unit_test_duration_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_duration_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_duration_LDADD = $(UNIT_LIBS)
UNIT_TESTS += tests/unit/test_radix
tests_unit_test_radix_SOURCES = tests/unit/test_radix.c
tests_unit_test_radix_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_radix_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_radix_LDADD = $(UNIT_LIBS)
UNIT_TESTS += tests/unit/test_ranking
tests_unit_test_ranking_SOURCES = tests/unit/test_ranking.c
tests_unit_test_ranking_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_ranking_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_ranking_LDADD = $(UNIT_LIBS)
UNIT_TESTS += tests/unit/test_strings
tests_unit_test_strings_SOURCES = tests/unit/test_strings.c
tests_unit_test_strings_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_strings_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_strings_LDADD = $(UNIT_LIBS)
UNIT_TESTS += tests/unit/test_text
tests_unit_test_text_SOURCES = tests/unit/test_text.c
tests_unit_test_text_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_text_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_text_LDADD = $(UNIT_LIBS)
UNIT_TESTS += tests/unit/test_view
tests_unit_test_view_SOURCES = tests/unit/test_view.c
tests_unit_test_view_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_view_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_view_LDADD = tests/unit/libworld.a $(UNIT_LIBS)
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
