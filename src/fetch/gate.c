/* gate.c: how many requests to one cluster may be under way. */
#include "config.h"

#include "fetch/gate.h"

#include <assert.h>

bool
gate_may_send(const struct gate *gate)
{
	return !gate->is_stopped && (gate->is_admitted || gate->under_way == 0);
}

void
gate_sent(struct gate *gate)
{
	gate->under_way++;
}

void
gate_dropped(struct gate *gate)
{
	assert(gate->under_way > 0);
	gate->under_way--;
}

void
gate_answered(struct gate *gate, enum outcome outcome)
{
	gate_dropped(gate);
	switch (outcome) {
	case ANSWER_OK:
	case ANSWER_GONE:
	case ANSWER_NO_SUCH_API:
	case ANSWER_FORBIDDEN: gate->is_admitted = !gate->is_stopped; break;
	case ANSWER_UNAUTHORIZED:
		gate->is_admitted = false;
		gate->is_stopped = true;
		break;
	/* A proxy or an overloaded front may say these without having looked at the password. */
	case ANSWER_REFUSED:
	case ANSWER_BUSY:
	case ANSWER_BROKEN:
	case ANSWER_UNREACHABLE:
	case ANSWER_UNTRUSTED: gate->is_admitted = false; break;
	}
}

void
gate_reopen(struct gate *gate)
{
	gate->is_stopped = false;
}
