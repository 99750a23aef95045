# A fuzzer for each parser of foreign text. With --enable-fuzzing (clang) they are libFuzzer programs, to be run by hand:
# tests/fuzz/fuzz_records -max_total_time=60 CORPUS; otherwise `make check` runs each once over its corpus.
FUZZERS = \
	tests/fuzz/fuzz_config \
	tests/fuzz/fuzz_duration \
	tests/fuzz/fuzz_envelope \
	tests/fuzz/fuzz_netrc \
	tests/fuzz/fuzz_records \
	tests/fuzz/fuzz_session \
	tests/fuzz/fuzz_theme

check_PROGRAMS += $(FUZZERS)
if FUZZING
FUZZ_MAIN =
FUZZ_LINK_FLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
else
FUZZ_MAIN = tests/fuzz/smoke.c
FUZZ_LINK_FLAGS = $(AM_LDFLAGS)
TESTS += $(FUZZERS)
endif
FUZZ_CORPORA = $(abs_top_srcdir)/tests/fuzz/corpus
FUZZ_CFLAGS = $(UNIT_CFLAGS)
EXTRA_DIST += tests/fuzz/corpus tests/fuzz/fuzz.h tests/fuzz/smoke.c

tests_fuzz_fuzz_config_SOURCES = tests/fuzz/fuzz_config.c $(FUZZ_MAIN)
tests_fuzz_fuzz_config_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_CORPUS='"$(FUZZ_CORPORA)/config"'
tests_fuzz_fuzz_config_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_fuzz_config_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_config_LDADD = $(CIFSTOP_LIBS)

tests_fuzz_fuzz_duration_SOURCES = tests/fuzz/fuzz_duration.c $(FUZZ_MAIN)
tests_fuzz_fuzz_duration_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_CORPUS='"$(FUZZ_CORPORA)/duration"'
tests_fuzz_fuzz_duration_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_fuzz_duration_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_duration_LDADD = $(CIFSTOP_LIBS)

tests_fuzz_fuzz_envelope_SOURCES = tests/fuzz/fuzz_envelope.c $(FUZZ_MAIN)
tests_fuzz_fuzz_envelope_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_CORPUS='"$(FUZZ_CORPORA)/envelope"'
tests_fuzz_fuzz_envelope_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_fuzz_envelope_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_envelope_LDADD = $(CIFSTOP_LIBS)

tests_fuzz_fuzz_netrc_SOURCES = tests/fuzz/fuzz_netrc.c $(FUZZ_MAIN)
tests_fuzz_fuzz_netrc_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_CORPUS='"$(FUZZ_CORPORA)/netrc"'
tests_fuzz_fuzz_netrc_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_fuzz_netrc_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_netrc_LDADD = $(CIFSTOP_LIBS)

tests_fuzz_fuzz_records_SOURCES = tests/fuzz/fuzz_records.c $(FUZZ_MAIN)
tests_fuzz_fuzz_records_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_CORPUS='"$(FUZZ_CORPORA)/records"'
tests_fuzz_fuzz_records_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_fuzz_records_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_records_LDADD = $(CIFSTOP_LIBS)

tests_fuzz_fuzz_session_SOURCES = tests/fuzz/fuzz_session.c $(FUZZ_MAIN)
tests_fuzz_fuzz_session_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_CORPUS='"$(FUZZ_CORPORA)/session"'
tests_fuzz_fuzz_session_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_fuzz_session_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_session_LDADD = $(CIFSTOP_LIBS)

tests_fuzz_fuzz_theme_SOURCES = tests/fuzz/fuzz_theme.c $(FUZZ_MAIN)
tests_fuzz_fuzz_theme_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_CORPUS='"$(FUZZ_CORPORA)/theme"'
tests_fuzz_fuzz_theme_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_fuzz_theme_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_theme_LDADD = $(CIFSTOP_LIBS)
