/* query_value.h: what may stand behind the = of a query on a field. */
#ifndef CIFSTOP_ONTAP_QUERY_VALUE_H
#define CIFSTOP_ONTAP_QUERY_VALUE_H

#include "base/text.h"
#include "model/kind.h"

/*
 * Checks a query as ONTAP reads it: values that fit the field, with | ! * < > <= >= .. and null; double quotes and
 * braces take their meaning from all of these. Returns NULL, or a sentence, which the caller frees, of what is wrong
 * and what is allowed, without the field's name. What nobody documented (a star in a number, say) passes: the cluster
 * knows.
 */
char *query_value_check(const struct field *field, struct text value);

#endif
