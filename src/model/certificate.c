/* certificate.c: what a server shows of itself. */
#include "config.h"

#include "model/certificate.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/xalloc.h"

#define DATE_SIZE 16

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

/* "2026-01-31", in UTC; a time that no calendar has is "?". */
static void
format_date(time_t moment, char out[static DATE_SIZE])
{
	struct tm parts;

	if (moment == (time_t)-1 || gmtime_r(&moment, &parts) == NULL || strftime(out, DATE_SIZE, "%F", &parts) == 0)
		snprintf(out, DATE_SIZE, "?");
}

char *
certificate_dates(const struct certificate *certificate, time_t now)
{
	char from[DATE_SIZE], until[DATE_SIZE];
	const char *remark = "";

	format_date(certificate->valid_from, from);
	format_date(certificate->valid_until, until);
	if (now > certificate->valid_until)
		remark = ", EXPIRED";
	else if (now < certificate->valid_from)
		remark = ", NOT YET VALID";
	return xasprintf("%s to %s%s", from, until, remark);
}

char *
certificate_signer(const struct certificate *certificate)
{
	return xasprintf("%s%s", certificate->issuer, certificate->is_self_signed ? " (itself)" : "");
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
