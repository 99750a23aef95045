/* fuzz_netrc.c: what is found in a netrc is not longer than it. */
#include "config.h"

#include <string.h>

#include "config/netrc.h"
#include "config/secret_private.h"
#include "fuzz.h"

static void
look_up(struct text text, const char *host, const char *login)
{
	struct netrc_entry entry;
	bool is_found = netrc_find(text, host, login, &entry);

	FUZZ_CHECK(is_found || (entry.login == NULL && entry.password == NULL));
	FUZZ_CHECK(entry.password == NULL || strlen(entry.password) <= text.length);
	FUZZ_CHECK(login == NULL || entry.login == NULL || strcmp(login, entry.login) == 0);
	secret_text_wipe(entry.login);
	secret_text_wipe(entry.password);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text text = {(const char *)data, size};

	look_up(text, "h", NULL);
	look_up(text, "h", "u");
	return 0;
}
