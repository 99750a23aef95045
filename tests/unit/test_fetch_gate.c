/* test_fetch_gate.c: a wrong password costs one login. */
#include "config.h"

/* cmocka.h wants these, in this order. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "fetch/gate.h"

static struct gate
admitted(void)
{
	struct gate gate = {0};

	gate_sent(&gate);
	gate_answered(&gate, ANSWER_OK);
	return gate;
}

static void
nothing_goes_out_beside_the_first_request(void **state)
{
	struct gate gate = {0};

	(void)state;
	assert_true(gate_may_send(&gate));
	gate_sent(&gate);
	assert_false(gate_may_send(&gate));
}

static void
after_a_good_answer_requests_go_out_side_by_side(void **state)
{
	static const enum outcome proofs[] = {ANSWER_OK, ANSWER_GONE, ANSWER_NO_SUCH_API, ANSWER_FORBIDDEN};

	(void)state;
	for (size_t i = 0; i < sizeof proofs / sizeof *proofs; i++) {
		struct gate gate = {0};

		gate_sent(&gate);
		gate_answered(&gate, proofs[i]);
		gate_sent(&gate);
		assert_true(gate_may_send(&gate));
	}
}

static void
refused_password_closes_until_reopened(void **state)
{
	struct gate gate = admitted();

	(void)state;
	gate_sent(&gate);
	gate_answered(&gate, ANSWER_UNAUTHORIZED);
	assert_false(gate_may_send(&gate));
	gate_reopen(&gate);
	assert_true(gate_may_send(&gate));
}

static void
reopened_gate_lets_one_request_through(void **state)
{
	struct gate gate = admitted();

	(void)state;
	gate_sent(&gate);
	gate_answered(&gate, ANSWER_UNAUTHORIZED);
	gate_reopen(&gate);
	gate_sent(&gate);
	assert_false(gate_may_send(&gate));
}

static void
good_answer_that_comes_after_a_refusal_opens_nothing(void **state)
{
	struct gate gate = admitted();

	(void)state;
	gate_sent(&gate);
	gate_sent(&gate);
	gate_answered(&gate, ANSWER_UNAUTHORIZED);
	gate_answered(&gate, ANSWER_OK);
	assert_false(gate_may_send(&gate));
	gate_reopen(&gate);
	gate_sent(&gate);
	assert_false(gate_may_send(&gate));
}

static void
trouble_that_proves_nothing_takes_the_proof_back(void **state)
{
	static const enum outcome troubles[] = {
	    ANSWER_REFUSED, ANSWER_BUSY, ANSWER_BROKEN, ANSWER_UNREACHABLE, ANSWER_UNTRUSTED};

	(void)state;
	for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++) {
		struct gate gate = admitted();

		gate_sent(&gate);
		gate_answered(&gate, troubles[i]);
		assert_true(gate_may_send(&gate));
		gate_sent(&gate);
		assert_false(gate_may_send(&gate));
	}
}

static void
dropped_request_makes_room_for_another(void **state)
{
	struct gate gate = {0};

	(void)state;
	gate_sent(&gate);
	gate_dropped(&gate);
	assert_true(gate_may_send(&gate));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_goes_out_beside_the_first_request),
	    cmocka_unit_test(after_a_good_answer_requests_go_out_side_by_side),
	    cmocka_unit_test(refused_password_closes_until_reopened),
	    cmocka_unit_test(reopened_gate_lets_one_request_through),
	    cmocka_unit_test(good_answer_that_comes_after_a_refusal_opens_nothing),
	    cmocka_unit_test(trouble_that_proves_nothing_takes_the_proof_back),
	    cmocka_unit_test(dropped_request_makes_room_for_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
