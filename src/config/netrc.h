/* netrc.h: names and passwords in the file that ftp, curl and others share. */
#ifndef CIFSTOP_CONFIG_NETRC_H
#define CIFSTOP_CONFIG_NETRC_H

#include <stdbool.h>

#include "base/text.h"

/* What netrc has for a host; each is NULL when it has it not. The caller wipes and frees both. */
struct netrc_entry {
	char *login;
	char *password;
};

/*
 * Looks for `host`, or else for the entry that holds for all hosts, in the text of a netrc file. With a `login` only
 * entries of that name, or without a name, count. Whether one was found.
 */
bool netrc_find(struct text text, const char *host, const char *login, struct netrc_entry *entry);

/* The same in $NETRC, else ~/.netrc. False as well when there is no such file. */
bool netrc_look_up(const char *host, const char *login, struct netrc_entry *entry);

#endif
