#include "config.h"

#include "sim/tidy.h"

#include <stdlib.h>

#include "sim/world.h"

/* Old numbers to new ones; given out in the order of first use. */
struct renumbering {
	uint32_t *new_number;
	uint32_t *old_number;
	uint32_t count;
};

#define NOT_YET UINT32_MAX

static struct renumbering
renumbering_new(uint32_t size)
{
	struct renumbering r = {sim_alloc(size, sizeof(uint32_t)), sim_alloc(size, sizeof(uint32_t)), 0};

	for (uint32_t i = 0; i < size; i++)
		r.new_number[i] = NOT_YET;
	return r;
}

static void
renumbering_free(struct renumbering *r)
{
	free(r->new_number);
	free(r->old_number);
}

static uint32_t
renumber(struct renumbering *r, uint32_t old)
{
	if (r->new_number[old] == NOT_YET) {
		r->new_number[old] = r->count;
		r->old_number[r->count++] = old;
	}
	return r->new_number[old];
}

/* A copy of `old` in the new order, with the room that it had. */
static void *
rearrange(void *old, const struct renumbering *r, uint32_t room, size_t size)
{
	char *fresh = sim_alloc(room, size);

	for (uint32_t i = 0; i < r->count; i++)
		memcpy(fresh + (size_t)i * size, (char *)old + (size_t)r->old_number[i] * size, size);
	free(old);
	return fresh;
}

static void
tidy_slots(struct world *w)
{
	struct renumbering slots = renumbering_new(w->slot_count);

	for (uint32_t i = 0; i < w->order_count; i++)
		w->order[i] = renumber(&slots, w->order[i]);
	w->slots = rearrange(w->slots, &slots, w->slot_room, sizeof(*w->slots));
	for (uint32_t i = 0; i < w->slot_count; i++)
		w->slots[i].primary = slots.new_number[w->slots[i].primary];
	renumbering_free(&slots);
}

static void
tidy_actors(struct world *w)
{
	struct renumbering actors = renumbering_new(w->actor_count), users = renumbering_new(w->user_count);

	for (uint32_t i = 0; i < w->slot_count; i++)
		w->slots[i].actor = renumber(&actors, w->slots[i].actor);
	for (uint32_t i = 0; i < w->actor_count; i++)
		renumber(&actors, i);
	w->actors = rearrange(w->actors, &actors, w->actor_room, sizeof(*w->actors));
	for (uint32_t i = 0; i < w->actor_count; i++)
		w->actors[i].user = renumber(&users, w->actors[i].user);
	for (uint32_t i = 0; i < w->user_count; i++)
		renumber(&users, i);
	w->users = rearrange(w->users, &users, w->user_room, sizeof(*w->users));
	renumbering_free(&actors);
	renumbering_free(&users);
}

/* The hosts of a multichannel actor follow each other: their numbers are given out together. */
static void
tidy_hosts(struct world *w)
{
	struct renumbering hosts = renumbering_new(w->host_count);

	for (uint32_t i = 0; i < w->actor_count; i++) {
		struct actor *actor = &w->actors[i];
		uint32_t first = actor->host;

		for (uint32_t j = 0; j < (actor->kind == ACTOR_MULTICHANNEL ? MULTICHANNEL_MAX : 1); j++)
			renumber(&hosts, first + j);
		actor->host = hosts.new_number[first];
	}
	for (uint32_t i = 0; i < w->host_count; i++)
		renumber(&hosts, i);
	for (uint32_t i = 0; i < w->slot_count; i++)
		w->slots[i].host = hosts.new_number[w->slots[i].host];
	w->hosts = rearrange(w->hosts, &hosts, w->host_room, sizeof(*w->hosts));
	renumbering_free(&hosts);
}

static struct text
copy_text(struct world *w, const struct text *old)
{
	return old->json == NULL ? *old : world_text(w, old->raw, old->length);
}

/* Names into fresh chunks; those of nodes, SVMs, LIFs and volumes stay where they are, in the first ones. */
static void
tidy_names(struct world *w)
{
	uint32_t old_chunks = w->chunk_count;

	w->chunk_used = SIZE_MAX / 2; /* the next text opens a chunk */
	for (uint32_t i = 0; i < w->user_count; i++) {
		w->users[i].name = copy_text(w, &w->users[i].name);
		w->users[i].unix_name = copy_text(w, &w->users[i].unix_name);
	}
	for (uint32_t i = w->fixed_chunks; i < old_chunks; i++) {
		free(w->chunks[i]);
		w->chunks[i] = NULL;
	}
}

void
tidy_world(struct world *w)
{
	tidy_slots(w);
	tidy_actors(w);
	tidy_hosts(w);
	tidy_names(w);
}
