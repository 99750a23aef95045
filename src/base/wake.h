/* wake.h: a descriptor by which one thread tells another that there is something to look at. */
#ifndef CIFSTOP_BASE_WAKE_H
#define CIFSTOP_BASE_WAKE_H

/* Returns a descriptor for poll(2) that the caller closes, or -1 with errno set. */
int wake_open(void);

/* Makes `descriptor` readable. Any thread may call it. */
void wake_signal(int descriptor);

/* Makes it unreadable again until the next signal. */
void wake_clear(int descriptor);

#endif
