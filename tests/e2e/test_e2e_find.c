/* test_e2e_find.c: who has a file open, over all clusters, and what locks are on it. */
#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "e2e/watch.h"

/* As wide as this nothing is cut. */
#define WIDE "240x60"
#define ALL_FILES "protocols/cifs/session/files?fields=*&max_records=10000"
#define FILES_PATH "/api/protocols/cifs/session/files"

static struct stage *
watch_two(struct scene *scene, const char *size, struct sim *prod, struct sim *lab, const char *interval)
{
	const char *config = sim_config(scene, scene_text(scene, "interval: %s", interval), "", "prod,lab", prod, lab);
	struct stage *stage = stage_open_cifstop(scene, size, "-c %s", config);

	stage_wait_text(stage, " ok ");
	stage_wait_no_text(stage, "asking");
	return stage;
}

static void
find_file(struct stage *stage, const char *fragment)
{
	stage_type(stage, "F");
	stage_type(stage, fragment);
	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, scene_text(stage_scene(stage), "> find %s", fragment));
}

/* The file's session: by its id and connection, since ids repeat between nodes. */
static const struct listed_record *
holder(const struct records *world, const struct listed_record *file)
{
	for (size_t i = 0; i < world->count; i++) {
		const struct listed_record *session = &world->list[i];

		if (strcmp(record_value(session, "identifier"), record_value(file, "session.identifier")) == 0 &&
		    strcmp(record_value(session, "connection_id"), record_value(file, "connection.identifier")) == 0)
			return session;
	}
	check_fail("%s is open by nobody", record_value(file, "path"));
}

/* The row of a file: what is in the table by these titles. */
static int
row_of(struct stage *stage, const struct listed_record *file)
{
	const char *const *paths = table_column(stage, "PATH"), *const *ids = table_column(stage, "FILE ID");

	for (int row = 0; paths != NULL && ids != NULL && paths[row] != NULL; row++) {
		if (strcmp(paths[row], record_value(file, "path")) == 0 &&
		    strcmp(ids[row], record_value(file, "identifier")) == 0)
			return row;
	}
	stage_fail(stage, "%s is not in the table", record_value(file, "path"));
}

static void
check_cell(struct stage *stage, int row, const char *title, const char *value)
{
	const char *const *values = table_column(stage, title);

	if (values == NULL || strcmp(values[row], value) != 0)
		stage_fail(stage, "%s of row %d is not %s", title, row, value);
}

static void
check_hit(struct stage *stage, const struct records *world, const char *cluster, const struct listed_record *file)
{
	static const char *const cells[][2] = {{"SVM", "svm.name"}, {"VOLUME", "volume.name"}, {"SHARE", "share.name"},
	    {"MODE", "open_mode"}, {"LOCKS", "range_locks_count"}};
	const struct listed_record *session = holder(world, file);
	int row = row_of(stage, file);

	check_cell(stage, row, "CLUSTER", cluster);
	check_cell(stage, row, "USER", record_value(session, "user"));
	check_cell(stage, row, "CLIENT", record_value(session, "client_ip"));
	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++)
		check_cell(stage, row, cells[i][0], record_value(file, cells[i][1]));
	if (table_seconds(table_column(stage, "IDLE")[row]) > strtoul(record_value(session, "idle_duration"), NULL, 10))
		stage_fail(stage, "row %d idles too long", row);
}

/* As the simulator is not asked: letters in any case, both slashes alike. */
static bool
holds(const char *path, const char *fragment)
{
	size_t length = strlen(fragment);

	for (; strlen(path) >= length; path++) {
		size_t i = 0;

		while (i < length && (tolower((unsigned char)path[i]) == tolower((unsigned char)fragment[i]) ||
					 (path[i] == '\\' && fragment[i] == '/')))
			i++;
		if (i == length)
			return true;
	}
	return false;
}

/* Checks the hits of one cluster, and returns how many there are. */
static size_t
check_hits(struct stage *stage, struct sim *sim, const char *cluster, const char *fragment)
{
	struct records world = sim_world(sim), files = sim_ask(sim, ALL_FILES);
	size_t count = 0;

	for (size_t i = 0; i < files.count; i++) {
		if (!holds(record_value(&files.list[i], "path"), fragment))
			continue;
		count++;
		check_hit(stage, &world, cluster, &files.list[i]);
	}
	return count;
}

static size_t
count_hits(struct sim *sim, const char *fragment)
{
	struct records files = sim_ask(sim, ALL_FILES);
	size_t count = 0;

	for (size_t i = 0; i < files.count; i++)
		count += holds(record_value(&files.list[i], "path"), fragment);
	return count;
}

static void
a_fragment_is_found_over_two_clusters_whatever_its_case_and_slashes(void **state)
{
	static const char *const fragments[] = {"DESKTOP/", "desktop\\", "BuDgEt", "/_oLD"};
	struct sim *prod = sim_start(*state, "--name prod --sessions 80 --seed 7 --frozen --release 9.16.1");
	struct sim *lab = sim_start(*state, "--name lab --sessions 60 --seed 9 --frozen --release 9.14.1");
	struct stage *stage = watch_two(*state, WIDE, prod, lab, "1h");

	for (size_t i = 0; i < sizeof(fragments) / sizeof(fragments[0]); i++) {
		size_t count = count_hits(prod, fragments[i]) + count_hits(lab, fragments[i]);

		find_file(stage, fragments[i]);
		table_wait_rows(stage, count);
		watch_choose(stage, "c", "identifier");
		stage_type(stage, " " KEY_ENTER);
		table_wait_title(stage, "FILE ID");
		assert_int_equal(
		    check_hits(stage, prod, "prod", fragments[i]) + check_hits(stage, lab, "lab", fragments[i]), count);
		assert_true(count > 0);
		stage_type(stage, KEY_ESCAPE);
		stage_wait_no_text(stage, "> find ");
	}
}

/* The first session with exactly one open file. */
static const struct listed_record *
holder_of_one(const struct records *world)
{
	const struct listed_record *session = records_find(world, "open_files", "1");

	if (session == NULL)
		check_fail("nobody has one file open");
	return session;
}

static const char *
path_of(struct scene *scene, struct sim *sim, const struct listed_record *session)
{
	struct records files = sim_ask(
	    sim, scene_text(scene, ALL_FILES "&session.identifier=%s&connection.identifier=%s",
		     record_value(session, "identifier"), record_value(session, "connection_id")));

	assert_int_equal(files.count, 1);
	return record_value(&files.list[0], "path");
}

static void
a_holder_that_goes_stays_listed_as_gone(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 80 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *session = holder_of_one(&world);
	const char *path = path_of(*state, sim, session);
	struct stage *stage = watch_rows(*state, "200x30", sim, "--delay 500ms");

	find_file(stage, path);
	table_wait_cursor_on(stage, "PATH", path);
	sim_post(sim, "end?identifier=%s", record_value(session, "identifier"));
	table_wait_sign(stage, "PATH", path, 'x');
	for (int i = 0; i < 3; i++)
		watch_refresh(stage, sim);
	table_wait_sign(stage, "PATH", path, 'x');
	/* Also when one has been elsewhere meanwhile. */
	stage_type(stage, "i");
	stage_wait_text(stage, "> client ");
	watch_refresh(stage, sim);
	stage_type(stage, KEY_ESCAPE);
	stage_wait_no_text(stage, "> client ");
	table_wait_sign(stage, "PATH", path, 'x');
}

static void
the_cursor_stays_on_its_hit_while_others_come(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 80 --seed 7 --frozen");
	struct stage *stage = watch_rows(*state, WIDE, sim, "--delay 500ms");
	const char *path;
	size_t before = count_hits(sim, "an");

	find_file(stage, "an");
	table_wait_rows(stage, before);
	stage_type(stage, KEY_DOWN KEY_DOWN KEY_DOWN);
	table_wait_cursor(stage, 3);
	path = table_column(stage, "PATH")[3];
	sim_post(sim, "add?user=A%%5Cfirst&client_ip=10.9.9.9&open_files=40");
	table_wait_rows(stage, count_hits(sim, "an"));
	assert_true(count_hits(sim, "an") > before);
	table_wait_cursor_on(stage, "PATH", path);
}

static void
an_older_release_says_since_when_there_are_open_files(void **state)
{
	struct sim *prod = sim_start(*state, "--name prod --sessions 80 --seed 7 --frozen --release 9.16.1");
	struct sim *old = sim_start(*state, "--name lab --sessions 40 --seed 9 --frozen --release 9.8");
	struct stage *stage = watch_two(*state, "120x40", prod, old, "1h");

	find_file(stage, "budget");
	table_wait_rows(stage, count_hits(prod, "budget"));
	stage_wait_text(stage, "lab: open files need ONTAP 9.11.1; this is 9.8");
	stage_type(stage, "C");
	stage_wait_text(stage, "How each cluster stands");
	stage_wait_text(stage, "open files need ONTAP 9.11.1; this is 9.8");
	stage_type(stage, KEY_ESCAPE);
	find_file(stage, "no such file");
	stage_wait_text(stage, "prod answers, and has no such open files");
	assert_int_equal(sim_requests(old, FILES_PATH), 0);
}

static void
a_role_that_lacks_files_is_told_what_to_ask_for_and_sessions_go_on(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 80 --seed 7 --frozen --forbid " FILES_PATH);
	struct stage *stage = watch_rows(*state, "80x24", sim, "--columns user,client,files");

	stage_type(stage, "f");
	stage_wait_text(stage, "security login rest-role create");
	stage_wait_text(stage, "-api " FILES_PATH);
	stage_wait_text(stage, "-access readonly");
	stage_type(stage, "C");
	stage_wait_text(stage, "security login rest-role create");
	stage_type(stage, KEY_ESCAPE KEY_ESCAPE);
	table_wait_cursor(stage, 0);
	watch_refresh(stage, sim);
	sim_post(sim, "add?user=A%%5Cnew&client_ip=10.9.9.9&open_files=99");
	watch_refresh(stage, sim);
	table_wait_value(stage, "USER", 0, "A\\new");
	/* The number of files is not called wrong when none could be listed. */
	stage_type(stage, KEY_ENTER KEY_TAB KEY_TAB);
	stage_wait_text(stage, "security login rest-role create");
	stage_wait_no_text(stage, "listed now");
}

static void
a_cluster_that_hangs_costs_its_own_hits_only(void **state)
{
	struct sim *prod = sim_start(*state, "--name prod --sessions 80 --seed 7 --frozen");
	struct sim *lab = sim_start(*state, "--name lab --sessions 40 --seed 9 --frozen --fault hang,path=files");
	struct stage *stage = watch_two(*state, WIDE, prod, lab, "1h");

	find_file(stage, "budget");
	table_wait_rows(stage, count_hits(prod, "budget"));
	table_wait_every(stage, "CLUSTER", "prod");
	stage_wait_text(stage, "asking lab");
	stage_type(stage, KEY_ESCAPE);
	stage_wait_no_text(stage, "> find ");
	stage_type(stage, "q");
	stage_wait_end(stage, 0);
}

static void
locks_of_a_client_are_those_that_the_cluster_has(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 40 --seed 7 --frozen --files-per-session 2");
	struct records world = sim_world(sim);
	const struct listed_record *session = holder_of_one(&world);
	const char *client = record_value(session, "client_ip");
	struct records locks = sim_ask(sim,
	    scene_text(*state, "protocols/locks?fields=*&protocol=cifs&max_records=1000&client_address=%s", client));
	struct stage *stage = watch_rows(
	    *state, WIDE, sim, scene_text(*state, "-f 'identifier = %s'", record_value(session, "identifier")));

	assert_true(locks.count > 0);
	stage_type(stage, "L");
	stage_wait_text(stage, scene_text(*state, "> locks of %s", client));
	table_wait_rows(stage, locks.count);
	for (size_t i = 0; i < locks.count; i++) {
		int row = table_find(stage, "PATH", record_value(&locks.list[i], "path"));

		assert_true(row >= 0);
		assert_int_equal(table_sign(stage, (size_t)row), ' ');
	}
}

/* The simulator has locks of clients in 10.200.0.0/16 that went away. */
static void
locks_without_a_live_session_are_marked(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 80 --seed 7 --frozen");
	struct records locks = sim_ask(
	    sim, "protocols/locks?fields=*&protocol=cifs&max_records=1000&client_address=10.200.*");
	const char *client = record_value(&locks.list[0], "client_address");
	const char *path = record_value(&locks.list[0], "path");
	struct stage *stage;

	sim_post(sim, "add?user=A%%5Cback&client_ip=%s", client);
	stage = watch_rows(*state, WIDE, sim, scene_text(*state, "-f 'client_ip = %s'", client));
	table_wait_every(stage, "CLIENT", client);
	stage_type(stage, "L");
	stage_wait_text(stage, "> locks of ");
	sim_post(sim, "end?user=A%%5Cback");
	watch_refresh(stage, sim);
	watch_refresh(stage, sim);
	table_wait_sign(stage, "PATH", path, '!');
	watch_choose(stage, "c", "user");
	stage_type(stage, " " KEY_ENTER);
	table_wait_value(stage, "USER", 0, "none");
}

static void
locks_of_a_file_are_those_on_its_volume_and_path(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 80 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *session = holder_of_one(&world);
	const char *path = path_of(*state, sim, session);
	struct stage *stage = watch_rows(*state, "200x30", sim, "");

	find_file(stage, path);
	table_wait_cursor_on(stage, "PATH", path);
	stage_type(stage, "L");
	stage_wait_text(stage, "> locks of ");
	table_wait_every(stage, "CLIENT", record_value(session, "client_ip"));
	table_wait_every(stage, "USER", record_value(session, "user"));
	stage_wait_text(stage, "share_level");
}

static void
a_fragment_that_is_too_short_is_refused_and_stays_to_be_mended(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 40 --seed 7 --frozen");
	struct stage *stage = watch_rows(*state, "80x24", sim, "");

	stage_type(stage, "F"
			  "a" KEY_ENTER);
	stage_bytes(stage);
	assert_int_equal(sim_requests(sim, FILES_PATH), 0);
	stage_type(stage, "n" KEY_ENTER);
	stage_wait_text(stage, "> find an");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(a_fragment_is_found_over_two_clusters_whatever_its_case_and_slashes),
	    SCENE_TEST(a_holder_that_goes_stays_listed_as_gone),
	    SCENE_TEST(the_cursor_stays_on_its_hit_while_others_come),
	    SCENE_TEST(an_older_release_says_since_when_there_are_open_files),
	    SCENE_TEST(a_role_that_lacks_files_is_told_what_to_ask_for_and_sessions_go_on),
	    SCENE_TEST(a_cluster_that_hangs_costs_its_own_hits_only),
	    SCENE_TEST(locks_of_a_client_are_those_that_the_cluster_has),
	    SCENE_TEST(locks_without_a_live_session_are_marked),
	    SCENE_TEST(locks_of_a_file_are_those_on_its_volume_and_path),
	    SCENE_TEST(a_fragment_that_is_too_short_is_refused_and_stays_to_be_mended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
