/* literal.c: numbers, times and switches as people write them in a filter. */
#include "config.h"

#include "query/literal.h"

#include <string.h>

#include "base/duration.h"
#include "model/types.h"

static bool
is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* A comma has exactly three digits between it and the next, or the end, and one to three before the first. */
static bool
is_comma_in_place(struct text text, size_t at)
{
	return at > 0 && (text.length - at) % 4 == 0;
}

bool
literal_number(struct text text, uint64_t *number)
{
	bool has_commas = text.length > 0 && memchr(text.bytes, ',', text.length) != NULL;

	*number = 0;
	for (size_t i = 0; i < text.length; i++) {
		uint64_t digit;

		if (has_commas && (text.length - i) % 4 == 0) {
			if (text.bytes[i] != ',' || !is_comma_in_place(text, i))
				return false;
			continue;
		}
		if (!is_digit(text.bytes[i]))
			return false;
		digit = (uint64_t)(text.bytes[i] - '0');
		if (*number > (VALUE_ABSENT - 1 - digit) / 10)
			return false;
		*number = *number * 10 + digit;
	}
	return text.length > 0;
}

bool
literal_switch(struct text text, uint64_t *number)
{
	static const char *const words[2][4] = {{"no", "false", "off", "0"}, {"yes", "true", "on", "1"}};

	for (*number = 0; *number < 2; ++*number) {
		for (size_t i = 0; i < 4; i++) {
			if (text_equals_nocase(text, text_of(words[*number][i])))
				return true;
		}
	}
	return false;
}

bool
literal_duration(struct text text, uint64_t *ms)
{
	uint32_t seconds;

	if (duration_parse_human(text, ms))
		return true;
	if (!duration_parse(text, &seconds))
		return false;
	*ms = (uint64_t)seconds * 1000;
	return true;
}

bool
literal_is_null(const struct word *word)
{
	return !word->is_quoted && text_equals_nocase(word_text(word), text_of("null"));
}

/* The bytes of a word from `from` up to `to`, as a word. */
static struct word
part_of(const struct word *word, size_t from, size_t to, struct arena *arena)
{
	struct word part = *word;

	part.length = to - from;
	part.bytes = arena_allocate(arena, part.length + 1);
	memcpy(part.bytes, word->bytes + from, part.length);
	part.bytes[part.length] = '\0';
	part.is_literal = word->is_literal + from;
	return part;
}

bool
literal_split_range(const struct word *word, struct arena *arena, struct word *low, struct word *high)
{
	for (size_t i = 0; i + 1 < word->length; i++) {
		if (word->bytes[i] != '.' || word->bytes[i + 1] != '.' || word->is_literal[i] ||
		    word->is_literal[i + 1])
			continue;
		*low = part_of(word, 0, i, arena);
		*high = part_of(word, i + 2, word->length, arena);
		return true;
	}
	return false;
}
