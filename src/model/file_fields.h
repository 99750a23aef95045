/* file_fields.h: the fields of an open file. */
#ifndef CIFSTOP_MODEL_FILE_FIELDS_H
#define CIFSTOP_MODEL_FILE_FIELDS_H

#include "model/kind.h"

/* GET /protocols/cifs/session/files (9.11.1). In the order of the API's schema; what cifstop adds stands around it. */
enum file_field {
	FILE_CLUSTER,
	FILE_NODE_UUID,
	FILE_NODE_NAME,
	FILE_SVM_UUID,
	FILE_SVM_NAME,
	FILE_IDENTIFIER,
	FILE_CONNECTION_IDENTIFIER,
	FILE_CONNECTION_COUNT,
	FILE_SESSION_IDENTIFIER,
	FILE_TYPE,
	FILE_OPEN_MODE,
	FILE_SHARE_NAME,
	FILE_SHARE_MODE,
	FILE_PATH,
	FILE_VOLUME_UUID,
	FILE_VOLUME_NAME,
	FILE_CONTINUOUSLY_AVAILABLE,
	FILE_RANGE_LOCKS_COUNT,
	FILE_USER,
	FILE_CLIENT_IP,
	FILE_IDLE_DURATION,
	FILE_FIELD_COUNT
};

extern const struct kind file_kind;

#endif
