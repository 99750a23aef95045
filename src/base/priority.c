/* priority.c: which thread goes first where there are more of them than processors. */
#include "config.h"

#include "base/priority.h"

#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * Another thread whose slice is longer gives way to one that wakes. The least that Linux takes is 100 us; a key takes
 * about a millisecond, and the usual slice is a few.
 */
#define PROMPT_SLICE_NS 200000u

/* About a third of the time of a thread that has all of its priority, when both want all of it. */
#define PATIENT_NICE 5

/* As sched_setattr(2) takes it; the C library of Debian 12 knows neither. */
struct attributes {
	uint32_t size;
	uint32_t policy; /* 0: the normal one */
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime; /* of the normal policy: the slice, since Linux 6.12; before it is not looked at */
	uint64_t deadline;
	uint64_t period;
};

/* A refusal, as by a kernel or a sandbox that does not know it, changes nothing. 0 is the usual slice. */
static void
set(int nice, uint64_t slice_ns)
{
#if defined(__linux__) && defined(SYS_sched_setattr)
	struct attributes attributes = {.size = sizeof attributes, .nice = nice, .runtime = slice_ns};

	syscall(SYS_sched_setattr, 0, &attributes, 0u);
#else
	(void)nice;
	(void)slice_ns;
#endif
}

void
priority_set_prompt(void)
{
	set(getpriority(PRIO_PROCESS, 0), PROMPT_SLICE_NS);
}

void
priority_set_patient(void)
{
	int nice = getpriority(PRIO_PROCESS, 0);

	/* A thread has the slice of the one that started it. */
	set(nice < PATIENT_NICE ? PATIENT_NICE : nice, 0);
}
