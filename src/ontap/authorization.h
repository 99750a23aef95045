/* authorization.h: the header that says who asks. Private to ontap. */
#ifndef CIFSTOP_ONTAP_AUTHORIZATION_H
#define CIFSTOP_ONTAP_AUTHORIZATION_H

#include "ontap/target.h"

/*
 * "Authorization: …" for the target's token, else for its user and password (RFC 6750, RFC 7617), which the caller
 * drops; NULL when it has none of them. Made here, since libcurl keeps what it is given as user, password or token with
 * the connection, unwiped for as long as that is open.
 */
struct secret_text *authorization_header(const struct target *target);

#endif
