/* connection_fields.h: the fields of a connection. */
#ifndef CIFSTOP_MODEL_CONNECTION_FIELDS_H
#define CIFSTOP_MODEL_CONNECTION_FIELDS_H

#include "model/kind.h"

/* GET /protocols/cifs/connections (9.11.1). In the order of the API's schema; what cifstop adds stands before it. */
enum connection_field {
	CONNECTION_CLUSTER,
	CONNECTION_NODE_UUID,
	CONNECTION_NODE_NAME,
	CONNECTION_SVM_UUID,
	CONNECTION_SVM_NAME,
	CONNECTION_IDENTIFIER,
	CONNECTION_SERVER_IP,
	CONNECTION_CLIENT_IP,
	CONNECTION_CLIENT_PORT,
	CONNECTION_NETWORK_CONTEXT_ID,
	CONNECTION_SESSIONS_IDENTIFIER,
	CONNECTION_FIELD_COUNT
};

extern const struct kind connection_kind;

#endif
