# One cmocka program for each topic. `make check` runs them all.
UNIT_TESTS =
UNIT_CPPFLAGS = $(AM_CPPFLAGS) -DFIXTURES='"$(abs_top_srcdir)/tests/fixtures"'
UNIT_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(CJSON_CFLAGS) $(CURL_CFLAGS) $(YAML_CFLAGS) $(NCURSES_CFLAGS)
UNIT_LIBS = $(CIFSTOP_LIBS) $(CMOCKA_LIBS)

check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)

# config; libscratch writes files into a folder of the test's own
check_LIBRARIES += tests/unit/libscratch.a
tests_unit_libscratch_a_SOURCES = tests/unit/scratch.c tests/unit/scratch.h
tests_unit_libscratch_a_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_libscratch_a_CFLAGS = $(UNIT_CFLAGS)
UNIT_TESTS += tests/unit/test_config
tests_unit_test_config_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_config_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_config_LDADD = tests/unit/libscratch.a $(UNIT_LIBS)
UNIT_TESTS += tests/unit/test_config_manual
tests_unit_test_config_manual_CPPFLAGS = $(UNIT_CPPFLAGS) -DMANUAL='"$(abs_top_srcdir)/doc/cifstop.yaml.5"'
tests_unit_test_config_manual_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_config_manual_LDADD = $(UNIT_LIBS)
UNIT_TESTS += tests/unit/test_secret
tests_unit_test_secret_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_secret_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_secret_LDADD = tests/unit/libscratch.a $(UNIT_LIBS)
UNIT_TESTS += tests/unit/test_theme
tests_unit_test_theme_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_test_theme_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_theme_LDADD = tests/unit/libscratch.a $(UNIT_LIBS)
