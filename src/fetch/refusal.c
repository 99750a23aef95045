/* refusal.c: that a cluster does not give a kind of record, remembered so that it is not asked again and again. */
#include "config.h"

#include "fetch/refusal.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "ontap/release.h"

void
refusal_clear(struct refusal *refusal)
{
	free(refusal->trouble);
	free(refusal->release);
	*refusal = (struct refusal){0};
}

/* Takes over `trouble`. */
static void
note(struct refusal *refusal, const struct kind *kind, const char *release, char *trouble, uint64_t until_ms)
{
	refusal_clear(refusal);
	refusal->kind = kind;
	refusal->trouble = trouble;
	refusal->release = xstrdup(release == NULL ? "" : release);
	refusal->until_ms = until_ms;
}

void
refusal_note_lacking(
    struct refusal *refusal, const struct kind *kind, const char *release, const char *answer, uint64_t until_ms)
{
	char *trouble;

	if (release_judge(release, kind->since) == RELEASE_LACKS)
		trouble = xasprintf("%s need ONTAP %s; this is %s", kind->name, kind->since, release);
	else if (answer != NULL)
		trouble = xasprintf("%s need ONTAP %s: %s", kind->name, kind->since, answer);
	else
		trouble = xasprintf("%s need ONTAP %s", kind->name, kind->since);
	note(refusal, kind, release, trouble, until_ms);
	refusal->outcome = ANSWER_NO_SUCH_API;
}

void
refusal_note_forbidden(
    struct refusal *refusal, const struct kind *kind, const char *release, const char *trouble, uint64_t until_ms)
{
	note(refusal, kind, release, xstrdup(trouble), until_ms);
	refusal->outcome = ANSWER_FORBIDDEN;
}

bool
refusal_holds(const struct refusal *refusal, const struct kind *kind, uint64_t now_ms)
{
	return refusal->kind == kind && now_ms < refusal->until_ms;
}

bool
refusal_is_outdated(const struct refusal *refusal, const char *release)
{
	bool was_known = refusal->kind != NULL && refusal->release[0] != '\0';

	if (refusal->kind == NULL || release == NULL)
		return false;
	/* That a role forbids a path does not hang on a release that was merely not known. */
	if (!was_known && refusal->outcome == ANSWER_FORBIDDEN)
		return false;
	return strcmp(refusal->release, release) != 0;
}
