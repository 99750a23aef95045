# A fuzzer for each parser of foreign text. With --enable-fuzzing (clang) they are libFuzzer programs, which `make fuzz`
# runs; otherwise `make check` runs each once over the corpus of its name.
FUZZERS = \
	tests/fuzz/fuzz_config \
	tests/fuzz/fuzz_duration \
	tests/fuzz/fuzz_envelope \
	tests/fuzz/fuzz_error \
	tests/fuzz/fuzz_filter \
	tests/fuzz/fuzz_history \
	tests/fuzz/fuzz_json \
	tests/fuzz/fuzz_known_clusters \
	tests/fuzz/fuzz_netrc \
	tests/fuzz/fuzz_next \
	tests/fuzz/fuzz_record \
	tests/fuzz/fuzz_records \
	tests/fuzz/fuzz_text \
	tests/fuzz/fuzz_theme \
	tests/fuzz/fuzz_track

check_PROGRAMS += $(FUZZERS)
if FUZZING
FUZZ_MAIN =
FUZZER_LINK = $(AM_LDFLAGS) -fsanitize=fuzzer
else
FUZZ_MAIN = tests/fuzz/smoke.c
FUZZER_LINK = $(AM_LDFLAGS)
TESTS += $(FUZZERS)
endif
EXTRA_DIST += tests/fuzz/corpus tests/fuzz/filter.dict tests/fuzz/fuzz.h \
	tests/fuzz/known_clusters.dict tests/fuzz/next.dict tests/fuzz/records.dict tests/fuzz/run.sh tests/fuzz/smoke.c tests/fuzz/text.dict

# make fuzz FUZZ_SECONDS=900 FUZZ_JOBS=4 FUZZERS=tests/fuzz/fuzz_json; logs and what was found stay in fuzz-logs/.
FUZZ_SECONDS = 60
FUZZ_JOBS = 2
if FUZZING
fuzz: $(FUZZERS)
	$(srcdir)/tests/fuzz/run.sh $(FUZZ_SECONDS) $(FUZZ_JOBS) fuzz-logs $(FUZZERS)
else
fuzz:
	@echo 'The fuzzers need a build of their own: configure CC=clang --enable-fuzzing --enable-asan --enable-ubsan' >&2
	@exit 1
endif
clean-local-fuzz:
	rm -rf fuzz-logs
clean-local: clean-local-fuzz
.PHONY: fuzz clean-local-fuzz

tests_fuzz_fuzz_config_SOURCES = tests/fuzz/fuzz_config.c $(FUZZ_MAIN)
tests_fuzz_fuzz_config_LDFLAGS = $(FUZZER_LINK)

tests_fuzz_fuzz_duration_SOURCES = tests/fuzz/fuzz_duration.c $(FUZZ_MAIN)
tests_fuzz_fuzz_duration_LDFLAGS = $(FUZZER_LINK)

tests_fuzz_fuzz_envelope_SOURCES = tests/fuzz/fuzz_envelope.c $(FUZZ_MAIN)
tests_fuzz_fuzz_envelope_LDFLAGS = $(FUZZER_LINK)

tests_fuzz_fuzz_error_SOURCES = tests/fuzz/fuzz_error.c $(FUZZ_MAIN)
tests_fuzz_fuzz_error_LDFLAGS = $(FUZZER_LINK)

tests_fuzz_fuzz_filter_SOURCES = tests/fuzz/fuzz_filter.c $(FUZZ_MAIN)
tests_fuzz_fuzz_filter_LDFLAGS = $(FUZZER_LINK)

tests_fuzz_fuzz_history_SOURCES = tests/fuzz/fuzz_history.c $(FUZZ_MAIN)
tests_fuzz_fuzz_history_LDFLAGS = $(FUZZER_LINK)

tests_fuzz_fuzz_json_SOURCES = tests/fuzz/fuzz_json.c $(FUZZ_MAIN)
tests_fuzz_fuzz_json_LDFLAGS = $(FUZZER_LINK)

tests_fuzz_fuzz_known_clusters_SOURCES = tests/fuzz/fuzz_known_clusters.c $(FUZZ_MAIN)
tests_fuzz_fuzz_known_clusters_LDFLAGS = $(FUZZER_LINK)

tests_fuzz_fuzz_netrc_SOURCES = tests/fuzz/fuzz_netrc.c $(FUZZ_MAIN)
tests_fuzz_fuzz_netrc_LDFLAGS = $(FUZZER_LINK)

tests_fuzz_fuzz_next_SOURCES = tests/fuzz/fuzz_next.c $(FUZZ_MAIN)
tests_fuzz_fuzz_next_LDFLAGS = $(FUZZER_LINK)

tests_fuzz_fuzz_record_SOURCES = tests/fuzz/fuzz_record.c $(FUZZ_MAIN)
tests_fuzz_fuzz_record_LDFLAGS = $(FUZZER_LINK)

tests_fuzz_fuzz_records_SOURCES = tests/fuzz/fuzz_records.c $(FUZZ_MAIN)
tests_fuzz_fuzz_records_LDFLAGS = $(FUZZER_LINK)

tests_fuzz_fuzz_text_SOURCES = tests/fuzz/fuzz_text.c $(FUZZ_MAIN)
tests_fuzz_fuzz_text_LDFLAGS = $(FUZZER_LINK)

tests_fuzz_fuzz_theme_SOURCES = tests/fuzz/fuzz_theme.c $(FUZZ_MAIN)
tests_fuzz_fuzz_theme_LDFLAGS = $(FUZZER_LINK)

tests_fuzz_fuzz_track_SOURCES = tests/fuzz/fuzz_track.c $(FUZZ_MAIN)
tests_fuzz_fuzz_track_LDFLAGS = $(FUZZER_LINK)
