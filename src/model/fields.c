/* fields.c: the one table of what is known of a session. Columns, sort keys, queries and output are derived from it. */
#include "config.h"

#include "model/fields.h"

#include <stdlib.h>

#include "base/report.h"
#include "base/xalloc.h"

/* Names as in GET /protocols/cifs/sessions, 9.8; unchanged to 9.19. */
const struct field fields[FIELD_COUNT] =
    {
	[FIELD_CLUSTER] =
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
	[FIELD_NODE_UUID] =
	    {
		.api_name = "node.uuid",
		.title = "NODE UUID",
		.label = "node uuid",
		.help = "the node that hosts the LIF, by uuid",
		.since = "9.8",
		.type = TYPE_TEXT,
		.group = GROUP_IDS,
		.weight = 2,
		.min_width = 9,
		.max_width = 36,
	    },
	[FIELD_NODE_NAME] =
	    {
		.api_name = "node.name",
		.aliases = {"node"},
		.title = "NODE",
		.label = "node",
		.help = "the node that hosts the LIF",
		.since = "9.8",
		.type = TYPE_TEXT,
		.group = GROUP_WHERE,
		.weight = 40,
		.min_width = 11,
		.max_width = 20,
		.is_default = true,
	    },
	[FIELD_SVM_UUID] =
	    {
		.api_name = "svm.uuid",
		.title = "SVM UUID",
		.label = "SVM uuid",
		.help = "the SVM, by uuid",
		.since = "9.8",
		.type = TYPE_TEXT,
		.group = GROUP_IDS,
		.weight = 3,
		.min_width = 9,
		.max_width = 36,
	    },
	[FIELD_SVM_NAME] =
	    {
		.api_name = "svm.name",
		.aliases = {"svm"},
		.title = "SVM",
		.label = "SVM",
		.help = "the SVM that serves the session",
		.since = "9.8",
		.type = TYPE_TEXT,
		.group = GROUP_WHERE,
		.weight = 70,
		.min_width = 8,
		.max_width = 14,
		.is_default = true,
	    },
	[FIELD_IDENTIFIER] =
	    {
		.api_name = "identifier",
		.aliases = {"id", "session"},
		.title = "SESSION ID",
		.label = "session id",
		.help = "the session's id, 64 bits unsigned",
		.since = "9.8",
		.type = TYPE_ID,
		.group = GROUP_IDS,
		.align = ALIGN_RIGHT,
		.weight = 10,
		.min_width = 10,
		.max_width = 20,
	    },
	[FIELD_CONNECTION_ID] =
	    {
		.api_name = "connection_id",
		.aliases = {"connection"},
		.title = "CONN ID",
		.label = "connection id",
		.help = "the connection's id",
		.since = "9.8",
		.type = TYPE_ID,
		.group = GROUP_IDS,
		.align = ALIGN_RIGHT,
		.weight = 12,
		.min_width = 7,
		.max_width = 10,
	    },
	[FIELD_CONNECTION_COUNT] =
	    {
		.api_name = "connection_count",
		.aliases = {"connections", "conns"},
		.title = "CONN",
		.label = "connections",
		.help = "connections of the session; more than one with multichannel",
		.since = "9.8",
		.type = TYPE_COUNT,
		.group = GROUP_ACTIVITY,
		.align = ALIGN_RIGHT,
		.weight = 24,
		.min_width = 4,
		.max_width = 10,
	    },
	[FIELD_SERVER_IP] =
	    {
		.api_name = "server_ip",
		.old_name = "lif_address",
		.aliases = {"lif", "server"},
		.title = "LIF",
		.label = "LIF",
		.help = "the data LIF's address that the client is connected to",
		.since = "9.8",
		.type = TYPE_ADDRESS,
		.group = GROUP_WHERE,
		.weight = 45,
		.min_width = 12,
		.max_width = 15,
		.is_default = true,
	    },
	[FIELD_CLIENT_IP] =
	    {
		.api_name = "client_ip",
		.old_name = "address",
		.aliases = {"client", "ip"},
		.title = "CLIENT",
		.label = "client",
		.help = "the client's address",
		.since = "9.8",
		.type = TYPE_ADDRESS,
		.group = GROUP_WHO,
		.weight = 95,
		.min_width = 13,
		.max_width = 20,
		.is_default = true,
	    },
	[FIELD_AUTHENTICATION] =
	    {
		.api_name = "authentication",
		.old_name = "auth_mechanism",
		.aliases = {"auth"},
		.title = "AUTH",
		.label = "authentication",
		.help = "how the user proved who it is: none anonymous ntlmv1 ntlmv2 kerberos",
		.since = "9.8",
		.type = TYPE_ENUM,
		.enumeration = &authentication_words,
		.group = GROUP_SECURITY,
		.weight = 22,
		.min_width = 8,
		.max_width = 9,
	    },
	[FIELD_USER] =
	    {
		.api_name = "user",
		.old_name = "windows_user",
		.title = "USER",
		.label = "user",
		.help = "the Windows user; machine accounts end in $",
		.since = "9.8",
		.type = TYPE_TEXT,
		.group = GROUP_WHO,
		.weight = 100,
		.min_width = 14,
		.max_width = 22,
		.is_default = true,
	    },
	[FIELD_MAPPED_UNIX_USER] =
	    {
		.api_name = "mapped_unix_user",
		.old_name = "unix_user",
		.aliases = {"unix"},
		.title = "UNIX",
		.label = "UNIX user",
		.help = "the UNIX user that the Windows user is mapped to",
		.since = "9.8",
		.type = TYPE_TEXT,
		.group = GROUP_WHO,
		.weight = 30,
		.min_width = 8,
		.max_width = 14,
		.is_default = true,
	    },
	[FIELD_OPEN_SHARES] =
	    {
		.api_name = "open_shares",
		.old_name = "shares",
		.aliases = {"shares"},
		.title = "SHARES",
		.label = "open shares",
		.help = "shares that the session has open",
		.since = "9.8",
		.type = TYPE_COUNT,
		.group = GROUP_ACTIVITY,
		.align = ALIGN_RIGHT,
		.weight = 36,
		.min_width = 6,
		.max_width = 9,
		.is_default = true,
	    },
	[FIELD_OPEN_FILES] =
	    {
		.api_name = "open_files",
		.old_name = "files",
		.aliases = {"files"},
		.title = "FILES",
		.label = "open files",
		.help = "files that the session has open",
		.since = "9.8",
		.type = TYPE_COUNT,
		.group = GROUP_ACTIVITY,
		.align = ALIGN_RIGHT,
		.weight = 96,
		.min_width = 5,
		.max_width = 9,
		.is_default = true,
	    },
	[FIELD_OPEN_OTHER] =
	    {
		.api_name = "open_other",
		.old_name = "other",
		.aliases = {"other", "open_others"},
		.title = "OTHER",
		.label = "open other",
		.help = "what else the session has open",
		.since = "9.8",
		.type = TYPE_COUNT,
		.group = GROUP_ACTIVITY,
		.align = ALIGN_RIGHT,
		.weight = 34,
		.min_width = 5,
		.max_width = 9,
		.is_default = true,
	    },
	[FIELD_CONNECTED_DURATION] =
	    {
		.api_name = "connected_duration",
		.old_name = "connected_time",
		.aliases = {"age", "connected"},
		.title = "AGE",
		.label = "connected",
		.help = "time since the session's first request",
		.since = "9.8",
		.type = TYPE_SECONDS,
		.group = GROUP_ACTIVITY,
		.align = ALIGN_RIGHT,
		.weight = 60,
		.min_width = 4,
		.max_width = 6,
		.is_default = true,
	    },
	[FIELD_IDLE_DURATION] =
	    {
		.api_name = "idle_duration",
		.old_name = "idle_time",
		.aliases = {"idle"},
		.title = "IDLE",
		.label = "idle",
		.help = "time since the session's last request",
		.since = "9.8",
		.type = TYPE_SECONDS,
		.group = GROUP_ACTIVITY,
		.align = ALIGN_RIGHT,
		.weight = 98,
		.min_width = 5,
		.max_width = 6,
		.is_default = true,
	    },
	[FIELD_PROTOCOL] =
	    {
		.api_name = "protocol",
		.old_name = "protocol_version",
		.aliases = {"dialect"},
		.title = "DIALECT",
		.label = "protocol",
		.help = "the SMB dialect: smb1 smb2 smb2_1 smb3 smb3_1",
		.since = "9.8",
		.type = TYPE_ENUM,
		.enumeration = &protocol_words,
		.group = GROUP_SECURITY,
		.weight = 23,
		.min_width = 7,
		.max_width = 7,
	    },
	[FIELD_CONTINUOUS_AVAILABILITY] =
	    {
		.api_name = "continuous_availability",
		.old_name = "continuously_available",
		.aliases = {"ca", "availability"},
		.title = "CA",
		.label = "continuous availability",
		.help = "whether its open files are continuously available: unavailable partial available",
		.since = "9.8",
		.type = TYPE_ENUM,
		.enumeration = &availability_words,
		.group = GROUP_ACTIVITY,
		.weight = 18,
		.min_width = 9,
		.max_width = 11,
	    },
	[FIELD_SMB_SIGNING] =
	    {
		.api_name = "smb_signing",
		.old_name = "is_session_signed",
		.aliases = {"signed", "signing"},
		.title = "SIGNED",
		.label = "signed",
		.help = "whether SMB signing is on",
		.since = "9.8",
		.type = TYPE_BOOLEAN,
		.group = GROUP_SECURITY,
		.weight = 21,
		.min_width = 6,
		.max_width = 6,
	    },
	[FIELD_SMB_ENCRYPTION] =
	    {
		.api_name = "smb_encryption",
		.old_name = "smb_encryption_status",
		.aliases = {"encryption", "encrypted"},
		.title = "ENCRYPTION",
		.label = "encryption",
		.help = "whether SMB encryption is on: unencrypted partially_encrypted encrypted",
		.since = "9.8",
		.type = TYPE_ENUM,
		.enumeration = &encryption_words,
		.group = GROUP_SECURITY,
		.weight = 20,
		.min_width = 11,
		.max_width = 19,
	    },
	[FIELD_LARGE_MTU] =
	    {
		.api_name = "large_mtu",
		.old_name = "is_large_mtu_enabled",
		.aliases = {"mtu"},
		.title = "MTU",
		.label = "large MTU",
		.help = "whether the session uses large MTU",
		.since = "9.8",
		.type = TYPE_BOOLEAN,
		.group = GROUP_ACTIVITY,
		.weight = 16,
		.min_width = 5,
		.max_width = 5,
	    },
	[FIELD_VOLUMES_NAME] =
	    {
		.api_name = "volumes.name",
		.old_name = "vol_names",
		.aliases = {"volumes", "volume", "vol"},
		.title = "VOLUMES",
		.label = "volumes",
		.help = "the volumes that the session uses",
		.since = "9.8",
		.type = TYPE_LIST,
		.group = GROUP_WHERE,
		.weight = 66,
		.min_width = 9,
		.max_width = 16,
		.is_default = true,
	    },
	[FIELD_VOLUMES_UUID] =
	    {
		.api_name = "volumes.uuid",
		.old_name = "vol_uuids",
		.title = "VOLUME UUIDS",
		.label = "volume uuids",
		.help = "the volumes that the session uses, by uuid",
		.since = "9.8",
		.type = TYPE_LIST,
		.group = GROUP_IDS,
		.weight = 1,
		.min_width = 12,
		.max_width = 36,
	    },
	[FIELD_SECURITY] =
	    {
		.api_name = "security",
		.aliases = {"sec"},
		.title = "SEC",
		.label = "security",
		.help = "authentication (K kerberos, N ntlmv2, ! ntlmv1 or none, A anonymous), dialect, S signed, E "
			"encrypted or e partly",
		.type = TYPE_SECURITY,
		.origin = ORIGIN_DERIVED,
		.group = GROUP_SECURITY,
		.weight = 80,
		.min_width = 6,
		.max_width = 6,
		.is_default = true,
	    },
};

const enum field_id field_default_columns[] = {
    FIELD_CLUSTER,
    FIELD_USER,
    FIELD_CLIENT_IP,
    FIELD_SVM_NAME,
    FIELD_NODE_NAME,
    FIELD_SERVER_IP,
    FIELD_VOLUMES_NAME,
    FIELD_SECURITY,
    FIELD_MAPPED_UNIX_USER,
    FIELD_OPEN_SHARES,
    FIELD_OPEN_OTHER,
    FIELD_OPEN_FILES,
    FIELD_IDLE_DURATION,
    FIELD_CONNECTED_DURATION,
    FIELD_COUNT,
};

static bool
is_named(const struct field *field, struct text name)
{
	if (text_equals_nocase(text_of(field->api_name), name))
		return true;
	for (size_t i = 0; i < FIELD_ALIASES_MAX && field->aliases[i] != NULL; i++) {
		if (text_equals_nocase(text_of(field->aliases[i]), name))
			return true;
	}
	return false;
}

enum field_id
field_find(struct text name)
{
	for (unsigned id = 0; id < FIELD_COUNT; id++) {
		if (is_named(&fields[id], name))
			return (enum field_id)id;
	}
	/* Old names last: "files" of 9.8 is a short name as well, and both mean the same. */
	for (unsigned id = 0; id < FIELD_COUNT; id++) {
		if (fields[id].old_name != NULL && text_equals_nocase(text_of(fields[id].old_name), name))
			return (enum field_id)id;
	}
	return FIELD_COUNT;
}

const char *const *
field_names(void)
{
	static const char *names[FIELD_COUNT * (1 + FIELD_ALIASES_MAX) + 1];
	size_t count = 0;

	/* Every caller writes the same, and only before threads start. */
	for (unsigned id = 0; id < FIELD_COUNT; id++) {
		names[count++] = fields[id].api_name;
		for (size_t i = 0; i < FIELD_ALIASES_MAX && fields[id].aliases[i] != NULL; i++)
			names[count++] = fields[id].aliases[i];
	}
	names[count] = NULL;
	return names;
}

char *
field_explain_unknown(struct text name)
{
	char *copy = xstrdup_text(name), *sentence;
	const char *nearest = report_nearest(copy, field_names());

	if (nearest == NULL)
		sentence = xasprintf("unknown field '%s'; --list-fields names them all", copy);
	else
		sentence = xasprintf("unknown field '%s'; did you mean '%s'?", copy, nearest);
	free(copy);
	return sentence;
}

const char *
field_name(enum field_id field)
{
	return fields[field].api_name;
}
