# End-to-end tests: a terminal emulator drives the real program against real simulators.
check_LIBRARIES += tests/e2e/libstage.a
tests_e2e_libstage_a_SOURCES = \
	tests/e2e/activity.c \
	tests/e2e/activity.h \
	tests/e2e/check.c \
	tests/e2e/check.h \
	tests/e2e/keys.h \
	tests/e2e/listener.c \
	tests/e2e/listener.h \
	tests/e2e/process.c \
	tests/e2e/process.h \
	tests/e2e/process_look.c \
	tests/e2e/process_look.h \
	tests/e2e/purity.c \
	tests/e2e/purity.h \
	tests/e2e/records.c \
	tests/e2e/records.h \
	tests/e2e/relay.c \
	tests/e2e/relay.h \
	tests/e2e/scene.c \
	tests/e2e/scene.h \
	tests/e2e/sim.c \
	tests/e2e/sim.h \
	tests/e2e/stage.c \
	tests/e2e/stage.h \
	tests/e2e/table.c \
	tests/e2e/table.h \
	tests/e2e/terminal.c \
	tests/e2e/terminal.h \
	tests/e2e/tunnel.c \
	tests/e2e/tunnel.h \
	tests/e2e/watch.c \
	tests/e2e/watch.h

E2E_TESTS = \
	tests/e2e/test_e2e_clusters \
	tests/e2e/test_e2e_detail \
	tests/e2e/test_e2e_drill \
	tests/e2e/test_e2e_ends \
	tests/e2e/test_e2e_filter \
	tests/e2e/test_e2e_find \
	tests/e2e/test_e2e_hostile \
	tests/e2e/test_e2e_matrix \
	tests/e2e/test_e2e_memory \
	tests/e2e/test_e2e_monkey \
	tests/e2e/test_e2e_neighbours \
	tests/e2e/test_e2e_once \
	tests/e2e/test_e2e_parameters \
	tests/e2e/test_e2e_screen \
	tests/e2e/test_e2e_secrets \
	tests/e2e/test_e2e_stage \
	tests/e2e/test_e2e_start \
	tests/e2e/test_e2e_state \
	tests/e2e/test_e2e_table \
	tests/e2e/test_e2e_trust

check_PROGRAMS += $(E2E_TESTS)
TESTS += $(E2E_TESTS)

tests_e2e_test_e2e_matrix_SOURCES = \
	tests/e2e/matrix.h \
	tests/e2e/matrix_cell.c \
	tests/e2e/matrix_faults.c \
	tests/e2e/test_e2e_matrix.c

# Loaded into programs under test, so it is built without what these are built with.
check_DATA = tests/e2e/disturbed.so
EXTRA_DIST += tests/e2e/disturbed.c
CLEANFILES += tests/e2e/disturbed.so
tests/e2e/disturbed.so: tests/e2e/disturbed.c
	$(AM_V_CC)$(CC) -O1 -Wall -shared -fPIC -o $@ $(srcdir)/tests/e2e/disturbed.c

# Every fault at every moment, as a table.
.PHONY: matrix
matrix: src/cifstop src/ontap-sim tests/e2e/test_e2e_matrix tests/e2e/disturbed.so
	@tests/e2e/test_e2e_matrix | grep -a '^#'

# No test: `make picture` runs it. It is built with the tests so that it does not rot.
check_PROGRAMS += tests/e2e/picture
