/* curl_memory.h: libcurl's memory, wiped when it is freed. */
#ifndef CIFSTOP_ONTAP_CURL_MEMORY_H
#define CIFSTOP_ONTAP_CURL_MEMORY_H

#include <curl/curl.h>

/*
 * As curl_global_init(), once and before anything else of libcurl but its URL parser. libcurl makes copies of
 * passwords and tokens, in the handle and in each request's headers, and frees them as they are; from here on all that
 * it frees is wiped, except blocks of a size that no header has.
 */
CURLcode curl_memory_init(void);

#endif
