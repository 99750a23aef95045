/* json.h: JSON without loss: exact numbers, and memory that is reused. */
#ifndef CIFSTOP_ONTAP_JSON_H
#define CIFSTOP_ONTAP_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/*
 * A parser whose trees live in an arena. cJSON keeps numbers as doubles, which lose the ids of sessions; so every
 * number is handed to it as a string of its digits, and comes out as one. cJSON's allocation hooks are one for the
 * process: they are set once, and use the arena of the json_parse() that runs in the same thread, or malloc. Hence
 * parsers in several threads are fine, while a tree of json_parse() must be neither changed nor deleted with cJSON's
 * functions.
 */
struct json;

/* The caller owns it. */
struct json *json_new(void);

/* NULL is fine. Ends the tree. */
void json_free(struct json *json);

/*
 * Parses one JSON value and nothing behind it. Returns its tree, which ends with the next call or json_free(), or NULL.
 * Escapes that JSON does not know and halves of surrogate pairs, which cJSON refuses together with all the rest, are
 * taken as backslashes and as U+FFFD; so is NUL, where it would end the string.
 */
const cJSON *json_parse(struct json *json, struct text text);

/* The member of an object, by a name in the same case, or NULL. */
const cJSON *json_member(const cJSON *object, const char *name);

/* The text of a string or of a number; "true" or "false" of a boolean; absent for all else and for NULL. */
struct text json_text(const cJSON *value);

/* The text of a member of a member … of `value`, names ended by NULL; absent when it is not there. */
struct text json_text_at(const cJSON *value, const char *const *path);

/* A number without sign, fraction or exponent. False for all else, and for what does not fit. */
bool json_unsigned(struct text text, uint64_t *number);

#endif
