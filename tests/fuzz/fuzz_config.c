/* fuzz_config.c: a configuration is taken with everything that must hold of it, or its mistakes are told. */
#include "config.h"

#include "config/config_private.h"
#include "fuzz.h"
#include "model/session_fields.h"

static void
check_cluster(const struct cluster_config *cluster)
{
	const struct target *target = &cluster->target;

	FUZZ_CHECK(target->name != NULL && *target->name != '\0');
	FUZZ_CHECK(target->url != NULL);
	FUZZ_CHECK(cluster->interval_ms >= CONFIG_INTERVAL_MIN_MS && cluster->interval_ms <= CONFIG_INTERVAL_MAX_MS);
	FUZZ_CHECK(target->timeout_ms > target->return_timeout_seconds * 1000);
	FUZZ_CHECK(target->max_records > 0);
	FUZZ_CHECK((cluster->secret_source == SECRET_INLINE) == (target->password != NULL));
	FUZZ_CHECK((cluster->secret_source == SECRET_COMMAND) == (cluster->command != NULL));
	FUZZ_CHECK(cluster->secret_source == SECRET_NETRC_OR_ASK || cluster->is_token == (target->username == NULL));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct report report = {0};
	struct config *config = config_parse("fuzz.yaml", (struct text){(const char *)data, size}, NULL, &report);

	FUZZ_CHECK((config == NULL) == (report.count > 0));
	if (config != NULL) {
		FUZZ_CHECK(config->cluster_count > 0 && config->cluster_count <= CONFIG_CLUSTERS_MAX);
		FUZZ_CHECK(config->ui.column_count <= SESSION_FIELD_COUNT);
		FUZZ_CHECK(config->ui.order.count > 0 && config->ui.order.count <= ORDER_KEYS_MAX);
		for (size_t i = 0; i < config->cluster_count; i++)
			check_cluster(&config->clusters[i]);
	}
	config_free(config);
	report_free(&report);
	return 0;
}
