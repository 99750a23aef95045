# ontap-sim, the simulated cluster. It shares nothing with the client, so it links nothing of it. It is built and
# installed beside cifstop, where --demo looks for it. All but main.c is a library for its unit tests.
noinst_LIBRARIES += src/libontapsim.a
src_libontapsim_a_SOURCES = \
	src/sim/answer.c \
	src/sim/answer.h \
	src/sim/api.c \
	src/sim/api.h \
	src/sim/base64.c \
	src/sim/base64.h \
	src/sim/buffer.c \
	src/sim/buffer.h \
	src/sim/certificate.c \
	src/sim/certificate.h \
	src/sim/churn.c \
	src/sim/churn.h \
	src/sim/cluster.c \
	src/sim/cluster.h \
	src/sim/collection.c \
	src/sim/collection.h \
	src/sim/connection_fields.c \
	src/sim/control.c \
	src/sim/control.h \
	src/sim/fault.c \
	src/sim/fault.h \
	src/sim/field.c \
	src/sim/field.h \
	src/sim/file.h \
	src/sim/file_fields.c \
	src/sim/infrastructure.c \
	src/sim/infrastructure.h \
	src/sim/lock_fields.c \
	src/sim/names.c \
	src/sim/names.h \
	src/sim/options.c \
	src/sim/options.h \
	src/sim/params.c \
	src/sim/params.h \
	src/sim/plan.c \
	src/sim/plan.h \
	src/sim/populate.c \
	src/sim/populate.h \
	src/sim/query.c \
	src/sim/query.h \
	src/sim/random.h \
	src/sim/release.c \
	src/sim/release.h \
	src/sim/selection.c \
	src/sim/selection.h \
	src/sim/server.c \
	src/sim/server.h \
	src/sim/session_fields.c \
	src/sim/simulator.c \
	src/sim/simulator.h \
	src/sim/sorting.c \
	src/sim/sorting.h \
	src/sim/spoil.c \
	src/sim/spoil.h \
	src/sim/tidy.c \
	src/sim/tidy.h \
	src/sim/world.c \
	src/sim/world.h

ONTAP_SIM_LIBS = src/libontapsim.a $(MICROHTTPD_LIBS) $(GNUTLS_LIBS) $(PTHREAD_LIBS)

bin_PROGRAMS += src/ontap-sim
src_ontap_sim_SOURCES = src/sim/main.c
src_ontap_sim_LDADD = $(ONTAP_SIM_LIBS)
