/* fuzz_text.c: whatever came over the wire, what is painted, what stands in a cell of CSV and what is a string of JSON
 * acts on no terminal, and the last means what it did. */
#include "config.h"

#include <locale.h>
#include <stdbool.h>
#include <string.h>

#include "app/json_text.h"
#include "app/output_private.h"
#include "base/safe_text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "fuzz.h"
#include "ontap/json.h"

#define COLUMNS_MAX 40

/* Checks without asking safe_text what is safe: printable ASCII, or UTF-8 beyond the C1 controls and no bidi control.
 */
static void
check_safe(struct text text, bool is_utf8)
{
	while (text.length > 0) {
		uint32_t point = 0;
		size_t length = utf8_decode((const unsigned char *)text.bytes, text.length, &point);

		FUZZ_CHECK(length > 0);
		FUZZ_CHECK(point >= 0x20 && point != 0x7f && !(point >= 0x80 && point < 0xa0));
		FUZZ_CHECK(is_utf8 || point < 0x7f);
		FUZZ_CHECK(!(point >= 0x200b && point <= 0x200f) && !(point >= 0x2028 && point <= 0x202e));
		FUZZ_CHECK(!(point >= 0x2066 && point <= 0x2069) && point != 0x61c && point != 0xfeff);
		FUZZ_CHECK(point < 0xe000 || point > 0xf8ff);
		text.bytes += length;
		text.length -= length;
	}
}

static void
check_fit(struct text text, size_t columns, bool is_utf8)
{
	char out[SAFE_TEXT_SIZE(COLUMNS_MAX)];

	for (int cut = CUT_END; cut <= CUT_MIDDLE; cut++) {
		size_t taken = safe_text_fit(text, columns, (enum safe_text_cut)cut, out, sizeof out);

		FUZZ_CHECK(taken <= columns && strlen(out) < sizeof out);
		FUZZ_CHECK(safe_text_columns(text_of(out)) == taken);
		check_safe(text_of(out), is_utf8);
	}
}

static void
check_cell(struct text text)
{
	struct buffer cell;
	struct text inner;

	buffer_init(&cell, SIZE_MAX / 2);
	output_add_csv_cell(&cell, text);
	inner = buffer_text(&cell);
	check_safe(inner, true);
	FUZZ_CHECK(inner.length > 0 && strchr("=+-@", inner.bytes[0]) == NULL);
	if (inner.bytes[0] == '"') {
		FUZZ_CHECK(inner.length >= 2 && inner.bytes[inner.length - 1] == '"');
		FUZZ_CHECK(strchr("=+-@", inner.bytes[1]) == NULL);
	} else {
		FUZZ_CHECK(strpbrk(inner.bytes, "\",") == NULL);
	}
	buffer_free(&cell);
}

/* Whether two texts are the same but for bytes that are no UTF-8, of which the second has U+FFFD. */
static void
check_same(struct text text, struct text read)
{
	while (text.length > 0) {
		uint32_t point = 0;
		size_t length = utf8_decode((const unsigned char *)text.bytes, text.length, &point);
		struct text wanted = {length == 0 || point == 0 ? "\xef\xbf\xbd" : text.bytes, length};

		if (length == 0 || point == 0)
			wanted.length = 3;
		FUZZ_CHECK(read.length >= wanted.length && memcmp(read.bytes, wanted.bytes, wanted.length) == 0);
		read.bytes += wanted.length;
		read.length -= wanted.length;
		text.bytes += length == 0 ? 1 : length;
		text.length -= length == 0 ? 1 : length;
	}
	FUZZ_CHECK(read.length == 0);
}

/* As JSON it acts on nothing either, in ASCII as well, and is read as what it was. */
static void
check_json(struct text text)
{
	static struct json *json;
	struct buffer ascii;
	char *string = xmalloc(JSON_TEXT_SIZE(text.length) + 1);
	struct pen pen = {string, string + JSON_TEXT_SIZE(text.length), NULL};

	if (json == NULL)
		json = json_new();
	json_text_put(&pen, text);
	check_safe((struct text){string, (size_t)(pen.at - string)}, true);
	check_same(text, json_text(json_parse(json, (struct text){string, (size_t)(pen.at - string)})));
	buffer_init(&ascii, SIZE_MAX / 2);
	buffer_add(&ascii, string, (size_t)(pen.at - string));
	output_make_ascii(&ascii, true);
	check_safe(buffer_text(&ascii), false);
	check_same(text, json_text(json_parse(json, buffer_text(&ascii))));
	buffer_free(&ascii);
	free(string);
}

/* The first byte is the width and, by its parity, the character set; the others are the text. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text text;
	bool is_utf8;

	if (size == 0)
		return 0;
	text = (struct text){(const char *)data + 1, size - 1};
	is_utf8 = data[0] % 2 == 0;
	FUZZ_CHECK(setlocale(LC_CTYPE, is_utf8 ? "C.UTF-8" : "C") != NULL);
	check_fit(text, data[0] / 2 % COLUMNS_MAX, is_utf8);
	check_cell(text);
	check_json(text);
	return 0;
}
