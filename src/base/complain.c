/* complain.c: what is wrong, for who started the program. */
#include "config.h"

#include "base/complain.h"

#include <stdlib.h>
#include <string.h>

#include "base/safe_text.h"
#include "base/xalloc.h"

static void
print_line(FILE *out, struct text line)
{
	size_t columns = safe_text_columns(line), size = SAFE_TEXT_SIZE(columns);
	char *safe = xmalloc(size);

	safe_text_fit(line, columns, CUT_END, safe, size);
	fprintf(out, "%s\n", safe);
	free(safe);
}

void
complain(FILE *out, const char *sentence)
{
	fputs("cifstop: ", out);
	for (;;) {
		size_t length = strcspn(sentence, "\n");

		print_line(out, (struct text){sentence, length});
		if (sentence[length] == '\0' || sentence[length + 1] == '\0')
			break;
		sentence += length + 1;
	}
}
