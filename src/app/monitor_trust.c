/* monitor_trust.c: certificates that are not trusted, and the question whether they are the right ones. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "app/monitor_private.h"
#include "base/xalloc.h"

void
monitor_close_trust(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;

	certificate_free(screen->trust.certificate);
	screen->trust.certificate = NULL;
	if (screen->prompt.purpose == PROMPT_TRUST)
		prompt_close(&screen->prompt);
}

/* What is asked about is the certificate that is seen, whatever the cluster shows by the time of the answer. */
static void
open_page(struct monitor *monitor, size_t cluster)
{
	struct screen *screen = &monitor->screen;
	const struct cluster_status *status = &screen->clusters[cluster].status;

	certificate_free(screen->trust.certificate);
	screen->trust = (struct trust_page){
	    .certificate = certificate_copy(status->certificate),
	    .cluster = cluster,
	    .is_question = status->may_be_trusted,
	};
	xreplace(&monitor->offered[cluster], status->certificate->pin);
	if (status->may_be_trusted)
		prompt_open(&screen->prompt, PROMPT_TRUST, NULL);
}

unsigned
monitor_open_trust(struct monitor *monitor)
{
	const struct screen *screen = &monitor->screen;

	for (size_t i = 1; i <= screen->cluster_count; i++) {
		size_t cluster = (screen->trust.cluster + i) % screen->cluster_count;

		if (screen->clusters[cluster].status.certificate != NULL) {
			open_page(monitor, cluster);
			return EFFECT_PAINT;
		}
	}
	monitor_say(monitor, "every cluster that answers is trusted");
	return EFFECT_PAINT;
}

static bool
is_idle(const struct screen *screen)
{
	return screen_place(screen) == PLACE_TABLE && screen->prompt.purpose == PROMPT_NONE;
}

static bool
was_offered(const struct monitor *monitor, size_t cluster)
{
	const struct certificate *certificate = monitor->screen.clusters[cluster].status.certificate;
	const char *offered = monitor->offered[cluster];

	return certificate == NULL || (offered != NULL && strcmp(offered, certificate->pin) == 0);
}

unsigned
monitor_offer_trust(struct monitor *monitor)
{
	const struct screen *screen = &monitor->screen;

	/* What was asked about has settled itself: a new answer came, from the right one. */
	if (screen->trust.certificate != NULL && screen->clusters[screen->trust.cluster].status.state == CLUSTER_OK) {
		monitor_close_trust(monitor);
		return EFFECT_PAINT;
	}
	for (size_t i = 0; is_idle(screen) && i < screen->cluster_count; i++) {
		if (!was_offered(monitor, i)) {
			open_page(monitor, i);
			return EFFECT_PAINT;
		}
	}
	return 0;
}

static unsigned
accept(struct monitor *monitor)
{
	struct screen *screen = &monitor->screen;
	struct prompt *prompt = &screen->prompt;
	const struct certificate *certificate = screen->trust.certificate;
	size_t cluster = screen->trust.cluster;

	/* Who has the key from elsewhere lets the machine compare it, as with ssh. */
	if (strcmp(prompt->text, "yes") == 0 || strcmp(prompt->text, certificate->pin) == 0) {
		fetch_trust(monitor->fetch, cluster, certificate->pin);
		monitor_say(monitor, "%s is trusted by its key from now on", screen->clusters[cluster].name);
		monitor_close_trust(monitor);
	} else if (strcmp(prompt->text, "no") == 0 || *prompt->text == '\0') {
		monitor_close_trust(monitor);
		monitor_say(monitor, "%s is not trusted; T asks again", screen->clusters[cluster].name);
	} else {
		prompt_set_trouble(prompt, 0,
		    strncmp(prompt->text, "sha256//", strlen("sha256//")) == 0 ? "that is another key"
									       : "yes or no, or the key");
	}
	return EFFECT_PAINT;
}

static unsigned
scroll(struct monitor *monitor, bool is_up)
{
	size_t *top = &monitor->screen.trust.top;

	if (!is_up)
		(*top)++;
	else if (*top > 0)
		(*top)--;
	return EFFECT_PAINT;
}

unsigned
monitor_type_trust(struct monitor *monitor, enum prompt_result result)
{
	struct screen *screen = &monitor->screen;

	switch (result) {
	case PROMPT_ACCEPTED: return accept(monitor);
	case PROMPT_CANCELLED:
		monitor_close_trust(monitor);
		monitor_say(monitor, "%s is not trusted; T asks again", screen->clusters[screen->trust.cluster].name);
		return EFFECT_PAINT;
	case PROMPT_EDITED: prompt_clear_trouble(&screen->prompt); return EFFECT_PAINT;
	case PROMPT_OLDER:
	case PROMPT_NEWER: return scroll(monitor, result == PROMPT_OLDER);
	default: return EFFECT_PAINT;
	}
}

void
monitor_tell_pin_trouble(
    struct monitor *monitor, const struct cluster_status *before, const struct cluster_status *news)
{
	if (news->pin_trouble != NULL && before->pin_trouble == NULL)
		monitor_say(monitor, "the key is trusted for this run only: %s", news->pin_trouble);
}
