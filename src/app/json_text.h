/* json_text.h: texts as strings of JSON. */
#ifndef CIFSTOP_APP_JSON_TEXT_H
#define CIFSTOP_APP_JSON_TEXT_H

#include "base/pen.h"
#include "base/text.h"

/* Room that json_text_put() needs for a text of that length. */
#define JSON_TEXT_SIZE(length) ((length)*6 + 2)

/*
 * Writes `text` as a JSON string with its quotes, for which there is room. What is no UTF-8 becomes U+FFFD. What
 * safe_text_is_treacherous() is escaped as well, though JSON does not ask for it: it acts on terminals and on eyes.
 */
void json_text_put(struct pen *pen, struct text text);

#endif
