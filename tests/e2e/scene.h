/* scene.h: what surrounds one end-to-end test: a directory and an environment of its own, gone when it ends. */
#ifndef CIFSTOP_E2E_SCENE_H
#define CIFSTOP_E2E_SCENE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct scene;

/*
 * For cmocka_unit_test_setup_teardown(): *state is the scene of the test. The teardown stops every program that the
 * test started, also after a failure, fails when one of them left a sanitizer's report, and removes the directory.
 */
int scene_setup(void **state);
int scene_teardown(void **state);

/* A row of a cmocka program's table of tests. */
#define SCENE_TEST(function) cmocka_unit_test_setup_teardown(function, scene_setup, scene_teardown)

/* Runs `clean(subject)` when the test ends, the last one asked for first. */
void scene_defer(struct scene *scene, void (*clean)(void *subject), void *subject);

/*
 * What was asked for since scene_mark() is cleaned now and not when the test ends: memory and texts of one round of
 * many.
 */
const void *scene_mark(struct scene *scene);
void scene_release(struct scene *scene, const void *mark);

/* Says what went wrong during the clean-up, and lets the teardown fail. */
void scene_blame(struct scene *scene, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Memory and formatted strings that live as long as the scene. The memory is zeroed. */
void *scene_memory(struct scene *scene, size_t size);
const char *scene_text(struct scene *scene, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *scene_vtext(struct scene *scene, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* The absolute path of `name` in the scene's directory. */
const char *scene_path(struct scene *scene, const char *name);

/* Writes a file into the scene's directory, with mode 0600, and returns its path. */
const char *scene_write(struct scene *scene, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What a file holds, terminated; "" when it is not there. The length goes to *length unless that is NULL. */
const char *scene_read(struct scene *scene, const char *path, size_t *length);

/* Sets a variable for the programs started from here on; NULL takes it away. */
void scene_set(struct scene *scene, const char *name, const char *value);

/* All variables, NAME=VALUE, ended by NULL. */
char *const *scene_environment(struct scene *scene);

/* Splits at spaces; 'single quotes' keep them. Ended by NULL; lives as long as the scene. */
char *const *scene_words(struct scene *scene, const char *command);

/* How long to wait for something that must come, in ms: generous, and more so for slow builds. */
int scene_patience_ms(void);

/* How long something may take that is bounded by `ms` on an idle machine: as much, and more for slow builds. */
int scene_bound_ms(int ms);

/* Whether the programs are built with a sanitizer that catches crashes itself. */
bool scene_has_sanitizer(void);

#endif
