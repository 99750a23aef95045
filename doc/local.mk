# The manual. What it says of options, fields, keys and configuration is made from the tables of the program:
# `make docs` writes it, `make check` compares.
dist_man_MANS += doc/cifstop.1 doc/cifstop.yaml.5 doc/ontap-sim.1
dist_noinst_SCRIPTS += doc/regions doc/check-manual doc/check-pages

check_PROGRAMS += doc/tables
doc_tables_SOURCES = \
	doc/tables.c \
	doc/tables.h \
	doc/tables_config.c \
	doc/tables_filter.c \
	doc/tables_keys.c
doc_tables_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/doc
doc_tables_LDADD = $(CIFSTOP_LIBS)

TESTS += doc/check-manual doc/check-pages

.PHONY: docs
docs: doc/tables
	$(srcdir)/doc/regions write doc/tables $(srcdir)/doc/cifstop.1

# Under doc/ where they are installed as well, so that the links of the README hold.
nobase_dist_doc_DATA += doc/architecture.md doc/guide.md doc/ontap.md doc/performance.md \
	doc/security.md doc/screen.svg

.PHONY: picture
picture: src/cifstop src/ontap-sim tests/e2e/picture
	tests/e2e/picture $(srcdir)/doc/screen.svg
