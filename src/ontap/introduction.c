/* introduction.c: a look at the certificate of a cluster, before anything is told to it. */
#include "config.h"

#include "ontap/introduction.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "ontap/certificate_read.h"
#include "ontap/transport.h"
#include "ontap/transport_error.h"

struct introduction {
	const struct target *target;
	CURL *handle;
	char details[CURL_ERROR_SIZE];
};

struct introduction *
introduction_new(const struct target *target, bool is_verified)
{
	struct introduction *introduction = xcalloc(1, sizeof *introduction);

	introduction->target = target;
	introduction->handle = transport_new_connection(target, is_verified, introduction->details);
	return introduction;
}

CURL *
introduction_handle(struct introduction *introduction)
{
	return introduction->handle;
}

struct certificate *
introduction_finish(struct introduction *introduction, CURLcode result, char **trouble)
{
	struct certificate *certificate = NULL;

	*trouble = NULL;
	if (result != CURLE_OK) {
		transport_error_judge(
		    introduction->target, introduction->handle, result, introduction->details, trouble);
		return NULL;
	}
	certificate = certificate_of(introduction->handle);
	if (certificate == NULL)
		*trouble = xstrdup("the certificate cannot be read");
	return certificate;
}

void
introduction_free(struct introduction *introduction)
{
	if (introduction == NULL)
		return;
	curl_easy_cleanup(introduction->handle);
	free(introduction);
}
