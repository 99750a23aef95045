/* complete.h: what may stand where a person types a filter. */
#ifndef CIFSTOP_QUERY_COMPLETE_H
#define CIFSTOP_QUERY_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/snapshot.h"

/* As many as are worth going through one by one. */
#define COMPLETIONS_MAX 48

/* What may take the place of the bytes from `start` up to `end` of the filter. Owns its texts. */
struct completion {
	size_t start;
	size_t end;
	char **candidates; /* in order */
	size_t count;
	bool is_sampled; /* of very many rows some were looked at, so there may be more */
};

/*
 * What may stand at the byte `cursor` of a filter over records of that kind: names of fields, operators, words of
 * enums, `and`, `or` and `not`, and values that the snapshots have, quoted where they need it. What is typed of the
 * word already begins each candidate; for values, when none begins so, it stands somewhere in each. Of more
 * than 40,000 rows it reads so many, here and there: a few milliseconds at most. The caller clears it.
 */
struct completion filter_complete(
    const struct kind *kind, const char *text, size_t cursor, struct snapshot *const *snapshots, size_t snapshot_count);

void completion_clear(struct completion *completion);

#endif
