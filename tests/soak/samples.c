/* samples.c: what programs use of the machine, from time to time. */
#include "config.h"

#include "soak/samples.h"

#include <inttypes.h>
#include <stdio.h>

/* Connections are kept or not as the last requests ended: those of one sample differ from those of another. */
#define DESCRIPTORS_SLACK 4
/* In KiB: what one page of an allocator's pool makes of it. */
#define RESIDENT_SLACK 1024

void
samples_add(struct samples *samples, const struct sample *sample)
{
	if (samples->count == SAMPLES_MAX)
		samples->count--;
	samples->list[samples->count++] = *sample;
}

static void
print_program(const char *name, const struct sample *sample, const struct process_look *look)
{
	printf("# %7.1f  %-8s %8zu %9" PRIu64 " %12u %8u %7.2f %%\n", (double)sample->at_ms / 60000, name,
	    sample->sessions, look->resident_kib, look->descriptors, look->threads,
	    100.0 * (double)look->cpu_ms / (double)(sample->at_ms + 1));
}

void
samples_print(const struct samples *samples)
{
	uint64_t slowest = 0;

	printf("# minutes  program  sessions   RSS KiB  descriptors  threads   CPU so far\n");
	for (size_t third = 0; samples->count > 0 && third <= 3; third++) {
		const struct sample *sample = &samples->list[(samples->count - 1) * third / 3];

		print_program("monitor", sample, &sample->monitor);
		print_program("--batch", sample, &sample->batch);
	}
	for (size_t i = 0; i < samples->count; i++) {
		if (samples->list[i].slowest_key_ms > slowest)
			slowest = samples->list[i].slowest_key_ms;
	}
	printf("# slowest key: %" PRIu64 " ms\n", slowest);
}

/* The most that one of the samples from `first` up to `end` used. */
static struct process_look
most(const struct samples *samples, size_t first, size_t end, bool is_batch)
{
	struct process_look most = {.threads = 0};

	for (size_t i = first; i < end; i++) {
		const struct process_look *look = is_batch ? &samples->list[i].batch : &samples->list[i].monitor;

		most.resident_kib = look->resident_kib > most.resident_kib ? look->resident_kib : most.resident_kib;
		most.descriptors = look->descriptors > most.descriptors ? look->descriptors : most.descriptors;
		most.threads = look->threads > most.threads ? look->threads : most.threads;
	}
	return most;
}

static const char *
judge_program(const struct samples *samples, bool is_batch)
{
	size_t end = samples->count, middle = (end * 2 + 2) / 3;
	struct process_look before = most(samples, 0, middle, is_batch), after = most(samples, middle, end, is_batch);

	if (after.threads > before.threads)
		return is_batch ? "the threads of --batch grew" : "the threads of the monitor grew";
	if (after.descriptors > before.descriptors + DESCRIPTORS_SLACK)
		return is_batch ? "the descriptors of --batch grew" : "the descriptors of the monitor grew";
	if (after.resident_kib > before.resident_kib + before.resident_kib / 20 + RESIDENT_SLACK)
		return is_batch ? "the memory of --batch grew" : "the memory of the monitor grew";
	return NULL;
}

const char *
samples_judge(const struct samples *samples)
{
	const char *trouble = judge_program(samples, false);

	return trouble == NULL ? judge_program(samples, true) : trouble;
}
