# One cmocka program for each topic; what several of them use stands in libunit.
check_LIBRARIES += tests/unit/libunit.a
tests_unit_libunit_a_SOURCES = \
	tests/unit/fetch_desk.c \
	tests/unit/fetch_desk.h \
	tests/unit/filter_case.c \
	tests/unit/filter_case.h \
	tests/unit/filter_case_read.c \
	tests/unit/fixture.c \
	tests/unit/fixture.h \
	tests/unit/loopback.c \
	tests/unit/loopback.h \
	tests/unit/scratch.c \
	tests/unit/scratch.h \
	tests/unit/world.c \
	tests/unit/world.h

UNIT_TESTS = \
	tests/unit/test_api_error \
	tests/unit/test_cell \
	tests/unit/test_certificate \
	tests/unit/test_column \
	tests/unit/test_columns \
	tests/unit/test_hash \
	tests/unit/test_complete \
	tests/unit/test_config \
	tests/unit/test_config_manual \
	tests/unit/test_confine \
	tests/unit/test_duration \
	tests/unit/test_exchange \
	tests/unit/test_fetch_cluster \
	tests/unit/test_fetch_detail \
	tests/unit/test_fetch_gate \
	tests/unit/test_fetch_join \
	tests/unit/test_fetch_mailbox \
	tests/unit/test_fetch_narrow \
	tests/unit/test_fetch_neighbours \
	tests/unit/test_fetch_query \
	tests/unit/test_fetch_schedule \
	tests/unit/test_fetch_scope \
	tests/unit/test_fetch_token \
	tests/unit/test_fetch_trust \
	tests/unit/test_fetch_walk \
	tests/unit/test_fields \
	tests/unit/test_filter \
	tests/unit/test_filter_language \
	tests/unit/test_filter_manual \
	tests/unit/test_filter_properties \
	tests/unit/test_history \
	tests/unit/test_hits \
	tests/unit/test_json \
	tests/unit/test_json_text \
	tests/unit/test_kind_decode \
	tests/unit/test_kind_view \
	tests/unit/test_known_clusters \
	tests/unit/test_limits \
	tests/unit/test_needle \
	tests/unit/test_options \
	tests/unit/test_order \
	tests/unit/test_output \
	tests/unit/test_parameters \
	tests/unit/test_path_search \
	tests/unit/test_query_list \
	tests/unit/test_radix \
	tests/unit/test_ranking \
	tests/unit/test_record_track \
	tests/unit/test_records \
	tests/unit/test_release \
	tests/unit/test_request \
	tests/unit/test_safe_text \
	tests/unit/test_secret \
	tests/unit/test_secret_text \
	tests/unit/test_selection \
	tests/unit/test_server_query \
	tests/unit/test_session_decode \
	tests/unit/test_snapshot \
	tests/unit/test_strings \
	tests/unit/test_summary \
	tests/unit/test_target \
	tests/unit/test_text \
	tests/unit/test_theme \
	tests/unit/test_view

check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)

# The unit tests, --once and a screen under valgrind (the Debian package of that name); takes some minutes. Left out is
# what valgrind 3.19 has no system calls for (landlock, and pidfd_open, by which tests watch simulators), and what looks on
# purpose at memory that was given back, or forks.
NO_VALGRIND = \
	tests/unit/test_confine \
	tests/unit/test_fetch_cluster \
	tests/unit/test_fetch_detail \
	tests/unit/test_fetch_narrow \
	tests/unit/test_fetch_query \
	tests/unit/test_fetch_token \
	tests/unit/test_fetch_trust \
	tests/unit/test_secret \
	tests/unit/test_secret_text

dist_noinst_SCRIPTS += tests/valgrind.sh
.PHONY: check-valgrind
check-valgrind: src/cifstop src/ontap-sim $(UNIT_TESTS)
	LEFT_OUT='$(NO_VALGRIND)' $(srcdir)/tests/valgrind.sh $(UNIT_TESTS)

# The simulator links nothing of the client, and neither do its tests.
SIM_TESTS = \
	tests/unit/test_sim_api \
	tests/unit/test_sim_dialects \
	tests/unit/test_sim_faults \
	tests/unit/test_sim_http \
	tests/unit/test_sim_locks \
	tests/unit/test_sim_query \
	tests/unit/test_sim_shapes \
	tests/unit/test_sim_world

check_PROGRAMS += $(SIM_TESTS)
TESTS += $(SIM_TESTS)
tests_unit_test_sim_api_SOURCES = tests/unit/test_sim_api.c tests/unit/sim_stage.c tests/unit/sim_stage.h
tests_unit_test_sim_api_LDADD = $(ONTAP_SIM_LIBS) $(CMOCKA_LIBS) $(CJSON_LIBS) $(CURL_LIBS)
tests_unit_test_sim_dialects_SOURCES = tests/unit/test_sim_dialects.c tests/unit/sim_stage.c tests/unit/sim_stage.h
tests_unit_test_sim_dialects_LDADD = $(ONTAP_SIM_LIBS) $(CMOCKA_LIBS) $(CJSON_LIBS) $(CURL_LIBS)
tests_unit_test_sim_faults_SOURCES = tests/unit/test_sim_faults.c tests/unit/sim_stage.c tests/unit/sim_stage.h
tests_unit_test_sim_faults_LDADD = $(ONTAP_SIM_LIBS) $(CMOCKA_LIBS) $(CJSON_LIBS) $(CURL_LIBS)
tests_unit_test_sim_http_SOURCES = tests/unit/test_sim_http.c tests/unit/sim_stage.c tests/unit/sim_stage.h
tests_unit_test_sim_http_LDADD = $(ONTAP_SIM_LIBS) $(CMOCKA_LIBS) $(CJSON_LIBS) $(CURL_LIBS)
tests_unit_test_sim_locks_SOURCES = tests/unit/test_sim_locks.c tests/unit/sim_stage.c tests/unit/sim_stage.h
tests_unit_test_sim_locks_LDADD = $(ONTAP_SIM_LIBS) $(CMOCKA_LIBS) $(CJSON_LIBS) $(CURL_LIBS)
tests_unit_test_sim_query_SOURCES = tests/unit/test_sim_query.c tests/unit/sim_stage.c tests/unit/sim_stage.h
tests_unit_test_sim_query_LDADD = $(ONTAP_SIM_LIBS) $(CMOCKA_LIBS) $(CJSON_LIBS) $(CURL_LIBS)
tests_unit_test_sim_shapes_SOURCES = tests/unit/test_sim_shapes.c tests/unit/sim_stage.c tests/unit/sim_stage.h
tests_unit_test_sim_shapes_LDADD = $(ONTAP_SIM_LIBS) $(CMOCKA_LIBS) $(CJSON_LIBS) $(CURL_LIBS)
tests_unit_test_sim_world_SOURCES = tests/unit/test_sim_world.c tests/unit/sim_stage.c tests/unit/sim_stage.h
tests_unit_test_sim_world_LDADD = $(ONTAP_SIM_LIBS) $(CMOCKA_LIBS) $(CJSON_LIBS) $(CURL_LIBS)

EXTRA_DIST += \
	tests/fixtures/ontap/connections-all-objects.json \
	tests/fixtures/ontap/connections-schema.json \
	tests/fixtures/ontap/files-old-names.json \
	tests/fixtures/ontap/files-schema.json \
	tests/fixtures/ontap/locks-schema.json \
	tests/fixtures/ontap/session-odd-types.json \
	tests/fixtures/ontap/sessions-old-names.json \
	tests/fixtures/ontap/sessions-record-is-object.json \
	tests/fixtures/ontap/sessions-schema.json \
	tests/fixtures/tls/certificate.pem \
	tests/fixtures/tls/key-pkcs8.pem \
	tests/fixtures/tls/key-traditional.pem
