/* path_search.h: asking for paths that hold a fragment, and knowing them when they come. */
#ifndef CIFSTOP_ONTAP_PATH_SEARCH_H
#define CIFSTOP_ONTAP_PATH_SEARCH_H

#include <stdbool.h>

#include "base/text.h"

/*
 * A path holds a fragment when it stands anywhere in it, whatever the case of letters, with `/` and `\` alike and runs
 * of them as one. No character of a fragment means anything but itself.
 *
 * Whether a cluster minds the case in `path=*Budget*`, how its pattern language quotes, and how it normalises letters
 * beyond ASCII, no document says. So the query is a superset of the paths that hold the fragment by what is documented
 * alone: `*` stands for any run, `|` for any of several. It names one stretch of the fragment with up to four letters,
 * in all the spellings that these have, and leaves the rest open:
 * `*ort_2024_q3.*|*ort_2024_Q3.*|…` for report_2024_q3.xlsx. Every record that comes is then to be compared here.
 */
struct path_search;

/* Fewer characters than this, separators not counted, would ask for nearly everything. */
#define PATH_SEARCH_LEAST 2

/* NULL when the fragment can be searched for; otherwise a sentence that the caller frees. */
char *path_search_check(struct text fragment);

/* A search for a copy of `fragment`. The caller owns it. */
struct path_search *path_search_new(struct text fragment);

/* NULL is fine. */
void path_search_free(struct path_search *search);

/*
 * What to ask for as `path`, not yet encoded; the caller frees it. NULL when the fragment has no character that could
 * be asked for for certain: then every path may hold it.
 */
char *path_search_query(const struct path_search *search);

/* Whether the path, which may be absent, holds the fragment. Letters beyond ASCII are folded as the locale does. */
bool path_search_matches(const struct path_search *search, struct text path);

#endif
