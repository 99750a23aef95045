# Benchmarks: `make bench` measures, beside curl, jq, htop, lnav and grep (by the names of their Debian packages) where
# they are installed; `make check-bench` runs it all at tiny sizes, to see that it works.
check_PROGRAMS += tests/bench/bench
tests_bench_bench_SOURCES = \
	tests/bench/bench.c \
	tests/bench/bench.h \
	tests/bench/decode.c \
	tests/bench/decode.h \
	tests/bench/goals.c \
	tests/bench/goals.h \
	tests/bench/live.c \
	tests/bench/live.h \
	tests/bench/pages.c \
	tests/bench/pages.h \
	tests/bench/program.c \
	tests/bench/program.h \
	tests/bench/results.c \
	tests/bench/results.h \
	tests/bench/row_decode.c \
	tests/bench/row_fleet.c \
	tests/bench/row_live.c \
	tests/bench/row_once.c \
	tests/bench/row_screen.c \
	tests/bench/row_view.c \
	tests/bench/samples.c \
	tests/bench/samples.h

TESTS += tests/bench/check_quick.sh
dist_noinst_SCRIPTS += tests/bench/check_quick.sh

.PHONY: bench check-bench
bench: src/cifstop src/ontap-sim tests/bench/bench
	tests/bench/bench --json tests/bench/results.json $(BENCH_FLAGS)

check-bench: src/cifstop src/ontap-sim tests/bench/bench
	$(srcdir)/tests/bench/check_quick.sh

CLEANFILES += tests/bench/results.json tests/bench/quick.json
