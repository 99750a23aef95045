/* pattern.c: texts with `*` for anything in them. */
#include "config.h"

#include "query/pattern.h"

static bool
is_star(const struct word *word, size_t at)
{
	return word->bytes[at] == '*' && !word->is_literal[at];
}

bool
pattern_is_wild(const struct word *word)
{
	for (size_t i = 0; i < word->length; i++) {
		if (is_star(word, i))
			return true;
	}
	return false;
}

struct pattern
pattern_of_word(const struct word *word, struct arena *arena)
{
	struct pattern pattern = {.pieces = arena_allocate(arena, (word->length + 1) * sizeof *pattern.pieces)};
	size_t start = 0;

	for (size_t i = 0; i <= word->length; i++) {
		if (i < word->length && !is_star(word, i))
			continue;
		if (i > start)
			pattern.pieces[pattern.count++] = (struct text){word->bytes + start, i - start};
		start = i + 1;
	}
	if (word->length > 0) {
		pattern.is_open_start = is_star(word, 0);
		pattern.is_open_end = is_star(word, word->length - 1);
	}
	return pattern;
}

struct text
pattern_longest_piece(const struct pattern *pattern)
{
	struct text longest = TEXT_ABSENT;

	for (size_t i = 0; i < pattern->count; i++) {
		if (pattern->pieces[i].length > longest.length)
			longest = pattern->pieces[i];
	}
	return longest;
}

/* Takes the piece off the start of *rest. */
static bool
take_start(struct text *rest, struct text piece)
{
	if (rest->length < piece.length || !text_equals_nocase((struct text){rest->bytes, piece.length}, piece))
		return false;
	rest->bytes += piece.length;
	rest->length -= piece.length;
	return true;
}

static bool
take_end(struct text *rest, struct text piece)
{
	struct text end;

	if (rest->length < piece.length)
		return false;
	end = (struct text){rest->bytes + rest->length - piece.length, piece.length};
	rest->length -= piece.length;
	return text_equals_nocase(end, piece);
}

/* Takes all up to the first place where the piece stands, and the piece. */
static bool
take_through(struct text *rest, struct text piece)
{
	size_t at = text_find_nocase(*rest, piece);

	if (at == TEXT_NOWHERE)
		return false;
	rest->bytes += at + piece.length;
	rest->length -= at + piece.length;
	return true;
}

bool
pattern_matches(const struct pattern *pattern, struct text text)
{
	size_t first = 0, last = pattern->count;

	if (text_is_absent(text))
		return false;
	if (pattern->count == 0)
		return pattern->is_open_start || text.length == 0;
	if (pattern->count == 1 && !pattern->is_open_start && !pattern->is_open_end)
		return text_equals_nocase(text, pattern->pieces[0]);
	if (!pattern->is_open_start && !take_start(&text, pattern->pieces[first++]))
		return false;
	if (!pattern->is_open_end && !take_end(&text, pattern->pieces[--last]))
		return false;
	/* The leftmost place of each leaves most for those behind it. */
	for (; first < last; first++) {
		if (!take_through(&text, pattern->pieces[first]))
			return false;
	}
	return true;
}
