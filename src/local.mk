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
	src/fetch/cluster.c \
	src/fetch/cluster.h \
	src/fetch/courier.c \
	src/fetch/courier.h \
	src/fetch/detail.c \
	src/fetch/detail.h \
	src/fetch/fetch.c \
	src/fetch/fetch.h \
	src/fetch/gate.c \
	src/fetch/gate.h \
	src/fetch/mailbox.c \
	src/fetch/mailbox.h \
	src/fetch/random.c \
	src/fetch/random.h \
	src/fetch/schedule.c \
	src/fetch/schedule.h \
	src/fetch/walk.c \
	src/fetch/walk.h \
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
	src/model/types.h \
	src/ontap/api_error.c \
	src/ontap/api_error.h \
	src/ontap/exchange.c \
	src/ontap/exchange.h \
	src/ontap/json.c \
	src/ontap/json.h \
	src/ontap/records.c \
	src/ontap/records.h \
	src/ontap/request.c \
	src/ontap/request.h \
	src/ontap/session_decode.c \
	src/ontap/session_decode.h \
	src/ontap/session_names.c \
	src/ontap/session_names.h \
	src/ontap/target.c \
	src/ontap/target.h \
	src/ontap/transport.c \
	src/ontap/transport.h \
	src/ontap/transport_error.c \
	src/ontap/transport_error.h

CIFSTOP_LIBS = src/libcifstop.a $(NCURSES_LIBS) $(CURL_LIBS) $(CJSON_LIBS) $(YAML_LIBS) $(PTHREAD_LIBS)

bin_PROGRAMS += src/cifstop
src_cifstop_SOURCES = src/main.c
src_cifstop_LDADD = $(CIFSTOP_LIBS)
