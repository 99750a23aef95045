/* cluster.h: GET /api/cluster. */
#ifndef ONTAP_SIM_CLUSTER_H
#define ONTAP_SIM_CLUSTER_H

#include <stdbool.h>

struct answer;
struct params;
struct world;

/* Answers with what the cluster says about itself, as far as fields= asks for it. */
void cluster_get(const struct world *w, const struct params *params, bool links, struct answer *a);

#endif
