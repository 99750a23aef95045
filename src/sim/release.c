#include "config.h"

#include "sim/release.h"

#include <stdlib.h>

static bool
part(const char **at, unsigned *value)
{
	unsigned total = 0;

	if (**at < '0' || **at > '9')
		return false;
	for (; **at >= '0' && **at <= '9'; (*at)++) {
		total = total * 10 + (unsigned)(**at - '0');
		if (total > 99)
			return false;
	}
	*value = total;
	return true;
}

bool
release_parse(const char *text, struct release *release)
{
	struct release r = {0, 0, 0};

	if (!part(&text, &r.generation) || *text++ != '.' || !part(&text, &r.major))
		return false;
	r.minor = r.major >= 9 ? 1 : 0;
	if (*text == '.') {
		text++;
		if (!part(&text, &r.minor))
			return false;
	}
	if (*text != '\0' || r.generation != 9 || r.major < 8)
		return false;
	*release = r;
	return true;
}

bool
release_is_at_least(struct release release, unsigned generation, unsigned major, unsigned minor)
{
	if (release.generation != generation)
		return release.generation > generation;
	if (release.major != major)
		return release.major > major;
	return release.minor >= minor;
}
