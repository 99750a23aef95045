/* infrastructure.h: the part of a world that does not move: nodes, SVMs, LIFs and volumes. */
#ifndef ONTAP_SIM_INFRASTRUCTURE_H
#define ONTAP_SIM_INFRASTRUCTURE_H

struct world;

/* Builds as many of each as world.options ask for, or as go with the number of sessions. */
void infrastructure_build(struct world *w);

#endif
