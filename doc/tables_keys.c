/* tables_keys.c: the table of keys as a region of the manual. */
#include "config.h"

#include <stdio.h>

#include "tables.h"
#include "ui/keys.h"

void
tables_print_keys(void)
{
	for (unsigned group = 0; group < KEY_GROUP_COUNT; group++) {
		printf(".Ss %s\n.Bl -tag -width Ds\n", key_group_titles[group]);
		for (size_t i = 0; i < key_count; i++) {
			if (keys[i].group != group || keys[i].name == NULL)
				continue;
			fputs(".It ", stdout);
			mdoc_text(keys[i].name);
			putchar('\n');
			mdoc_text(keys[i].help);
			putchar('\n');
		}
		fputs(".El\n", stdout);
	}
}
