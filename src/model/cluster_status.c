/* cluster_status.c: how it stands with one cluster. */
#include "config.h"

#include "model/cluster_status.h"

#include <stdlib.h>

#include "base/xalloc.h"

struct cluster_status
cluster_status_copy(const struct cluster_status *status)
{
	struct cluster_status copy = *status;

	copy.trouble = xstrdup(status->trouble);
	copy.release = xstrdup(status->release);
	copy.asked = xstrdup(status->asked);
	copy.release_trouble = xstrdup(status->release_trouble);
	copy.oddity = xstrdup(status->oddity);
	copy.certificate = certificate_copy(status->certificate);
	copy.pin = xstrdup(status->pin);
	copy.pin_trouble = xstrdup(status->pin_trouble);
	return copy;
}

void
cluster_status_clear(struct cluster_status *status)
{
	free(status->trouble);
	free(status->release);
	free(status->asked);
	free(status->release_trouble);
	free(status->oddity);
	certificate_free(status->certificate);
	free(status->pin);
	free(status->pin_trouble);
	*status = (struct cluster_status){0};
}
