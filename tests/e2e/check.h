/* check.h: cmocka, and failures that say what was seen. */
#ifndef CIFSTOP_E2E_CHECK_H
#define CIFSTOP_E2E_CHECK_H

/* cmocka.h wants these, in this order. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdbool.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

/* Ends the test as failed, with a sentence. */
#define check_fail(...) check_fail_at(__FILE__, __LINE__, __VA_ARGS__)
void check_fail_at(const char *file, int line, const char *format, ...) __attribute__((noreturn, format(printf, 3, 4)));

/* `part` stands, or does not stand, in `whole`; a failure prints both. */
#define check_contains(whole, part) check_contains_at(whole, part, __FILE__, __LINE__)
#define check_lacks(whole, part) check_lacks_at(whole, part, __FILE__, __LINE__)
void check_contains_at(const char *whole, const char *part, const char *file, int line);
void check_lacks_at(const char *whole, const char *part, const char *file, int line);

#endif
