/* test_known_clusters.c: the file of keys that a person has said yes to. */
#include "config.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/pin.h"
#include "base/xalloc.h"
#include "config/known_clusters.h"
#include "e2e/check.h"
#include "unit/scratch.h"

/* Of nothing, and of "a". */
#define PIN_A "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
#define PIN_B "sha256//ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="

/* What is known of a text, and all that is wrong with it, a line each. */
struct knowledge {
	struct known_clusters known;
	struct report report;
};

static struct knowledge
parse(const char *text)
{
	struct knowledge knowledge = {0};

	known_clusters_parse(text_of(text), "k", &knowledge.known, &knowledge.report);
	return knowledge;
}

static void
forget(struct knowledge *knowledge)
{
	known_clusters_free(&knowledge->known);
	report_free(&knowledge->report);
}

static void
expect_pin(const struct known_clusters *known, const char *url, const char *pin)
{
	const struct known_cluster *found = known_clusters_find(known, url);

	if (pin == NULL) {
		assert_null(found);
		return;
	}
	assert_non_null(found);
	assert_string_equal(found->pin, pin);
}

/* `text` has one mistake, which is told so, and is followed by a line that holds all the same. */
static void
expect_mistake(const char *text, const char *said)
{
	char *whole = xasprintf("%s\nhttps://good " PIN_B "\n", text);
	struct knowledge knowledge = parse(whole);

	assert_int_equal(knowledge.report.count, 1);
	assert_string_equal(knowledge.report.lines[0], said);
	expect_pin(&knowledge.known, "https://good", PIN_B);
	forget(&knowledge);
	free(whole);
}

static char *
read_file(const char *path)
{
	char bytes[8192];
	FILE *file = fopen(path, "re");
	size_t length;

	assert_non_null(file);
	length = fread(bytes, 1, sizeof bytes - 1, file);
	fclose(file);
	bytes[length] = '\0';
	return xstrdup(bytes);
}

static void
expect_file(const char *path, const char *wanted)
{
	char *content = read_file(path);

	assert_string_equal(content, wanted);
	free(content);
}

static void
each_line_is_one_cluster(void **state)
{
	struct knowledge knowledge = parse("# mine\n\nhttps://one " PIN_A "\n  https://[::1]:8443\t" PIN_B "  \r\n");

	(void)state;
	assert_int_equal(knowledge.report.count, 0);
	assert_int_equal(knowledge.known.count, 2);
	expect_pin(&knowledge.known, "https://one", PIN_A);
	expect_pin(&knowledge.known, "https://[::1]:8443", PIN_B);
	expect_pin(&knowledge.known, "https://[::1]", NULL);
	assert_int_equal(known_clusters_find(&knowledge.known, "https://one")->line, 3);
	forget(&knowledge);
}

static void
one_cluster_has_one_spelling(void **state)
{
	struct knowledge knowledge = parse("https://One.Example:443 " PIN_A "\n");

	(void)state;
	expect_pin(&knowledge.known, "https://one.example", PIN_A);
	expect_pin(&knowledge.known, "https://ONE.example:443", PIN_A);
	expect_pin(&knowledge.known, "https://one.example:4430", NULL);
	expect_pin(&knowledge.known, "http://one.example", NULL);
	forget(&knowledge);
}

static void
a_bad_line_is_told_by_its_place_and_the_others_hold(void **state)
{
	(void)state;
	expect_mistake("https://a", "k:1:10: the key is missing or cut: " PIN_DUE);
	expect_mistake("https://a sha256//abc=", "k:1:11: the key is missing or cut: " PIN_DUE);
	expect_mistake("\nhttps://a " PIN_A " x", "k:2:64: there is something behind the key");
	expect_mistake("  http://a " PIN_A, "k:1:3: 'http://a' is no origin; https://HOST or https://HOST:PORT is due");
	expect_mistake("a " PIN_A, "k:1:1: 'a' is no origin; https://HOST or https://HOST:PORT is due");
	expect_mistake("https://a/b " PIN_A, "k:1:1: 'https://a/b': the address ends after host and port");
	expect_mistake("https://\x1b[31m " PIN_A, "k:1:9: the byte 0x1b has no place here");
	expect_mistake("https://a " PIN_A "\nhttps://A:443 " PIN_B,
	    "k:2:1: https://a stands in line 1 as well, which holds; one of the two goes");
}

static void
a_file_full_of_mistakes_is_told_in_a_few_lines(void **state)
{
	char text[4001];
	struct knowledge knowledge;

	(void)state;
	for (size_t i = 0; i < 4000; i++)
		text[i] = i % 2 == 0 ? 'x' : '\n';
	text[4000] = '\0';
	knowledge = parse(text);
	assert_int_equal(knowledge.report.count, 21);
	assert_string_equal(knowledge.report.lines[20], "k: 1980 more lines make no sense");
	forget(&knowledge);
}

static void
a_pin_has_one_spelling(void **state)
{
	static const unsigned char digest[PIN_DIGEST_SIZE] = {0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a,
	    0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99,
	    0x1b, 0x78, 0x52, 0xb8, 0x55};
	char pin[PIN_LENGTH + 1];

	(void)state;
	pin_format(digest, pin);
	assert_string_equal(pin, PIN_A);
	assert_true(pin_is_valid(text_of(PIN_A)));
	assert_true(pin_is_valid(text_of(PIN_B)));
	/* The same digest, with other spare bits, and what is none. */
	assert_false(pin_is_valid(text_of("sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=")));
	assert_false(pin_is_valid(text_of("sha256//47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=")));
	assert_false(pin_is_valid(text_of("sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU")));
	assert_false(pin_is_valid(text_of("SHA256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")));
	assert_false(pin_is_valid(text_of("")));
}

static void
the_first_key_makes_file_and_folder_for_the_user_alone(void **state)
{
	char *path = scratch_format("%s/state/cifstop/known_clusters", (const char *)*state);
	char *folder = scratch_format("%s/state/cifstop", (const char *)*state);
	mode_t mask = umask(0);
	struct stat status;
	size_t line = 0;

	assert_null(known_clusters_remember(path, "https://One:443", PIN_A, &line));
	umask(mask);
	assert_int_equal(line, 1);
	expect_file(path, "https://one " PIN_A "\n");
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	assert_int_equal(stat(folder, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0700);
	free(path);
	free(folder);
}

static void
nothing_but_the_own_line_is_rewritten(void **state)
{
	char *path = scratch_write(*state, "known_clusters",
	    "# the bank's\r\n\nbroken line \x1b\nhttps://one   " PIN_A "\nhttps://two " PIN_A, 0644);
	struct stat status;
	size_t line = 0;

	assert_null(known_clusters_remember(path, "https://one", PIN_B, &line));
	assert_int_equal(line, 4);
	assert_null(known_clusters_remember(path, "https://three", PIN_B, &line));
	assert_int_equal(line, 6);
	expect_file(path, "# the bank's\r\n\nbroken line \x1b\nhttps://one " PIN_B "\nhttps://two " PIN_A
			  "\nhttps://three " PIN_B "\n");
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	free(path);
}

static void
a_file_that_others_may_write_is_not_believed(void **state)
{
	char *path = scratch_write(*state, "known_clusters", "https://one " PIN_A "\n", 0622), *trouble, *wanted;
	struct knowledge knowledge = {0};
	size_t line;

	wanted = scratch_format("'%s' can be changed by others than its owner; run: chmod 600 %s", path, path);
	known_clusters_read(path, &knowledge.known, &knowledge.report);
	assert_int_equal(knowledge.known.count, 0);
	assert_int_equal(knowledge.report.count, 1);
	assert_string_equal(knowledge.report.lines[0], wanted);
	trouble = known_clusters_remember(path, "https://two", PIN_A, &line);
	assert_string_equal(trouble, wanted);
	free(trouble);
	expect_file(path, "https://one " PIN_A "\n");
	free(wanted);
	free(path);
	forget(&knowledge);
}

static void
what_is_not_there_is_empty_and_what_is_no_file_is_told(void **state)
{
	char *path = scratch_format("%s/known_clusters", (const char *)*state);
	struct knowledge knowledge = {0};

	known_clusters_read(NULL, &knowledge.known, &knowledge.report);
	known_clusters_read(path, &knowledge.known, &knowledge.report);
	assert_int_equal(knowledge.report.count, 0);
	scratch_folder(*state, "known_clusters");
	known_clusters_read(path, &knowledge.known, &knowledge.report);
	assert_int_equal(knowledge.report.count, 1);
	check_contains(knowledge.report.lines[0], "is no file");
	assert_int_equal(knowledge.known.count, 0);
	forget(&knowledge);
	free(path);
}

static void
a_folder_that_cannot_be_written_is_one_sentence(void **state)
{
	char *path = scratch_format("%s/file/cifstop/known_clusters", (const char *)*state), *trouble;
	char *file = scratch_write(*state, "file", "", 0600);
	size_t line;

	trouble = known_clusters_remember(path, "https://one", PIN_A, &line);
	check_contains(trouble, "Not a directory");
	free(trouble);
	trouble = known_clusters_remember(NULL, "https://one", PIN_A, &line);
	check_contains(trouble, "no home directory");
	free(trouble);
	free(path);
	free(file);
}

#define WRITERS 8
#define KEYS_EACH 12

/* On a machine that does much else a writer may wait in vain, which is told, and tried again by whoever wants to. */
static bool
remember_patiently(const char *path, const char *url)
{
	size_t line;

	for (unsigned tries = 0; tries < 50; tries++) {
		char *trouble = known_clusters_remember(path, url, PIN_A, &line);
		bool is_locked = trouble != NULL && strstr(trouble, "is locked") != NULL;

		if (trouble == NULL)
			return true;
		free(trouble);
		if (!is_locked)
			return false;
	}
	return false;
}

static void
write_keys(const char *path, unsigned writer)
{
	for (unsigned i = 0; i < KEYS_EACH; i++) {
		char *url = xasprintf("https://host%u-%u", writer, i);

		if (!remember_patiently(path, url))
			_exit(1);
		free(url);
	}
	_exit(0);
}

static void
processes_that_write_at_once_lose_nothing_of_each_other(void **state)
{
	char *path = scratch_format("%s/known_clusters", (const char *)*state);
	struct knowledge knowledge = {0};
	pid_t children[WRITERS];

	for (unsigned i = 0; i < WRITERS; i++) {
		children[i] = fork();
		if (children[i] == 0)
			write_keys(path, i);
		assert_true(children[i] > 0);
	}
	for (unsigned i = 0; i < WRITERS; i++) {
		int status;

		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	known_clusters_read(path, &knowledge.known, &knowledge.report);
	assert_int_equal(knowledge.report.count, 0);
	assert_int_equal(knowledge.known.count, WRITERS * KEYS_EACH);
	forget(&knowledge);
	free(path);
}

static void
a_lock_that_nobody_gives_back_is_not_waited_for_without_end(void **state)
{
	char *path = scratch_write(*state, "known_clusters", "", 0600), *trouble;
	char *name = scratch_write(*state, "known_clusters.lock", "", 0600);
	int lock = open(name, O_RDWR | O_CLOEXEC);
	size_t line;

	assert_int_equal(flock(lock, LOCK_EX), 0);
	trouble = known_clusters_remember(path, "https://one", PIN_A, &line);
	check_contains(trouble, "is locked by another cifstop");
	close(lock);
	free(trouble);
	free(name);
	free(path);
}

int
main(void)
{
#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_open, scratch_close)
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_line_is_one_cluster),
	    cmocka_unit_test(one_cluster_has_one_spelling),
	    cmocka_unit_test(a_bad_line_is_told_by_its_place_and_the_others_hold),
	    cmocka_unit_test(a_file_full_of_mistakes_is_told_in_a_few_lines),
	    cmocka_unit_test(a_pin_has_one_spelling),
	    IN_SCRATCH(the_first_key_makes_file_and_folder_for_the_user_alone),
	    IN_SCRATCH(nothing_but_the_own_line_is_rewritten),
	    IN_SCRATCH(a_file_that_others_may_write_is_not_believed),
	    IN_SCRATCH(what_is_not_there_is_empty_and_what_is_no_file_is_told),
	    IN_SCRATCH(a_folder_that_cannot_be_written_is_one_sentence),
	    IN_SCRATCH(processes_that_write_at_once_lose_nothing_of_each_other),
	    IN_SCRATCH(a_lock_that_nobody_gives_back_is_not_waited_for_without_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
