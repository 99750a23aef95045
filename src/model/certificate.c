/* certificate.c: what a server shows of itself. */
#include "config.h"

#include "model/certificate.h"

#include <stdlib.h>

#include "base/xalloc.h"

struct certificate *
certificate_copy(const struct certificate *certificate)
{
	struct certificate *copy;

	if (certificate == NULL)
		return NULL;
	copy = xmalloc(sizeof *copy);
	*copy = *certificate;
	copy->subject = xstrdup(certificate->subject);
	copy->issuer = xstrdup(certificate->issuer);
	copy->fingerprint = xstrdup(certificate->fingerprint);
	copy->pin = xstrdup(certificate->pin);
	return copy;
}

void
certificate_free(struct certificate *certificate)
{
	if (certificate == NULL)
		return;
	free(certificate->subject);
	free(certificate->issuer);
	free(certificate->fingerprint);
	free(certificate->pin);
	free(certificate);
}
