/* distrust.c: why nothing is sent to a cluster, and the way out, in words. */
#include "config.h"

#include "ontap/distrust.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "ontap/certificate_read.h"

/* What a shell takes as it is. A name with anything else is named by its address, which has nothing else. */
static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-+";

/* Whether the address is all there is to the name, so that perhaps no configuration knows it. */
static bool
is_host(const char *name, const char *url)
{
	const char *slashes = strstr(url, "://"), *host = slashes == NULL ? url : slashes + 3;

	return strlen(name) == strcspn(host, ":/") && strncmp(host, name, strlen(name)) == 0;
}

char *
distrust_command(const struct target *target)
{
	const char *name = target->name;

	if (name == NULL || *name == '\0' || *name == '-' || name[strspn(name, plain)] != '\0' ||
	    is_host(name, target->url))
		name = target->url;
	return xasprintf("cifstop --trust %s", name);
}

/* curl's sentence without what the reader knows by then. */
static const char *
shorten(const char *details)
{
	static const char *const starts[] = {"SSL certificate problem: ", "SSL: ", NULL};

	for (size_t i = 0; starts[i] != NULL; i++) {
		if (strncmp(details, starts[i], strlen(starts[i])) == 0)
			return details + strlen(starts[i]);
	}
	return details;
}

char *
distrust_say(const struct target *target, CURLcode result, const char *details)
{
	char *command, *sentence;

	if (result == CURLE_SSL_CACERT_BADFILE)
		return xasprintf("tls.ca_file cannot be used: %s", details);
	if (!target_may_be_trusted(target))
		return xasprintf("certificate is not trusted: %s; nothing was sent. tls.ca_file (--ca-file) is to name "
				 "who signed it",
		    shorten(details));
	command = distrust_command(target);
	sentence = xasprintf(
	    "certificate is not trusted: %s; nothing was sent. To see it and trust it: %s", shorten(details), command);
	free(command);
	return sentence;
}

char *
distrust_say_changed(const struct target *target, CURL *handle)
{
	struct certificate *certificate = certificate_of(handle);
	const char *shown = certificate == NULL ? "another one" : certificate->pin;
	char *command = distrust_command(target), *sentence;

	if (target->pin_place == NULL)
		sentence = xasprintf("THE KEY IS NOT tls.pin, nothing was sent: tls.pin is %s, it shows %s. Ask who "
				     "runs the cluster before you change tls.pin: somebody may be in between",
		    target->pin, shown);
	else
		sentence = xasprintf("THE KEY HAS CHANGED, nothing was sent: %s is known, it shows %s. Ask who runs "
				     "the cluster: somebody may be in between. If the change is right: %s%s%s",
		    target->pin, shown, command, *target->pin_place == '\0' ? "" : ", or take out the line ",
		    target->pin_place);
	free(command);
	certificate_free(certificate);
	return sentence;
}

char *
distrust_say_plain(const struct target *target)
{
	bool leaves = !target_is_loopback(target) ||
		      (target->proxy != NULL && *secret_text_string(target->proxy) != '\0');

	if (target_is_encrypted(target) || target->is_insecure || !leaves)
		return NULL;
	return xasprintf("http:// would show the password to everyone on the way%s; write https://, or insecure: true "
			 "below tls: (--insecure) when that is meant",
	    target_is_loopback(target) ? " to the proxy" : "");
}
