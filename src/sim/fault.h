/* fault.h: what is to go wrong, when, and where: --fault and POST /sim/fault. */
#ifndef ONTAP_SIM_FAULT_H
#define ONTAP_SIM_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/spoil.h"

/* The faults' own names for where a request goes. */
enum endpoint {
	ENDPOINT_OTHER,
	ENDPOINT_CLUSTER,
	ENDPOINT_SESSIONS,
	ENDPOINT_FILES,
	ENDPOINT_CONNECTIONS,
	ENDPOINT_LOCKS,
	ENDPOINT_DETAIL, /* one session, file or lock */
};

/* What changes the content of one page. */
struct page_effects {
	bool is_empty; /* no records, and a next link to where it began */
	uint32_t short_rows; /* so many records at most, and a next link; 0: as many as wanted */
	uint32_t rows_a_second; /* what return_timeout is too short for is left to the next page; 0: it never is */
	bool ignores_queries; /* all records match */
	uint32_t repeated; /* the next page begins so many records earlier */
	bool loops; /* the next link is the request itself */
	uint32_t cycle; /* next links lead over so many pages and to the first of them again; 0: to the end */
	bool is_endless; /* no records, and a next link that was never there */
	char evil_link[256]; /* where the next link goes; "": where it should */
	bool breaks_off; /* for collections: status 500 */
};

struct effects {
	struct page_effects page;
	uint32_t late_ms;
	bool hangs;
	bool is_cut;
	spoil_fn *spoil; /* NULL: nothing */
	double spoil_amount;
	unsigned status; /* 0: as it should be */
	unsigned retry_after;
};

struct faults;

struct faults *faults_new(uint64_t seed);
void faults_free(struct faults *f);

/*
 * Adds the fault that `spec` describes: KIND[=ARGUMENT][,rate=R][,nth=N][,count=N][,path=P]. Returns NULL, or a
 * sentence that says what is wrong with it.
 */
const char *faults_add(struct faults *f, const char *spec);
void faults_clear(struct faults *f);

/*
 * What is to happen to a request to `endpoint`, which is the `page`th of its walk (1 on). `resumes` is true when
 * the request follows the link of an empty page: that one is not emptied again, or a walk would never end.
 */
void faults_decide(struct faults *f, enum endpoint endpoint, uint32_t page, bool resumes, struct effects *effects);

/* The lines of --help about faults. */
extern const char faults_help[];

#endif
