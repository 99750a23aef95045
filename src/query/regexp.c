/* regexp.c: POSIX extended regular expressions that cannot run away. */
#include "config.h"

#include "query/regexp.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/xalloc.h"

/*
 * The library keeps every state that a match ever came through, some kilobytes each, and unanchored expressions such as
 * a.{30} have a new one for nearly every text. So it is compiled anew when it has read so many bytes.
 */
#define BYTES_BEFORE_RENEWAL 4096

/* Bytes from one look at the clock to the next, which costs as much as some matches. */
#define BYTES_BETWEEN_LOOKS 1024

/* `read` counts bytes since it was compiled, `unseen` those since the last look at the clock. */
struct regexp {
	regex_t compiled;
	char *pattern;
	size_t read;
	size_t unseen;
	double patience;
	double started; /* seconds of this thread; 0 before the first match */
	bool has_failed;
};

/* Where a scan of the expression is, and how many characters each open group stands for so far. */
struct measure {
	const char *at;
	const char *end;
	size_t sizes[REGEXP_DEPTH_MAX + 1];
	size_t depth;
	size_t last; /* what a repetition behind here repeats */
};

static void
add_size(struct measure *measure, size_t size)
{
	measure->sizes[measure->depth] += size;
	measure->last = size;
}

/* Behind a bracket expression; one that does not end is left to the compiler. */
static void
skip_bracket(struct measure *measure)
{
	const char *at = measure->at + 1;

	if (at < measure->end && *at == '^')
		at++;
	if (at < measure->end && *at == ']')
		at++;
	while (at < measure->end && *at != ']') {
		/* [[:alpha:]], [[.a.]], [[=a=]] */
		if (*at == '[' && at + 1 < measure->end && strchr(":.=", at[1]) != NULL) {
			char closing = at[1];

			for (at += 2; at + 1 < measure->end && !(at[0] == closing && at[1] == ']'); at++)
				continue;
			at++;
		}
		at++;
	}
	measure->at = at < measure->end ? at + 1 : measure->end;
}

static size_t
take_number(struct measure *measure)
{
	size_t number = 0;

	for (; measure->at < measure->end && *measure->at >= '0' && *measure->at <= '9'; measure->at++) {
		if (number <= REGEXP_SIZE_MAX)
			number = number * 10 + (size_t)(*measure->at - '0');
	}
	return number;
}

/* {n}, {n,}, {n,m}: as many copies as the compiler makes. */
static void
repeat(struct measure *measure)
{
	size_t low, copies, added;

	measure->at++;
	low = copies = take_number(measure);
	if (measure->at < measure->end && *measure->at == ',') {
		measure->at++;
		copies = take_number(measure);
		if (copies < low)
			copies = low + 1;
	}
	if (measure->at < measure->end && *measure->at == '}')
		measure->at++;
	added = copies > 1 ? measure->last * (copies - 1) : 0;
	measure->sizes[measure->depth] += added;
	measure->last += added;
}

static bool
close_group(struct measure *measure)
{
	size_t size = measure->sizes[measure->depth];

	/* A closing parenthesis too many is the compiler's to refuse. */
	measure->at++;
	if (measure->depth == 0)
		return true;
	measure->depth--;
	add_size(measure, size);
	return true;
}

static bool
open_group(struct measure *measure)
{
	measure->at++;
	if (measure->depth == REGEXP_DEPTH_MAX)
		return false;
	measure->sizes[++measure->depth] = 0;
	return true;
}

/* One step of the scan. False when groups stand too deep in each other. */
static bool
take_atom(struct measure *measure)
{
	switch (*measure->at) {
	case '(': return open_group(measure);
	case ')': return close_group(measure);
	case '{': repeat(measure); return true;
	case '[':
		skip_bracket(measure);
		add_size(measure, 1);
		return true;
	case '+':
		/* a+ is compiled as aa*. */
		measure->at++;
		measure->sizes[measure->depth] += measure->last;
		measure->last *= 2;
		return true;
	case '*':
	case '?':
	case '|': measure->at++; return true;
	case '\\':
		measure->at += measure->at + 1 < measure->end ? 2 : 1;
		add_size(measure, 1);
		return true;
	default:
		measure->at++;
		add_size(measure, 1);
		return true;
	}
}

static char *
refuse_large(struct text pattern)
{
	struct measure measure = {.at = pattern.bytes, .end = pattern.bytes + pattern.length};

	if (pattern.length > REGEXP_LENGTH_MAX)
		return xasprintf("a regular expression has no more than %d bytes", REGEXP_LENGTH_MAX);
	while (measure.at < measure.end) {
		if (!take_atom(&measure))
			return xasprintf("groups stand more than %d deep in each other", REGEXP_DEPTH_MAX);
		for (size_t i = 0; i <= measure.depth; i++) {
			if (measure.sizes[i] > REGEXP_SIZE_MAX)
				return xasprintf("with its repetitions written out this regular expression has more "
						 "than %d characters",
				    REGEXP_SIZE_MAX);
		}
	}
	return NULL;
}

/* \1 to \9 outside of brackets, where the library would go back and forth for ever. */
static char *
refuse_back_reference(struct text pattern)
{
	struct measure measure = {.at = pattern.bytes, .end = pattern.bytes + pattern.length};

	while (measure.at < measure.end) {
		bool is_escape = *measure.at == '\\' && measure.at + 1 < measure.end;

		if (is_escape && measure.at[1] >= '1' && measure.at[1] <= '9')
			return xasprintf("a regular expression cannot refer back with \\%c here", measure.at[1]);
		if (*measure.at == '[')
			skip_bracket(&measure);
		else
			measure.at += is_escape ? 2 : 1;
	}
	return NULL;
}

static int
compile(struct regexp *regexp)
{
	regexp->read = 0;
	return regcomp(&regexp->compiled, regexp->pattern, REG_EXTENDED | REG_ICASE | REG_NOSUB);
}

struct regexp *
regexp_compile(struct text pattern, char **sentence)
{
	struct regexp *regexp;
	char reason[128];
	int failure;

	*sentence = memchr(pattern.bytes, '\0', pattern.length) != NULL
			? xstrdup("a regular expression has no NUL in it")
			: refuse_large(pattern);
	if (*sentence == NULL)
		*sentence = refuse_back_reference(pattern);
	if (*sentence != NULL)
		return NULL;
	regexp = xcalloc(1, sizeof *regexp);
	regexp->pattern = xstrdup_text(pattern);
	regexp->patience = REGEXP_PATIENCE;
	failure = compile(regexp);
	if (failure == 0)
		return regexp;
	regerror(failure, &regexp->compiled, reason, sizeof reason);
	*sentence = xasprintf("'%s' is no regular expression: %s", regexp->pattern, reason);
	free(regexp->pattern);
	free(regexp);
	return NULL;
}

void
regexp_free(struct regexp *regexp)
{
	if (regexp == NULL)
		return;
	regfree(&regexp->compiled);
	free(regexp->pattern);
	free(regexp);
}

void
regexp_set_patience(struct regexp *regexp, double seconds)
{
	regexp->patience = seconds;
}

char *
regexp_explain_failure(const struct regexp *regexp)
{
	if (!regexp->has_failed)
		return NULL;
	return xasprintf("the regular expression '%s' takes too long: more than %g s; make it shorter, or use = and *",
	    regexp->pattern, regexp->patience);
}

/* Looks at the clock now and then. False when patience is at an end. */
static bool
is_in_time(struct regexp *regexp, size_t length)
{
	struct timespec now;
	double seconds;

	regexp->unseen += length + 1;
	if (regexp->has_failed || (regexp->unseen < BYTES_BETWEEN_LOOKS && regexp->started > 0))
		return !regexp->has_failed;
	regexp->unseen = 0;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	seconds = (double)now.tv_sec + (double)now.tv_nsec / 1e9;
	if (regexp->started <= 0)
		regexp->started = seconds;
	regexp->has_failed = seconds - regexp->started > regexp->patience;
	return !regexp->has_failed;
}

bool
regexp_matches(struct regexp *regexp, struct text text)
{
	regmatch_t range = {.rm_so = 0, .rm_eo = (regoff_t)text.length};

	if (text_is_absent(text) || !is_in_time(regexp, text.length))
		return false;
	if (regexp->read > BYTES_BEFORE_RENEWAL) {
		regfree(&regexp->compiled);
		/* It was compiled before, so this fails only for want of memory. */
		if (compile(regexp) != 0)
			xalloc_fail();
	}
	regexp->read += text.length;
	return regexec(&regexp->compiled, text.bytes, 1, &range, REG_STARTEND) == 0;
}
