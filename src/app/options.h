/* options.h: the command line. */
#ifndef CIFSTOP_APP_OPTIONS_H
#define CIFSTOP_APP_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/output.h"
#include "base/buffer.h"
#include "model/kind.h"
#include "ontap/parameters.h"
#include "query/order.h"

enum option_group { OPTIONS_CLUSTERS, OPTIONS_ASKED, OPTIONS_VIEW, OPTIONS_OUTPUT, OPTIONS_OTHER, OPTION_GROUP_COUNT };

struct options;

/*
 * One option. getopt's arrays, --help and the manual are derived from the table, so an option is one entry.
 * `apply` stores what was written in `options` and returns NULL, or a sentence that the caller frees.
 */
struct option_entry {
	const char *name; /* without its dashes; NULL when there is only the letter */
	char letter; /* '\0' when there is only the name */
	const char *argument; /* what --help calls it; NULL when it takes none */
	bool is_argument_optional;
	enum option_group group;
	const char *help; /* one or two sentences without a full stop at the end */
	char *(*apply)(struct options *options, const char *argument);
};

/* The table, in the order of --help, and how many entries it has. */
extern const struct option_entry option_table[];
extern const size_t option_count;
#define OPTIONS_MAX 48

/* The heading of a group in --help. Static. */
const char *option_group_title(enum option_group group);

/* What to do. */
enum mode {
	MODE_MONITOR,
	MODE_ONCE,
	MODE_BATCH,
	MODE_COUNT,
	MODE_TRUST,
	MODE_CHECK_CONFIG,
	MODE_LIST_FIELDS,
	MODE_HELP,
	MODE_VERSION
};

#define OPTIONS_DEMO_SESSIONS 400
#define OPTIONS_DEMO_SESSIONS_MAX 5000000

/* What was asked for. Texts are borrowed from the arguments; NULL when not given. All zero is "nothing said". */
struct options {
	enum mode mode;
	const struct kind *kind; /* of what --filter, --sort and --columns speak */
	const char *config_path;
	const char *url;
	const char *user;
	const char *ca_file;
	const char *trusted; /* of MODE_TRUST: the name or the address of a cluster */
	const char *filter;
	const char *find_file; /* a part of a path, checked */
	const char *theme;
	char *const *clusters; /* names, to choose from the configuration */
	size_t cluster_count;
	struct order order; /* count 0: not given */
	unsigned columns[FIELDS_MAX];
	size_t column_count; /* 0: not given */
	enum output_format format;
	const char *queries[FIELDS_MAX]; /* FIELD=VALUE, checked; each field once */
	size_t query_count;
	struct field_list asked; /* count 0: not given */
	const char *order_by; /* checked */
	uint32_t max_records; /* 0: not given */
	uint32_t return_timeout_seconds;
	uint32_t interval_ms; /* 0: not given */
	uint32_t refreshes; /* of MODE_BATCH; 0: for ever */
	uint32_t demo_sessions;
	bool is_demo;
	bool is_unconfined;
	bool is_insecure;
	bool is_verbose;
	bool has_format;
	bool has_refreshes;
	bool has_return_timeout;
};

/* Each of the modes excludes the others: NULL, or a sentence that the caller frees. */
char *option_set_mode(struct options *options, enum mode mode);

/*
 * Reads the arguments, reordering them as getopt does. Returns NULL, or a sentence that the caller frees: the first
 * mistake, and what would be right.
 */
char *options_parse(int count, char **arguments, struct options *options);

/* Appends the text of --help, at most 80 columns wide. */
void options_print_help(struct buffer *out);

/* Appends how the option is written: "-c, --config=FILE". */
void option_print_usage(const struct option_entry *entry, struct buffer *out);

/* Appends the short names of a field with commas, "-" when it has none. */
void field_print_aliases(const struct field *field, struct buffer *out);

/* Appends the text of --list-fields: a table of the fields of each kind. */
void options_print_fields(struct buffer *out);

#endif
