/* lock_fields.c: what is known of a lock. */
#include "config.h"

#include "model/lock_fields.h"

static const struct enum_value origin_values[] = {
    {.name = "cifs"},
    {.name = "fcache"},
    {.name = "nfsv4"},
    {.name = "http"},
    {.name = "nlm"},
    {.name = "nfsv4.1"},
    {.name = "crposix"},
};
static const struct enumeration origin_words = {origin_values, sizeof origin_values / sizeof *origin_values};

static const struct enum_value type_values[] = {
    {.name = "byte_range"},
    {.name = "share_level"},
    {.name = "op_lock"},
    {.name = "delegation"},
};
static const struct enumeration type_words = {type_values, sizeof type_values / sizeof *type_values};

static const struct enum_value state_values[] = {
    {.name = "granted"},
    {.name = "revoking", .verdict = VERDICT_WARN},
    {.name = "adjusted"},
    {.name = "denied", .verdict = VERDICT_WARN},
    {.name = "subsumed"},
    {.name = "gone"},
    {.name = "unused"},
    {.name = "waiting", .verdict = VERDICT_WARN},
    {.name = "timeout", .verdict = VERDICT_WARN},
};
static const struct enumeration state_words = {state_values, sizeof state_values / sizeof *state_values};

static const struct enum_value oplock_values[] = {
    {.name = "null"},
    {.name = "level2"},
    {.name = "read_batch"},
    {.name = "exclusive"},
    {.name = "batch"},
};
static const struct enumeration oplock_words = {oplock_values, sizeof oplock_values / sizeof *oplock_values};

static const struct enum_value connect_values[] = {
    {.name = "connected"},
    {.name = "disconnected", .verdict = VERDICT_WARN},
    {.name = "reconnecting", .verdict = VERDICT_WARN},
    {.name = "timedout", .verdict = VERDICT_WARN},
};
static const struct enumeration connect_words = {connect_values, sizeof connect_values / sizeof *connect_values};

static const struct enum_value open_values[] = {
    {.name = "none"},
    {.name = "durable"},
    {.name = "persistent"},
};
static const struct enumeration open_words = {open_values, sizeof open_values / sizeof *open_values};

static const struct enum_value delegation_values[] = {
    {.name = "read"},
    {.name = "write"},
};
static const struct enumeration delegation_words = {
    delegation_values, sizeof delegation_values / sizeof *delegation_values};

/* Names as in GET /protocols/locks, 9.10.1. The words are those of the documents to 9.19; share modes are too many for
 * that. */
static const struct field fields[LOCK_FIELD_COUNT] =
    {
	[LOCK_CLUSTER] =
	    {
		.api_name = "cluster",
		.title = "CLUSTER",
		.label = "cluster",
		.help = "the cluster, by its name in the configuration",
		.type = TYPE_TEXT,
		.origin = ORIGIN_CLUSTER,
		.group = GROUP_WHERE,
		.weight = 50,
		.min_width = 9,
		.max_width = 16,
		.is_default = true,
	    },
	[LOCK_UUID] =
	    {
		.api_name = "uuid",
		.aliases = {"id", "lock"},
		.title = "LOCK UUID",
		.label = "lock uuid",
		.help = "the lock, by uuid",
		.since = "9.10.1",
		.type = TYPE_TEXT,
		.group = GROUP_IDS,
		.weight = 10,
		.min_width = 9,
		.max_width = 36,
	    },
	[LOCK_NODE_UUID] =
	    {
		.api_name = "node.uuid",
		.title = "NODE UUID",
		.label = "node uuid",
		.help = "the node that holds the lock, by uuid",
		.since = "9.10.1",
		.type = TYPE_TEXT,
		.group = GROUP_IDS,
		.weight = 2,
		.min_width = 9,
		.max_width = 36,
	    },
	[LOCK_NODE_NAME] =
	    {
		.api_name = "node.name",
		.aliases = {"node"},
		.title = "NODE",
		.label = "node",
		.help = "the node that holds the lock",
		.since = "9.10.1",
		.type = TYPE_TEXT,
		.group = GROUP_WHERE,
		.weight = 40,
		.min_width = 11,
		.max_width = 20,
	    },
	[LOCK_SVM_UUID] =
	    {
		.api_name = "svm.uuid",
		.title = "SVM UUID",
		.label = "SVM uuid",
		.help = "the SVM, by uuid",
		.since = "9.10.1",
		.type = TYPE_TEXT,
		.group = GROUP_IDS,
		.weight = 3,
		.min_width = 9,
		.max_width = 36,
	    },
	[LOCK_SVM_NAME] =
	    {
		.api_name = "svm.name",
		.aliases = {"svm"},
		.title = "SVM",
		.label = "SVM",
		.help = "the SVM that serves the file",
		.since = "9.10.1",
		.type = TYPE_TEXT,
		.group = GROUP_WHERE,
		.weight = 70,
		.min_width = 8,
		.max_width = 14,
		.is_default = true,
	    },
	[LOCK_VOLUME_UUID] =
	    {
		.api_name = "volume.uuid",
		.title = "VOLUME UUID",
		.label = "volume uuid",
		.help = "the volume that holds the file, by uuid",
		.since = "9.10.1",
		.type = TYPE_TEXT,
		.group = GROUP_IDS,
		.weight = 1,
		.min_width = 11,
		.max_width = 36,
	    },
	[LOCK_VOLUME_NAME] =
	    {
		.api_name = "volume.name",
		.aliases = {"volume", "vol"},
		.title = "VOLUME",
		.label = "volume",
		.help = "the volume that holds the file",
		.since = "9.10.1",
		.type = TYPE_TEXT,
		.group = GROUP_WHERE,
		.weight = 64,
		.min_width = 8,
		.max_width = 16,
		.is_default = true,
	    },
	[LOCK_PATH] =
	    {
		.api_name = "path",
		.title = "PATH",
		.label = "path",
		.help = "the path from the root of the SVM, with slashes",
		.since = "9.10.1",
		.type = TYPE_TEXT,
		.group = GROUP_WHERE,
		.weight = 100,
		.min_width = 16,
		.max_width = 48,
		.is_default = true,
	    },
	[LOCK_PROTOCOL] =
	    {
		.api_name = "protocol",
		.title = "PROTOCOL",
		.label = "protocol",
		.help = "the protocol that asked for it: cifs fcache nfsv4 http nlm nfsv4.1 crposix",
		.since = "9.10.1",
		.type = TYPE_ENUM,
		.enumeration = &origin_words,
		.group = GROUP_ACTIVITY,
		.weight = 30,
		.min_width = 8,
		.max_width = 8,
	    },
	[LOCK_TYPE] =
	    {
		.api_name = "type",
		.title = "TYPE",
		.label = "type",
		.help = "the kind of lock: byte_range share_level op_lock delegation",
		.since = "9.10.1",
		.type = TYPE_ENUM,
		.enumeration = &type_words,
		.group = GROUP_ACTIVITY,
		.weight = 96,
		.min_width = 10,
		.max_width = 11,
		.is_default = true,
	    },
	[LOCK_STATE] =
	    {
		.api_name = "state",
		.title = "STATE",
		.label = "state",
		.help = "granted revoking adjusted denied subsumed gone unused waiting timeout",
		.since = "9.10.1",
		.type = TYPE_ENUM,
		.enumeration = &state_words,
		.group = GROUP_ACTIVITY,
		.weight = 92,
		.min_width = 7,
		.max_width = 8,
		.is_default = true,
	    },
	[LOCK_CLIENT_ADDRESS] =
	    {
		.api_name = "client_address",
		.aliases = {"client", "ip"},
		.title = "CLIENT",
		.label = "client",
		.help = "the address of the client that holds it",
		.since = "9.10.1",
		.type = TYPE_ADDRESS,
		.group = GROUP_WHO,
		.weight = 98,
		.min_width = 13,
		.max_width = 20,
		.is_default = true,
	    },
	[LOCK_INTERFACE_UUID] =
	    {
		.api_name = "interface.uuid",
		.title = "LIF UUID",
		.label = "LIF uuid",
		.help = "the LIF that the client uses, by uuid",
		.since = "9.10.1",
		.type = TYPE_TEXT,
		.group = GROUP_IDS,
		.weight = 4,
		.min_width = 9,
		.max_width = 36,
	    },
	[LOCK_INTERFACE_NAME] =
	    {
		.api_name = "interface.name",
		.aliases = {"interface"},
		.title = "LIF NAME",
		.label = "LIF name",
		.help = "the LIF that the client uses",
		.since = "9.10.1",
		.type = TYPE_TEXT,
		.group = GROUP_WHERE,
		.weight = 34,
		.min_width = 8,
		.max_width = 16,
	    },
	[LOCK_INTERFACE_IP_ADDRESS] =
	    {
		.api_name = "interface.ip.address",
		.aliases = {"lif", "server"},
		.title = "LIF",
		.label = "LIF",
		.help = "the address of the LIF that the client uses",
		.since = "9.10.1",
		.type = TYPE_ADDRESS,
		.group = GROUP_WHERE,
		.weight = 45,
		.min_width = 12,
		.max_width = 15,
	    },
	[LOCK_OPLOCK_LEVEL] =
	    {
		.api_name = "oplock_level",
		.aliases = {"oplock"},
		.title = "OPLOCK",
		.label = "oplock level",
		.help = "of an op_lock: null level2 read_batch exclusive batch",
		.since = "9.10.1",
		.type = TYPE_ENUM,
		.enumeration = &oplock_words,
		.group = GROUP_ACTIVITY,
		.weight = 80,
		.min_width = 6,
		.max_width = 10,
		.is_default = true,
	    },
	[LOCK_SHARE_LOCK_MODE] =
	    {
		.api_name = "share_lock.mode",
		.aliases = {"mode"},
		.title = "SHARE MODE",
		.label = "share mode",
		.help = "of a share_level lock: what it is for and what it denies others",
		.since = "9.10.1",
		.type = TYPE_TEXT,
		.group = GROUP_ACTIVITY,
		.weight = 78,
		.min_width = 10,
		.max_width = 20,
		.is_default = true,
	    },
	[LOCK_SHARE_LOCK_SOFT] =
	    {
		.api_name = "share_lock.soft",
		.title = "SHARE SOFT",
		.label = "soft share lock",
		.help = "whether a share_level lock is soft",
		.since = "9.10.1",
		.type = TYPE_BOOLEAN,
		.group = GROUP_ACTIVITY,
		.weight = 20,
		.min_width = 5,
		.max_width = 10,
	    },
	[LOCK_BYTE_LOCK_OFFSET] =
	    {
		.api_name = "byte_lock.offset",
		.aliases = {"offset"},
		.title = "OFFSET",
		.label = "offset",
		.help = "of a byte_range lock: where it begins",
		.since = "9.10.1",
		.type = TYPE_ID,
		.group = GROUP_ACTIVITY,
		.align = ALIGN_RIGHT,
		.weight = 28,
		.min_width = 6,
		.max_width = 20,
	    },
	[LOCK_BYTE_LOCK_LENGTH] =
	    {
		.api_name = "byte_lock.length",
		.aliases = {"length"},
		.title = "LENGTH",
		.label = "length",
		.help = "of a byte_range lock: how many bytes",
		.since = "9.10.1",
		/* To the end of any file is 2^64 - 1, which as a number would be an absent one. */
		.type = TYPE_TEXT,
		.group = GROUP_ACTIVITY,
		.align = ALIGN_RIGHT,
		.weight = 27,
		.min_width = 6,
		.max_width = 20,
	    },
	[LOCK_BYTE_LOCK_EXCLUSIVE] =
	    {
		.api_name = "byte_lock.exclusive",
		.aliases = {"exclusive"},
		.title = "EXCLUSIVE",
		.label = "exclusive",
		.help = "whether a byte_range lock is exclusive",
		.since = "9.10.1",
		.type = TYPE_BOOLEAN,
		.group = GROUP_ACTIVITY,
		.weight = 26,
		.min_width = 5,
		.max_width = 9,
	    },
	[LOCK_BYTE_LOCK_MANDATORY] =
	    {
		.api_name = "byte_lock.mandatory",
		.aliases = {"mandatory"},
		.title = "MANDATORY",
		.label = "mandatory",
		.help = "whether a byte_range lock is mandatory",
		.since = "9.10.1",
		.type = TYPE_BOOLEAN,
		.group = GROUP_ACTIVITY,
		.weight = 25,
		.min_width = 5,
		.max_width = 9,
	    },
	[LOCK_BYTE_LOCK_SOFT] =
	    {
		.api_name = "byte_lock.soft",
		.title = "SOFT",
		.label = "soft byte lock",
		.help = "whether a byte_range lock is soft",
		.since = "9.10.1",
		.type = TYPE_BOOLEAN,
		.group = GROUP_ACTIVITY,
		.weight = 19,
		.min_width = 4,
		.max_width = 5,
	    },
	[LOCK_BYTE_LOCK_SUPER] =
	    {
		.api_name = "byte_lock.super",
		.title = "SUPER",
		.label = "super byte lock",
		.help = "whether a byte_range lock is a super lock",
		.since = "9.10.1",
		.type = TYPE_BOOLEAN,
		.group = GROUP_ACTIVITY,
		.weight = 18,
		.min_width = 5,
		.max_width = 5,
	    },
	[LOCK_SMB_CONNECT_STATE] =
	    {
		.api_name = "smb.connect_state",
		.aliases = {"connect"},
		.title = "CONNECT",
		.label = "connect state",
		.help = "how it stands with the SMB client: connected disconnected reconnecting timedout",
		.since = "9.10.1",
		.type = TYPE_ENUM,
		.enumeration = &connect_words,
		.group = GROUP_ACTIVITY,
		.weight = 60,
		.min_width = 9,
		.max_width = 12,
		.is_default = true,
	    },
	[LOCK_SMB_OPEN_TYPE] =
	    {
		.api_name = "smb.open_type",
		.aliases = {"open_type"},
		.title = "HANDLE",
		.label = "open type",
		.help = "whether the SMB handle survives a reconnect: none durable persistent",
		.since = "9.10.1",
		.type = TYPE_ENUM,
		.enumeration = &open_words,
		.group = GROUP_ACTIVITY,
		.weight = 24,
		.min_width = 7,
		.max_width = 10,
	    },
	[LOCK_SMB_OPEN_GROUP_ID] =
	    {
		.api_name = "smb.open_group_id",
		.aliases = {"group"},
		.title = "OPEN GROUP",
		.label = "open group",
		.help = "the SMB open group, as the cluster writes it",
		.since = "9.10.1",
		.type = TYPE_TEXT,
		.group = GROUP_IDS,
		.weight = 6,
		.min_width = 10,
		.max_width = 32,
	    },
	[LOCK_OWNER_ID] =
	    {
		.api_name = "owner_id",
		.aliases = {"owner"},
		.title = "OWNER",
		.label = "owner",
		.help = "the lock owner, as the cluster writes it",
		.since = "9.10.1",
		.type = TYPE_TEXT,
		.group = GROUP_IDS,
		.weight = 7,
		.min_width = 9,
		.max_width = 32,
	    },
	[LOCK_CONSTITUENT] =
	    {
		.api_name = "constituent",
		.title = "CONSTITUENT",
		.label = "constituent",
		.help = "whether the volume is a constituent of a FlexGroup",
		.since = "9.10.1",
		.type = TYPE_BOOLEAN,
		.group = GROUP_WHERE,
		.weight = 5,
		.min_width = 5,
		.max_width = 11,
	    },
	[LOCK_DELEGATION] =
	    {
		.api_name = "delegation",
		.title = "DELEGATION",
		.label = "delegation",
		.help = "of a delegation: read write",
		.since = "9.10.1",
		.type = TYPE_ENUM,
		.enumeration = &delegation_words,
		.group = GROUP_ACTIVITY,
		.weight = 8,
		.min_width = 5,
		.max_width = 10,
	    },
	[LOCK_USER] =
	    {
		.api_name = "user",
		.title = "USER",
		.label = "user",
		.help = "the Windows users of the client's live sessions on that SVM; absent: it has none",
		.type = TYPE_TEXT,
		.origin = ORIGIN_JOINED,
		.group = GROUP_WHO,
		.weight = 97,
		.min_width = 14,
		.max_width = 22,
		.is_default = true,
	    },
};

static const unsigned default_columns[] = {
    LOCK_CLUSTER,
    LOCK_USER,
    LOCK_CLIENT_ADDRESS,
    LOCK_SVM_NAME,
    LOCK_VOLUME_NAME,
    LOCK_PATH,
    LOCK_TYPE,
    LOCK_STATE,
    LOCK_SHARE_LOCK_MODE,
    LOCK_OPLOCK_LEVEL,
    LOCK_SMB_CONNECT_STATE,
};

const struct kind lock_kind = {
    .name = "locks",
    .one = "lock",
    .path = "/api/protocols/locks",
    .since = "9.10.1",
    .fields = fields,
    .field_count = LOCK_FIELD_COUNT,
    .cluster = LOCK_CLUSTER,
    .keys = {LOCK_UUID},
    .key_count = 1,
    .required = LOCK_UUID,
    .lacking = "without a uuid",
    .columns = default_columns,
    .column_count = sizeof default_columns / sizeof *default_columns,
    .order = {{LOCK_PATH, false}, {LOCK_CLIENT_ADDRESS, false}},
    .order_count = 2,
    .has_instances = true,
};

_Static_assert(LOCK_FIELD_COUNT <= FIELDS_MAX, "arrays by field have no room for a lock's");
