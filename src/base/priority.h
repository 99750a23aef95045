/* priority.h: which thread goes first where there are more of them than processors. */
#ifndef CIFSTOP_BASE_PRIORITY_H
#define CIFSTOP_BASE_PRIORITY_H

/*
 * The calling thread answers a person and works for a moment at a time: when it wakes, it should not wait for the end
 * of another thread's slice. Where the kernel has no such thing, nothing changes.
 */
void priority_set_prompt(void);

/* The calling thread works long and nobody waits for the end of it: others go first. */
void priority_set_patient(void);

#endif
