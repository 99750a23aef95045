/* target.h: where a cluster is and how to ask it. */
#ifndef CIFSTOP_ONTAP_TARGET_H
#define CIFSTOP_ONTAP_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/secret_text.h"
#include "model/kind.h"

/* A query parameter that the user wrote, sent as it is but encoded. */
struct query_parameter {
	char *name;
	char *value;
};

/*
 * Everything that a request to one cluster needs. Owns its texts, all terminated, NULL when not given;
 * target_clear() frees them. `url` is scheme, host and port only, with no slash at the end.
 */
struct target {
	char *name; /* what the user calls the cluster */
	char *url; /* https://cluster1.example.com:8443 */
	char *username; /* NULL: netrc, or no authentication */
	struct secret_text *password; /* of username */
	struct secret_text *token; /* OAuth 2.0, in place of username and password */
	char *ca_file;
	char *pin; /* of the only key that is trusted (base/pin.h), whoever signed the certificate; NULL: any that
		      verifies */
	char
	    *pin_place; /* file:line that the pin was read from, "": for this run; NULL: tls.pin of the configuration */
	char *cert_file; /* our own certificate, in PEM; NULL: none */
	char *key_file; /* its key; NULL: in cert_file */
	struct secret_text *passphrase; /* of the key; NULL: it is not encrypted */
	struct secret_text *proxy; /* may hold a password; NULL: the usual proxy variables */
	char *release; /* 9.14.1P2, as the user or the cluster said; NULL when nobody did */
	struct query_parameter *query; /* on sessions */
	size_t query_count;
	/*
	 * More queries on sessions, that leave out no session that anyone wants: beside those of the user, whose names
	 * go first. When the cluster refuses them they are dropped, and it is asked without.
	 */
	struct query_parameter *narrowing;
	size_t narrowing_count;
	char *order_by; /* of sessions, as it is sent; NULL: the cluster does not sort */
	bool *fields; /* FIELDS_MAX: the only ones that sessions are asked for beside their keys; NULL: no limit */
	uint32_t timeout_ms; /* of one request */
	uint32_t return_timeout_seconds; /* of the server, 0 to 120 */
	uint32_t max_records; /* page size; 0: the cluster decides */
	bool is_insecure; /* do not verify the certificate, or speak http:// over a network */
};

/* The defaults of everything but name and url. */
#define TARGET_TIMEOUT_MS 30000
#define TARGET_RETURN_TIMEOUT_SECONDS 15
#define TARGET_MAX_RECORDS 1000

/* All defaults and no texts. */
struct target target_default(void);

/* A copy that owns its texts, and shares the secrets. */
struct target target_copy(const struct target *target);

/* Sets a query on sessions, in place of one of the same name. Both texts are copied. */
void target_set_query(struct target *target, const char *name, const char *value);

/* Forgets all of them. */
void target_drop_query(struct target *target);

/* Adds one that leaves out nothing that is wanted, unless the user has one of the same name. Both texts are copied. */
void target_narrow(struct target *target, const char *name, const char *value);

/* Forgets all of these. */
void target_drop_narrowing(struct target *target);

/* Puts a copy of `fields` (FIELDS_MAX, or NULL) in place of what the target has, which is not freed. */
void target_limit_fields(struct target *target, const bool *fields);

/* Frees the texts, drops the secrets, and zeroes. */
void target_clear(struct target *target);

/* Whether it is https://. */
bool target_is_encrypted(const struct target *target);

/* Whether everything that is sent stays on this machine: the host is localhost, in 127.0.0.0/8, or ::1. */
bool target_is_loopback(const struct target *target);

/*
 * Whether a person may say that the certificate is the right one: nobody said otherwise how it is known. A pin that was
 * read from known_clusters is that person's own word.
 */
bool target_may_be_trusted(const struct target *target);

/* Sets the pin that a person has said yes to, and pin_place; both are copied. */
void target_set_pin(struct target *target, const char *pin, const char *place);

/*
 * Checks and completes what a user wrote as an address: https:// is put before a bare host, a slash at the end is cut.
 * User information, a path, a query and other schemes are refused. On success stores a URL that the caller frees in
 * *url; otherwise returns a sentence that the caller frees.
 */
char *target_parse_url(const char *written, char **url);

#endif
