# Everything but main.c, in one convenience library: tests, fuzzers and benchmarks link what ships.
noinst_LIBRARIES += src/libcifstop.a
src_libcifstop_a_CPPFLAGS = $(AM_CPPFLAGS)
src_libcifstop_a_CFLAGS = $(AM_CFLAGS) $(NCURSES_CFLAGS) $(CURL_CFLAGS) $(CJSON_CFLAGS) $(YAML_CFLAGS)
src_libcifstop_a_SOURCES = \
	src/app/app.c \
	src/app/app.h \
	src/app/choice.c \
	src/app/choice.h \
	src/app/demo.c \
	src/app/demo.h \
	src/app/ending.c \
	src/app/ending.h \
	src/app/exit_code.h \
	src/app/monitor.h \
	src/app/once.c \
	src/app/once.h \
	src/app/options.c \
	src/app/options.h \
	src/app/options_help.c \
	src/app/output.c \
	src/app/output.h \
	src/app/output_csv.c \
	src/app/output_json.c \
	src/app/output_private.h \
	src/app/output_table.c \
	src/app/wanted.c \
	src/app/wanted.h \
	src/base/arena.c \
	src/base/arena.h \
	src/base/buffer.c \
	src/base/buffer.h \
	src/base/clock.c \
	src/base/clock.h \
	src/base/duration.c \
	src/base/duration.h \
	src/base/report.c \
	src/base/report.h \
	src/base/safe_text.c \
	src/base/safe_text.h \
	src/base/text.c \
	src/base/text.h \
	src/base/utf8.c \
	src/base/utf8.h \
	src/base/wake.c \
	src/base/wake.h \
	src/base/xalloc.c \
	src/base/xalloc.h \
	src/model/cluster_status.c \
	src/model/cluster_status.h \
	src/model/fields.c \
	src/model/fields.h \
	src/model/session.c \
	src/model/session.h \
	src/model/snapshot.c \
	src/model/snapshot.h \
	src/model/snapshot_builder.c \
	src/model/snapshot_private.h \
	src/model/strings.c \
	src/model/strings.h \
	src/model/types.c \
	src/model/types.h

CIFSTOP_LIBS = src/libcifstop.a $(NCURSES_LIBS) $(CURL_LIBS) $(CJSON_LIBS) $(YAML_LIBS) $(PTHREAD_LIBS)

bin_PROGRAMS += src/cifstop
src_cifstop_SOURCES = src/main.c
src_cifstop_LDADD = $(CIFSTOP_LIBS)
