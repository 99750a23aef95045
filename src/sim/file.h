/* file.h: what else is made of an open file than its own record. */
#ifndef ONTAP_SIM_FILE_H
#define ONTAP_SIM_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/field.h"

/* As file_kind.load. */
bool file_load(const struct scan *scan, struct cursor *at, struct record *r);

/* Finds the place of a file by its session's key and its identifier; false when there is no such file. */
bool file_find(const struct scan *scan, char *const *keys, struct cursor *at);

/* Of the file that was loaded. */
bool file_is_regular(const struct record *r);
bool file_is_written(const struct record *r);
bool file_is_available(const struct record *r);
const struct volume *file_volume(const struct record *r);
uint32_t file_range_locks(const struct record *r);

/* Its path inside the share, with backslashes; lives as long as the record. */
void file_path(struct record *r, const char **path, size_t *length);

#endif
