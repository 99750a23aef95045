/* narrow.h: having the clusters leave out what a filter would. */
#ifndef CIFSTOP_APP_NARROW_H
#define CIFSTOP_APP_NARROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/cluster_status.h"
#include "ontap/target.h"

/*
 * Has the target's cluster leave out sessions that are sure not to pass the filter; nothing for a filter that makes no
 * sense. The filter is to be applied to what comes all the same.
 */
void narrow_target(struct target *target, const char *filter);

/*
 * What that saved, as a sentence that the caller frees: `status` is of the cluster after its walk, `all` how many
 * sessions it would have sent without, UINT32_MAX when that is not known.
 */
char *narrow_describe(const struct target *target, const struct cluster_status *status, uint32_t all);

#endif
