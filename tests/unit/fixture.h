/* fixture.h: bodies as clusters send them, from tests/fixtures. */
#ifndef CIFSTOP_TESTS_FIXTURE_H
#define CIFSTOP_TESTS_FIXTURE_H

#include "base/text.h"

/* The bytes of a file below tests/fixtures, which the caller frees; a missing file fails the test. */
struct text fixture_read(const char *name);
void fixture_free(struct text fixture);

#endif
