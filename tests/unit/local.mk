# One cmocka program for each topic. `make check` runs them all.
UNIT_TESTS = \
	tests/unit/test_fetch_cluster \
	tests/unit/test_fetch_detail \
	tests/unit/test_fetch_gate \
	tests/unit/test_fetch_mailbox \
	tests/unit/test_fetch_schedule \
	tests/unit/test_fetch_walk
UNIT_CPPFLAGS = $(AM_CPPFLAGS) -DFIXTURES='"$(abs_top_srcdir)/tests/fixtures"'
UNIT_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(CJSON_CFLAGS) $(CURL_CFLAGS) $(YAML_CFLAGS) $(NCURSES_CFLAGS)
UNIT_LIBS = $(CIFSTOP_LIBS) $(CMOCKA_LIBS)

check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)

# These two run the thread against simulators, with the stage of the end-to-end tests.
tests_unit_test_fetch_cluster_CPPFLAGS = $(E2E_CPPFLAGS)
tests_unit_test_fetch_cluster_CFLAGS = $(E2E_CFLAGS)
tests_unit_test_fetch_cluster_LDADD = $(E2E_LIBS)
tests_unit_test_fetch_cluster_SOURCES = \
	tests/unit/fetch_desk.c \
	tests/unit/fetch_desk.h \
	tests/unit/test_fetch_cluster.c

tests_unit_test_fetch_detail_CPPFLAGS = $(E2E_CPPFLAGS)
tests_unit_test_fetch_detail_CFLAGS = $(E2E_CFLAGS)
tests_unit_test_fetch_detail_LDADD = $(E2E_LIBS)
tests_unit_test_fetch_detail_SOURCES = \
	tests/unit/fetch_desk.c \
	tests/unit/fetch_desk.h \
	tests/unit/test_fetch_detail.c

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
