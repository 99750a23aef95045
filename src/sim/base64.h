/* base64.h: for the header of Basic authentication. */
#ifndef ONTAP_SIM_BASE64_H
#define ONTAP_SIM_BASE64_H

#include <stddef.h>

struct buffer;

/* Appends `bytes` in base64, padded. */
void base64_encode(struct buffer *out, const char *bytes, size_t length);

#endif
