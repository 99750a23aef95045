# One cmocka program for each topic. `make check` runs them all.
UNIT_TESTS =
UNIT_CPPFLAGS = $(AM_CPPFLAGS) -DFIXTURES='"$(abs_top_srcdir)/tests/fixtures"'
UNIT_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(CJSON_CFLAGS) $(CURL_CFLAGS) $(YAML_CFLAGS) $(NCURSES_CFLAGS)
UNIT_LIBS = $(CIFSTOP_LIBS) $(CMOCKA_LIBS)

check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)
