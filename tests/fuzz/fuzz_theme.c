/* fuzz_theme.c: a theme has colours that there are, or its mistakes are told. */
#include "config.h"

#include "config/theme_private.h"
#include "fuzz.h"

static void
check_color(int16_t color)
{
	FUZZ_CHECK(color >= THEME_COLOR_DEFAULT && color <= 255);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text text = {(const char *)data, size};
	struct report report = {0};
	struct theme theme;
	int16_t color;

	if (theme_parse_color(text, &color))
		check_color(color);
	FUZZ_CHECK(theme_parse("fuzz.yaml", text, &theme, &report) == (report.count == 0));
	for (int role = 0; report.count == 0 && role < ROLE_COUNT; role++) {
		check_color(theme.styles[role].foreground);
		check_color(theme.styles[role].background);
	}
	report_free(&report);
	return 0;
}
