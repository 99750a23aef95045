/* gate.h: how many requests to one cluster may be under way. */
#ifndef CIFSTOP_FETCH_GATE_H
#define CIFSTOP_FETCH_GATE_H

#include <stdbool.h>

#include "ontap/exchange.h"

/*
 * A wrong password must cost one 401 and no more, since ONTAP locks an account after a few of them, for everyone who
 * uses it. So nothing goes out beside the first request until an answer proved that the password is good; trouble that
 * proves nothing takes the proof back; and a 401 closes the gate until gate_reopen(). All zero is a new gate.
 */
struct gate {
	unsigned under_way;
	bool is_admitted; /* the last answer proved that the cluster knows us */
	bool is_stopped; /* 401 */
};

/* Whether a request may go out now. When not, an answer or gate_reopen() will change that, not time. */
bool gate_may_send(const struct gate *gate);

/* Told of each request that goes out, and of each that ends: with an answer, or dropped without one. */
void gate_sent(struct gate *gate);
void gate_answered(struct gate *gate, enum outcome outcome);
void gate_dropped(struct gate *gate);

/* The user says: try again. */
void gate_reopen(struct gate *gate);

#endif
