/* redact.h: takes secrets out of what is said. Private to ontap. */
#ifndef CIFSTOP_ONTAP_REDACT_H
#define CIFSTOP_ONTAP_REDACT_H

#include "ontap/target.h"

/*
 * Writes * over what must not be shown in `text`, a sentence of libcurl or of a cluster, which may repeat what it was
 * sent: password and token of `target`, the user and password of a proxy or another address (between // and @), and
 * what stands behind Basic and Bearer. NULL is fine.
 */
void redact(char *text, const struct target *target);

#endif
