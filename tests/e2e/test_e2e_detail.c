/* test_e2e_detail.c: one session, watched closely. */
#include "config.h"

#include <string.h>

#include "e2e/watch.h"

#define OPTIONS "--columns user,client,files --sort user"

static const struct listed_record *
lone_record(const struct records *world, size_t number)
{
	return records_find(world, "user", watch_lone_user(world, number));
}

/* Puts the cursor on the session and opens its detail. */
static void
open_detail(struct stage *stage, const struct listed_record *record)
{
	const char *user = record_value(record, "user");
	int row = table_find(stage, "USER", user);

	if (row < 0)
		stage_fail(stage, "%s is not on the screen", user);
	for (int i = 0; i < row; i++)
		stage_type(stage, "j");
	table_wait_cursor_on(stage, "USER", user);
	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, scene_text(stage_scene(stage), "%s from ", user));
	stage_wait_text(stage, " open ");
}

struct shown {
	const char *name;
	const char *value;
};

static bool
is_shown(struct stage *stage, const void *context)
{
	const struct shown *wanted = context;

	for (int line = 0; line < terminal_rows(stage_terminal(stage)); line++) {
		const char *text = stage_line(stage, line), *name = strstr(text, wanted->name);

		if (name != NULL && strstr(name, wanted->value) != NULL)
			return true;
	}
	return false;
}

/* Waits for a line with a field's API name and behind it a value. */
static void
wait_field(struct stage *stage, const char *name, const char *value)
{
	struct shown wanted = {name, value};

	stage_wait(stage, scene_text(stage_scene(stage), "%s being %s", name, value), is_shown, &wanted);
}

static void
every_field_is_shown_with_its_api_name(void **state)
{
	static const char *const names[] = {"node.name", "node.uuid", "svm.name", "svm.uuid", "identifier",
	    "connection_id", "connection_count", "server_ip", "client_ip", "authentication", "user", "mapped_unix_user",
	    "open_shares", "open_files", "open_other", "protocol", "continuous_availability", "smb_encryption"};
	struct sim *sim = sim_start(*state, "--sessions 40 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *record = lone_record(&world, 1);
	struct stage *stage = watch_rows(*state, "160x110", sim, OPTIONS);

	open_detail(stage, record);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = record_value(record, names[i]);

		wait_field(stage, names[i], value == NULL ? "-" : value);
	}
	wait_field(stage, "smb_signing", record_value(record, "smb_signing"));
	wait_field(stage, "large_mtu", record_value(record, "large_mtu"));
	wait_field(stage, "idle_duration", "PT");
	wait_field(stage, "connected_duration", "PT");
}

static void
every_volume_is_shown_with_its_uuid(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 60 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *record = lone_record(&world, 0);
	struct stage *stage = watch_rows(*state, "100x160", sim, OPTIONS);
	const char *names, *uuids;

	for (size_t i = 1; strchr(record_value(record, "volumes.name"), ';') == NULL; i++)
		record = lone_record(&world, i);
	open_detail(stage, record);
	names = record_value(record, "volumes.name");
	uuids = record_value(record, "volumes.uuid");
	while (*names != '\0') {
		size_t name = strcspn(names, ";"), uuid = strcspn(uuids, ";");

		wait_field(
		    stage, scene_text(*state, "%.*s", (int)name, names), scene_text(*state, "%.*s", (int)uuid, uuids));
		names += name + (names[name] == ';');
		uuids += uuid + (uuids[uuid] == ';');
	}
}

static void
the_session_is_asked_for_by_its_whole_key(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 40 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *record = lone_record(&world, 2);
	struct stage *stage = watch_rows(*state, "100x40", sim, OPTIONS);

	open_detail(stage, record);
	assert_true(
	    sim_requests(sim, scene_text(*state, "GET /api/protocols/cifs/sessions/%s/%s/%s/%s",
				  record_value(record, "node.uuid"), record_value(record, "svm.uuid"),
				  record_value(record, "identifier"), record_value(record, "connection_id"))) > 0);
}

static void
it_is_live_while_it_is_open(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 40 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *record = lone_record(&world, 2);
	struct stage *stage = watch_rows(*state, "100x24", sim, OPTIONS " --delay 500ms");
	const char *user = sim_escape(sim, record_value(record, "user"));

	open_detail(stage, record);
	for (size_t page = 0; page < 2; page++)
		stage_type(stage, KEY_PAGE_DOWN);
	sim_post(sim, "touch?user=%s&open_files=4711", user);
	wait_field(stage, "open_files", "4,711");
	wait_field(stage, "open_files", "4711");
	wait_field(stage, "idle_duration", "PT0S");
	sim_post(sim, "step?seconds=90");
	wait_field(stage, "idle_duration", "PT1M30S");
}

static void
an_ended_session_says_when_and_keeps_its_last_values(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 40 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *record = lone_record(&world, 2);
	struct stage *stage = watch_rows(*state, "100x24", sim, OPTIONS " --delay 500ms");
	const char *when;

	open_detail(stage, record);
	sim_post(sim, "end?user=%s", sim_escape(sim, record_value(record, "user")));
	stage_wait_text(stage, "ended at ");
	wait_field(stage, "client_ip", record_value(record, "client_ip"));
	when = strstr(stage_line(stage, 3), "ended at ");
	assert_non_null(when);
	when += strlen("ended at ");
	assert_true(when[2] == ':' && when[5] == ':');
	/* It goes on being told, at the same time. */
	watch_refresh(stage, sim);
	stage_wait_text(stage, scene_text(*state, "ended at %.8s", when));
}

static void
escape_goes_back_to_the_same_row(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 200 --seed 7 --frozen");
	struct stage *stage = watch_rows(*state, "80x24", sim, OPTIONS);
	const char *before, *user;
	int cursor;

	stage_type(stage, KEY_END KEY_UP KEY_UP KEY_UP);
	stage_wait_on_line(stage, -2, "197/200");
	cursor = table_cursor(stage);
	user = table_column(stage, "USER")[cursor];
	before = table_column(stage, "USER")[0];
	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, " open ");
	stage_type(stage, KEY_ESCAPE);
	table_wait_cursor(stage, cursor);
	table_wait_cursor_on(stage, "USER", user);
	table_wait_value(stage, "USER", 0, before);
}

static void
on_a_high_terminal_it_stands_below_the_table_and_follows_the_cursor(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 40 --seed 7 --frozen");
	struct stage *stage = watch_rows(*state, "100x40", sim, OPTIONS);
	const char *const *users;

	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, " open ");
	users = table_column(stage, "USER");
	assert_non_null(users);
	stage_type(stage, "jjj");
	table_wait_cursor(stage, 3);
	stage_wait_text(stage, scene_text(*state, "%s from ", users[3]));
	stage_wait_text(stage, " open ");
}

static void
it_moves_below_the_table_and_back_with_the_height(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 40 --seed 7 --frozen");
	struct stage *stage = watch_rows(*state, "100x24", sim, OPTIONS);
	const char *user;

	stage_type(stage, "jj");
	table_wait_cursor(stage, 2);
	user = table_column(stage, "USER")[2];
	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, " open ");
	stage_wait_no_text(stage, "USER▲");
	stage_resize(stage, "100x44");
	table_wait_cursor_on(stage, "USER", user);
	stage_wait_text(stage, scene_text(*state, "%s from ", user));
	stage_resize(stage, "100x20");
	stage_wait_no_text(stage, "USER▲");
	stage_wait_text(stage, scene_text(*state, "%s from ", user));
	stage_type(stage, KEY_ESCAPE);
	table_wait_cursor_on(stage, "USER", user);
}

static void
it_stays_on_its_session_while_rows_come_and_go(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 40 --seed 7 --frozen");
	struct records world = sim_world(sim);
	const struct listed_record *record = lone_record(&world, 3);
	const char *user = record_value(record, "user");
	struct stage *stage = watch_rows(*state, "100x80", sim, OPTIONS);

	open_detail(stage, record);
	for (unsigned i = 0; i < 3; i++) {
		sim_post(sim, "add?user=A%%5Cfirst%u&client_ip=10.9.9.9", i);
		watch_refresh(stage, sim);
		stage_wait_on_line(stage, -2, scene_text(*state, "/%zu", world.count + 1 + i));
		table_wait_cursor_on(stage, "USER", user);
		stage_wait_text(stage, scene_text(*state, "%s from %s", user, record_value(record, "client_ip")));
	}
}

static void
it_is_answered_while_a_long_walk_goes_on(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 100 --seed 7 --frozen --fault hang,path=sessions,nth=3");
	const char *config = sim_config(*state, "max_records: 20, interval: 1h", "", "slow", sim);
	struct stage *stage = stage_open_cifstop(*state, "100x40", "-c %s", config);

	table_wait_cursor(stage, 0);
	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, " open ");
	stage_wait_on_line(stage, 1, "asking");
}

static void
a_detail_that_fails_says_why(void **state)
{
	struct sim *sim = sim_start(*state, "--sessions 40 --seed 7 --frozen --fault 403,path=detail");
	struct stage *stage = watch_rows(*state, "100x40", sim, OPTIONS);

	stage_type(stage, KEY_ENTER);
	stage_wait_text(stage, "403");
	stage_wait_text(stage, "client_ip");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE_TEST(every_field_is_shown_with_its_api_name),
	    SCENE_TEST(every_volume_is_shown_with_its_uuid),
	    SCENE_TEST(the_session_is_asked_for_by_its_whole_key),
	    SCENE_TEST(it_is_live_while_it_is_open),
	    SCENE_TEST(an_ended_session_says_when_and_keeps_its_last_values),
	    SCENE_TEST(escape_goes_back_to_the_same_row),
	    SCENE_TEST(on_a_high_terminal_it_stands_below_the_table_and_follows_the_cursor),
	    SCENE_TEST(it_moves_below_the_table_and_back_with_the_height),
	    SCENE_TEST(it_stays_on_its_session_while_rows_come_and_go),
	    SCENE_TEST(it_is_answered_while_a_long_walk_goes_on),
	    SCENE_TEST(a_detail_that_fails_says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
