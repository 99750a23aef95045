# End-to-end tests: a terminal emulator drives the real program against real simulators.
E2E_TESTS = \
	tests/e2e/test_e2e_stage

E2E_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests \
	-DCIFSTOP='"$(abs_top_builddir)/src/cifstop"' -DONTAP_SIM='"$(abs_top_builddir)/src/ontap-sim"'
E2E_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(VTERM_CFLAGS) $(CURL_CFLAGS) $(CJSON_CFLAGS)
E2E_LIBS = tests/e2e/libstage.a src/libcifstop.a $(CMOCKA_LIBS) $(VTERM_LIBS) $(CURL_LIBS) $(CJSON_LIBS) \
	$(FORKPTY_LIBS) $(PTHREAD_LIBS)

check_LIBRARIES += tests/e2e/libstage.a
tests_e2e_libstage_a_CPPFLAGS = $(E2E_CPPFLAGS)
tests_e2e_libstage_a_CFLAGS = $(E2E_CFLAGS)
tests_e2e_libstage_a_SOURCES = \
	tests/e2e/check.c \
	tests/e2e/check.h \
	tests/e2e/keys.h \
	tests/e2e/listener.c \
	tests/e2e/listener.h \
	tests/e2e/process.c \
	tests/e2e/process.h \
	tests/e2e/records.c \
	tests/e2e/records.h \
	tests/e2e/scene.c \
	tests/e2e/scene.h \
	tests/e2e/sim.c \
	tests/e2e/sim.h \
	tests/e2e/stage.c \
	tests/e2e/stage.h \
	tests/e2e/table.c \
	tests/e2e/table.h \
	tests/e2e/terminal.c \
	tests/e2e/terminal.h

check_PROGRAMS += $(E2E_TESTS)
TESTS += $(E2E_TESTS)

tests_e2e_test_e2e_stage_CPPFLAGS = $(E2E_CPPFLAGS)
tests_e2e_test_e2e_stage_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_e2e_stage_LDADD = $(E2E_LIBS)
