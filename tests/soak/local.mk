# Hours before failing clusters: `make soak SOAK_SECONDS=3600`; a minute when nothing is said. It is built with the tests.
check_PROGRAMS += tests/soak/soak
tests_soak_soak_SOURCES = \
	tests/soak/identities.c \
	tests/soak/identities.h \
	tests/soak/samples.c \
	tests/soak/samples.h \
	tests/soak/soak.c

SOAK_SECONDS = 60

.PHONY: soak
soak: src/cifstop src/ontap-sim tests/soak/soak
	SOAK_SECONDS=$(SOAK_SECONDS) tests/soak/soak
