/* tables_config.c: the keys of the configuration as a region of the manual. */
#include "config.h"

#include <stdio.h>

#include "config/config_private.h"
#include "tables.h"

static void
print_map(const char *title, const struct key *map)
{
	printf(".Ss %s\n.Bl -tag -width Ds\n", title);
	for (; map->name != NULL; map++) {
		printf(".It Cm %s\n", map->name);
		mdoc_text(map->help);
		putchar('\n');
	}
	fputs(".El\n", stdout);
}

void
tables_print_config(void)
{
	print_map("The file", config_keys);
	print_map("A cluster, and defaults", cluster_keys);
	print_map("tls of a cluster", tls_keys);
	print_map("ui", ui_keys);
}
