/* test_cell.c: a value as people read it and as programs do. */
#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "view/cell.h"
#include "world.h"

typedef bool printer(const struct snapshot *, unsigned, uint32_t, struct buffer *);

static void
expect(const char *session, unsigned field, printer *print, const char *wanted)
{
	struct world *world = world_new(0, "east");
	struct buffer out;

	world_add(world, session);
	buffer_init(&out, 256);
	buffer_add_string(&out, "<");
	assert_int_equal(print(world_seal(world), field, 0, &out), wanted != NULL);
	assert_int_equal(buffer_string(&out)[0], '<');
	assert_string_equal(buffer_string(&out) + 1, wanted == NULL ? "" : wanted);
	buffer_free(&out);
	world_free(world);
}

static void
each_type_has_three_forms(void **state)
{
	static const struct {
		const char *session;
		unsigned field;
		const char *screen;
		const char *longer;
		const char *exact;
	} cases[] = {
	    {"user=CORP\\alice", FIELD_USER, "CORP\\alice", "CORP\\alice", "CORP\\alice"},
	    {"client=10.0.0.9", FIELD_CLIENT_IP, "10.0.0.9", "10.0.0.9", "10.0.0.9"},
	    {"id=10878444899913433000", FIELD_IDENTIFIER, "10878444899913433000", "10878444899913433000",
		"10878444899913433000"},
	    {"files=31870", FIELD_OPEN_FILES, "31,870", "31,870", "31870"},
	    {"idle=4d2h5s", FIELD_IDLE_DURATION, "4d2h", "4 d 2 h 5 s", "P4DT2H5S"},
	    {"protocol=smb3.1", FIELD_PROTOCOL, "smb3_1", "smb3_1", "smb3_1"},
	    {"protocol=SMB-9", FIELD_PROTOCOL, "SMB-9", "SMB-9", "SMB-9"},
	    {"signed=yes", FIELD_SMB_SIGNING, "yes", "yes", "true"},
	    {"signed=no", FIELD_SMB_SIGNING, "no", "no", "false"},
	    {"volumes=fin12,hr1", FIELD_VOLUMES_NAME, "fin12,hr1", "fin12, hr1", "fin12,hr1"},
	    {"volumes=fin12,hr1", FIELD_VOLUMES_UUID, "u-fin12,u-hr1", "u-fin12, u-hr1", "u-fin12,u-hr1"},
	    {"auth=kerberos protocol=smb3_1 signed=yes encryption=encrypted", FIELD_SECURITY, "K3.1SE",
		"kerberos, smb3_1, signed, encrypted", "K3.1SE"},
	    {"", FIELD_CLUSTER, "east", "east", "east"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		expect(cases[i].session, cases[i].field, cell_print_screen, cases[i].screen);
		expect(cases[i].session, cases[i].field, cell_print_long, cases[i].longer);
		expect(cases[i].session, cases[i].field, cell_print_exact, cases[i].exact);
	}
}

static void
absent_values_print_nothing_and_say_so(void **state)
{
	(void)state;
	for (unsigned field = 0; field < SESSION_FIELD_COUNT; field++) {
		if (field == FIELD_CLUSTER || field == FIELD_IDENTIFIER)
			continue;
		expect("node.uuid=- svm.uuid=- connection_id=-", field, cell_print_screen, NULL);
		expect("node.uuid=- svm.uuid=- connection_id=-", field, cell_print_long, NULL);
		expect("node.uuid=- svm.uuid=- connection_id=-", field, cell_print_exact, NULL);
	}
}

static void
marks_of_the_security_column_keep_their_places(void **state)
{
	(void)state;
	expect("auth=none protocol=smb1 signed=no encryption=unencrypted", FIELD_SECURITY, cell_print_screen, "!1.0--");
	expect("auth=ntlmv2 protocol=smb2_1 signed=yes encryption=partially_encrypted", FIELD_SECURITY,
	    cell_print_screen, "N2.1Se");
	expect("auth=anonymous", FIELD_SECURITY, cell_print_screen, "A-.---");
	expect("auth=magic protocol=quic signed=no encryption=rot13", FIELD_SECURITY, cell_print_screen, "??.?-?");
	expect("signed=yes", FIELD_SECURITY, cell_print_long, "signed");
	expect("protocol=quic signed=no", FIELD_SECURITY, cell_print_long, "quic, unsigned");
}

static void
verdicts_go_with_values_and_the_worst_mark_counts(void **state)
{
	struct world *world = world_new(0, "east");
	struct snapshot *snapshot;
	struct security_mark marks[SECURITY_MARKS];

	(void)state;
	world_add(world, "auth=ntlmv1 protocol=smb3_1 signed=yes encryption=partially_encrypted user=a");
	world_add(world, "auth=kerberos protocol=quic signed=no");
	world_add(world, "");
	snapshot = world_seal(world);
	assert_int_equal(cell_verdict(snapshot, FIELD_AUTHENTICATION, 0), VERDICT_BAD);
	assert_int_equal(cell_verdict(snapshot, FIELD_PROTOCOL, 0), VERDICT_GOOD);
	assert_int_equal(cell_verdict(snapshot, FIELD_SMB_SIGNING, 0), VERDICT_GOOD);
	assert_int_equal(cell_verdict(snapshot, FIELD_USER, 0), VERDICT_NONE);
	assert_int_equal(cell_verdict(snapshot, FIELD_SECURITY, 0), VERDICT_BAD);
	assert_int_equal(cell_verdict(snapshot, FIELD_SECURITY, 1), VERDICT_WARN);
	assert_int_equal(cell_verdict(snapshot, FIELD_PROTOCOL, 1), VERDICT_WARN);
	assert_int_equal(cell_verdict(snapshot, FIELD_SECURITY, 2), VERDICT_NONE);
	assert_int_equal(cell_verdict(snapshot, FIELD_PROTOCOL, 2), VERDICT_NONE);
	cell_security_marks(snapshot, 0, marks);
	assert_string_equal(marks[0].text, "!");
	assert_int_equal(marks[3].verdict, VERDICT_WARN);
	world_free(world);
}

static void
expect_grouped(uint64_t number, const char *wanted)
{
	struct buffer out;

	buffer_init(&out, 64);
	cell_print_grouped(number, &out);
	assert_string_equal(buffer_string(&out), wanted);
	buffer_free(&out);
}

static void
thousands_are_grouped(void **state)
{
	(void)state;
	expect_grouped(0, "0");
	expect_grouped(999, "999");
	expect_grouped(1000, "1,000");
	expect_grouped(123456, "123,456");
	expect_grouped(UINT64_MAX, "18,446,744,073,709,551,615");
}

static void
expect_volumes(const char *session, size_t columns, const char *wanted)
{
	struct world *world = world_new(0, "east");
	struct buffer out;

	world_add(world, session);
	buffer_init(&out, 256);
	assert_int_equal(cell_print_list_fit(world_seal(world), FIELD_VOLUMES_NAME, 0, columns, &out), wanted != NULL);
	assert_string_equal(buffer_string(&out), wanted == NULL ? "" : wanted);
	buffer_free(&out);
	world_free(world);
}

static void
volumes_that_do_not_fit_are_counted(void **state)
{
	(void)state;
	assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
	expect_volumes("volumes=fin12,hr1,a,b", 13, "fin12,hr1,a,b");
	expect_volumes("volumes=fin12,hr1,a,b", 12, "fin12,hr1+2");
	expect_volumes("volumes=fin12,hr1,a,b", 11, "fin12,hr1+2");
	expect_volumes("volumes=fin12,hr1,a,b", 10, "fin12+3");
	expect_volumes("volumes=fin12,hr1,a,b", 6,
	    "fi\xe2\x80\xa6"
	    "2+3");
	expect_volumes("volumes=a,b,c", 3, "a+2");
	expect_volumes("volumes=one", 3, "one");
	expect_volumes("", 9, NULL);
}

static void
a_first_name_too_long_is_cut_so_that_the_count_stays(void **state)
{
	(void)state;
	assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
	expect_volumes("volumes=engineering_home,b", 10, "engi\xe2\x80\xa6ome+1");
	expect_volumes("volumes=engineering_home", 9, "engi\xe2\x80\xa6home");
	/* No room for anything to read: whoever asked cuts. */
	expect_volumes("volumes=engineering_home,b", 3, "engineering_home+1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_type_has_three_forms),
	    cmocka_unit_test(absent_values_print_nothing_and_say_so),
	    cmocka_unit_test(marks_of_the_security_column_keep_their_places),
	    cmocka_unit_test(verdicts_go_with_values_and_the_worst_mark_counts),
	    cmocka_unit_test(thousands_are_grouped),
	    cmocka_unit_test(volumes_that_do_not_fit_are_counted),
	    cmocka_unit_test(a_first_name_too_long_is_cut_so_that_the_count_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
