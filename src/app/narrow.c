/* narrow.c: having the clusters leave out what a filter would. */
#include "config.h"

#include "app/narrow.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "model/session_fields.h"
#include "query/server_query.h"
#include "view/cell.h"

void
narrow_target(struct target *target, const char *text)
{
	struct filter_error error;
	struct filter *filter = filter_compile(&session_kind, text, NULL, 0, &error);
	struct server_query query;

	free(error.sentence);
	if (filter == NULL)
		return;
	query = server_query_make(filter);
	for (size_t i = 0; i < query.count; i++)
		target_narrow(target, query.conditions[i].name, query.conditions[i].value);
	server_query_clear(&query);
	filter_free(filter);
}

/* "open_files=>=6 and user=*$" */
static void
add_conditions(const struct target *target, struct buffer *out)
{
	for (size_t i = 0; i < target->narrowing_count; i++) {
		const struct query_parameter *condition = &target->narrowing[i];

		buffer_add_format(out, "%s%s=%s", i > 0 ? " and " : "", condition->name, condition->value);
	}
}

static void
add_amount(uint64_t sessions, uint64_t bytes, struct buffer *out)
{
	cell_print_grouped(sessions, out);
	buffer_add_string(out, sessions == 1 ? " session, " : " sessions, ");
	cell_print_grouped(bytes, out);
	buffer_add_string(out, " bytes");
}

/* Sessions are of about one length, so those that did not come would have cost as much each as those that did. */
static void
add_saving(const struct cluster_status *status, uint32_t all, struct buffer *out)
{
	uint64_t left_out = all > status->records ? all - status->records : 0;

	buffer_add_string(out, "; left out ");
	if (status->records == 0) {
		cell_print_grouped(left_out, out);
		buffer_add_string(out, left_out == 1 ? " session" : " sessions");
		return;
	}
	buffer_add_string(out, "about ");
	add_amount(left_out, status->bytes / status->records * left_out, out);
}

char *
narrow_describe(const struct target *target, const struct cluster_status *status, uint32_t all)
{
	struct buffer out;

	buffer_init(&out, SIZE_MAX / 2);
	if (target->narrowing_count == 0) {
		buffer_add_string(&out, "nothing of the filter can be asked of a cluster; came ");
	} else {
		buffer_add_string(&out, status->is_narrowed ? "asked for " : "does not take ");
		add_conditions(target, &out);
		buffer_add_string(&out, "; came ");
	}
	add_amount(status->records, status->bytes, &out);
	if (status->is_narrowed && all != UINT32_MAX)
		add_saving(status, all, &out);
	return buffer_take(&out);
}
