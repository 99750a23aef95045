/* walk.c: one way through all pages of a cluster's list. */
#include "config.h"

#include "fetch/walk.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/xalloc.h"

#define SHOW_EVERY_MS 500u

void
walk_start(struct walk *walk, const struct snapshot_origin *origin, uint64_t now_ms)
{
	walk_clear(walk);
	walk->builder = snapshot_builder_new(origin);
	walk->links = strings_new();
	walk->texts = origin->strings;
	walk->texts_before = strings_bytes(origin->strings);
	walk->started_ms = now_ms;
}

bool
walk_is_going(const struct walk *walk)
{
	return walk->builder != NULL;
}

void
walk_add_record(const struct record *record, void *context)
{
	struct walk *walk = context;

	walk->items += record->item_count;
	snapshot_builder_add(walk->builder, record);
}

void
walk_count_answer(struct walk *walk, const struct answer *answer)
{
	walk->bytes += answer->bytes;
	walk->unpacked += answer->unpacked;
	walk->records += answer->records;
	walk->unreadable += answer->unreadable;
	if (walk->oddity == NULL)
		walk->oddity = xstrdup(answer->oddity);
}

/* Whether `link` was not followed before in this walk; from here on it was. */
static bool
is_new_link(struct walk *walk, const char *link)
{
	uint32_t before = strings_count(walk->links);

	strings_intern(walk->links, text_of(link));
	return strings_count(walk->links) > before;
}

/* The caller frees what it says of a list that goes on behind the limits; NULL when it may. */
static char *
find_limit(const struct walk *walk)
{
	const char *name = snapshot_builder_kind(walk->builder)->name;

	if (walk->empty_pages >= WALK_EMPTY_PAGES_MAX)
		return xasprintf("the list of %s does not end: %u empty pages, each with a link to a next one", name,
		    walk->empty_pages);
	if (walk->pages >= WALK_PAGES_MAX)
		return xasprintf(
		    "the list of %s does not end after %u pages; ask for more records a page", name, walk->pages);
	if (walk->records >= WALK_RECORDS_MAX)
		return xasprintf(
		    "the list of %s does not end after %u records; narrow it by a query", name, walk->records);
	if (walk->unpacked >= WALK_BYTES_MAX)
		return xasprintf("the list of %s does not end after %" PRIu64 " GiB; narrow it by a query", name,
		    WALK_BYTES_MAX >> 30);
	if (strings_bytes(walk->texts) - walk->texts_before + strings_bytes(walk->links) >= WALK_TEXT_BYTES_MAX)
		return xasprintf("the list of %s has more than %" PRIu64 " GiB of names; narrow it by a query", name,
		    WALK_TEXT_BYTES_MAX >> 30);
	if (walk->items >= WALK_ITEMS_MAX)
		return xasprintf("the list of %s refers to more than %" PRIu64 " things; narrow it by a query", name,
		    WALK_ITEMS_MAX);
	return NULL;
}

enum walk_step
walk_turn_page(struct walk *walk, const struct answer *answer, char **trouble)
{
	walk->pages++;
	walk->retries = 0;
	walk->empty_pages = answer->records == 0 ? walk->empty_pages + 1 : 0;
	xreplace(&walk->next, answer->next);
	if (walk->next == NULL)
		return WALK_END;
	if (!is_new_link(walk, walk->next))
		*trouble = xasprintf("the list of %s goes in circles: page %u links to a page that was read before; "
				     "ask for fewer records a page",
		    snapshot_builder_kind(walk->builder)->name, walk->pages);
	else
		*trouble = find_limit(walk);
	return *trouble == NULL ? WALK_ON : WALK_LOST;
}

uint32_t
walk_retry_ms(struct walk *walk, const struct answer *answer, bool is_patient)
{
	uint32_t delay = answer->retry_after_ms > 0 ? answer->retry_after_ms : WALK_RETRY_MS;

	if (walk->pages == 0 && !is_patient)
		return 0;
	if (delay > WALK_RETRY_MAX_MS || walk->retries >= WALK_RETRIES_MAX)
		return 0;
	walk->retries++;
	return delay;
}

bool
walk_is_worth_showing(struct walk *walk, uint32_t shown, uint64_t now_ms)
{
	uint32_t rows = snapshot_builder_count(walk->builder);
	uint32_t last = walk->shown_rows;

	if (rows <= shown || rows <= last)
		return false;
	/* Growth by a fixed share keeps the sum of all copies linear; by time alone it would be quadratic. */
	if (rows - last < (last + 1) / 2 && (now_ms - walk->shown_ms < SHOW_EVERY_MS || rows - last < last / 16))
		return false;
	walk->shown_rows = rows;
	walk->shown_ms = now_ms;
	return true;
}

struct snapshot_builder *
walk_take_builder(struct walk *walk)
{
	struct snapshot_builder *builder = walk->builder;

	walk->builder = NULL;
	walk_clear(walk);
	return builder;
}

void
walk_clear(struct walk *walk)
{
	snapshot_builder_free(walk->builder);
	strings_unref(walk->links);
	free(walk->next);
	free(walk->oddity);
	*walk = (struct walk){0};
}
