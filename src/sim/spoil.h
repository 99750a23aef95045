/* spoil.h: answers that no cluster gives, and an attacker might. */
#ifndef ONTAP_SIM_SPOIL_H
#define ONTAP_SIM_SPOIL_H

#include "sim/answer.h"

/* What is done to an answer that is ready; `amount` is what the fault's argument says. */
typedef void spoil_fn(struct answer *a, double amount);

/* An HTML page in place of the body, and what is no JSON in the middle of it. */
spoil_fn spoil_html;
spoil_fn spoil_break;

/* The first member of the first record is `amount` arrays in each other, or a text of so many KiB. */
spoil_fn spoil_deep;
spoil_fn spoil_long_text;

/* So many MiB of blanks behind the records. */
spoil_fn spoil_huge;

/* Packed: blanks, of which `amount` MiB go over the wire and 158 times as many come out; and what is not packed at all.
 */
spoil_fn spoil_bomb;
spoil_fn spoil_gzip_garbage;

/* So many headers, or one of so many KiB. */
spoil_fn spoil_many_headers;
spoil_fn spoil_long_header;

/* 204 without a body; text/plain. */
spoil_fn spoil_no_content;
spoil_fn spoil_type;

#endif
