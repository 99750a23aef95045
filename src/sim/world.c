#include "config.h"

#include "sim/world.h"

#include <stdlib.h>

#include "sim/populate.h"
#include "sim/tidy.h"

enum { CHUNK_SIZE = 1 << 20, WORLD_START = 100000000 };

static char *
text_room(struct world *w, size_t size)
{
	char *room;

	if (w->chunk_count == 0 || w->chunk_used + size > CHUNK_SIZE) {
		w->chunks = sim_realloc(w->chunks, w->chunk_count + 1, sizeof(*w->chunks));
		w->chunks[w->chunk_count++] = sim_alloc(size > CHUNK_SIZE ? size : CHUNK_SIZE, 1);
		w->chunk_used = 0;
	}
	room = w->chunks[w->chunk_count - 1] + w->chunk_used;
	w->chunk_used += size;
	return room;
}

struct text
world_text(struct world *w, const char *raw, size_t length)
{
	struct buffer json = {NULL, 0, 0};
	struct text text;
	char *room;

	buffer_json_string(&json, raw, length);
	room = text_room(w, json.length + 1 + length + 1);
	memcpy(room, json.data, json.length);
	text = (struct text){room + json.length + 1, room, (uint32_t)length, (uint32_t)json.length};
	if (length != 0)
		memcpy(room + json.length + 1, raw, length);
	buffer_free(&json);
	return text;
}

/* Makes room for one element more in an array that grows by doubling. */
static void *
room_for_one(void *list, uint32_t count, uint32_t *room, size_t size)
{
	if (count < *room)
		return list;
	*room = *room == 0 ? 64 : *room * 2;
	return sim_realloc(list, *room, size);
}

uint32_t
world_add_host(struct world *w, const char *ip)
{
	struct host *host;
	size_t length = strlen(ip);

	w->hosts = room_for_one(w->hosts, w->host_count, &w->host_room, sizeof(*w->hosts));
	host = &w->hosts[w->host_count];
	*host = (struct host){.length = 0};
	if (length >= sizeof(host->ip))
		length = sizeof(host->ip) - 1;
	memcpy(host->ip, ip, length);
	host->length = (uint8_t)length;
	return w->host_count++;
}

uint32_t
world_add_user(struct world *w, struct text name, struct text unix_name)
{
	w->users = room_for_one(w->users, w->user_count, &w->user_room, sizeof(*w->users));
	w->users[w->user_count] = (struct user){name, unix_name};
	return w->user_count++;
}

uint32_t
world_add_actor(struct world *w, uint32_t user, uint32_t host, enum actor_kind kind)
{
	w->actors = room_for_one(w->actors, w->actor_count, &w->actor_room, sizeof(*w->actors));
	w->actors[w->actor_count] = (struct actor){user, host, kind};
	return w->actor_count++;
}

uint32_t
world_begin(struct world *w)
{
	uint32_t slot;

	if (w->free_count > 0) {
		slot = w->free_slots[--w->free_count];
	} else {
		w->slots = room_for_one(w->slots, w->slot_count, &w->slot_room, sizeof(*w->slots));
		slot = w->slot_count++;
	}
	w->slots[slot] = (struct session){.primary = slot};
	w->begun = room_for_one(w->begun, w->begun_count, &w->begun_room, sizeof(*w->begun));
	w->begun[w->begun_count++] = slot;
	return slot;
}

/* Compares a record with a key; for sorting, and for finding. */
static int
compare_key(
    const struct world *w, const struct session *s, uint32_t node, uint32_t svm, uint64_t id, uint32_t connection)
{
	const struct lif *lif = &w->lifs[s->lif];

	if (lif->node != node)
		return lif->node < node ? -1 : 1;
	if (lif->svm != svm)
		return lif->svm < svm ? -1 : 1;
	if (s->id != id)
		return s->id < id ? -1 : 1;
	if (s->connection != connection)
		return s->connection < connection ? -1 : 1;
	return 0;
}

static int
compare_slots(const void *a, const void *b, void *world)
{
	const struct world *w = world;
	const struct session *s = &w->slots[*(const uint32_t *)b];
	const struct lif *lif = &w->lifs[s->lif];

	return compare_key(w, &w->slots[*(const uint32_t *)a], lif->node, lif->svm, s->id, s->connection);
}

uint32_t
world_find(const struct world *w, uint32_t node, uint32_t svm, uint64_t id, uint32_t connection)
{
	uint32_t low = 0, high = w->order_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (compare_key(w, world_at(w, middle), node, svm, id, connection) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static uint32_t
position_of(const struct world *w, const struct session *s)
{
	const struct lif *lif = &w->lifs[s->lif];

	return world_find(w, lif->node, lif->svm, s->id, s->connection);
}

static void
end_record(struct world *w, uint32_t slot)
{
	w->slots[slot].dead = true;
	w->ended = room_for_one(w->ended, w->ended_count, &w->ended_room, sizeof(*w->ended));
	w->ended[w->ended_count++] = slot;
}

void
world_end(struct world *w, uint32_t slot)
{
	const struct session *s = &w->slots[slot];
	const struct lif *lif = &w->lifs[s->lif];
	uint32_t primary = s->primary;
	uint64_t id = s->id;

	if (s->dead)
		return;
	if (w->slots[primary].connection_count < 2) {
		end_record(w, slot);
		return;
	}
	for (uint32_t i = world_find(w, lif->node, lif->svm, id, 0); i < w->order_count && world_at(w, i)->id == id;
	     i++) {
		if (world_at(w, i)->primary == primary && !world_at(w, i)->dead)
			end_record(w, w->order[i]);
	}
}

static int
compare_positions(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return left < right ? -1 : left > right;
}

/* Moves the runs between the ended records together: the cost is one pass of memmove, however many ended. */
static void
remove_ended(struct world *w)
{
	uint32_t *gone = sim_alloc(w->ended_count, sizeof(*gone));
	uint32_t out;

	for (uint32_t i = 0; i < w->ended_count; i++)
		gone[i] = position_of(w, &w->slots[w->ended[i]]);
	qsort(gone, w->ended_count, sizeof(*gone), compare_positions);
	out = gone[0];
	for (uint32_t i = 0; i < w->ended_count; i++) {
		uint32_t from = gone[i] + 1;
		uint32_t to = i + 1 < w->ended_count ? gone[i + 1] : w->order_count;

		memmove(&w->order[out], &w->order[from], (to - from) * sizeof(*w->order));
		out += to - from;
	}
	w->order_count = out;
	for (uint32_t i = 0; i < w->ended_count; i++) {
		w->free_slots = room_for_one(w->free_slots, w->free_count, &w->free_room, sizeof(*w->free_slots));
		w->free_slots[w->free_count++] = w->ended[i];
	}
	free(gone);
}

static void
insert_begun(struct world *w)
{
	uint32_t end = w->order_count, out = w->order_count + w->begun_count;

	if (w->order_room < out) {
		w->order_room = out + out / 8 + 64;
		w->order = sim_realloc(w->order, w->order_room, sizeof(*w->order));
	}
	qsort_r(w->begun, w->begun_count, sizeof(*w->begun), compare_slots, w);
	/* From the back, so that nothing is moved twice. */
	for (uint32_t i = w->begun_count; i-- > 0;) {
		uint32_t at = position_of(w, &w->slots[w->begun[i]]);

		if (at > end)
			at = end;
		out -= end - at;
		memmove(&w->order[out], &w->order[at], (end - at) * sizeof(*w->order));
		w->order[--out] = w->begun[i];
		end = at;
	}
	w->order_count += w->begun_count;
}

void
world_commit(struct world *w)
{
	if (w->ended_count > 0)
		remove_ended(w);
	if (w->begun_count > 0)
		insert_begun(w);
	if (w->ended_count > 0 || w->begun_count > 0)
		w->version++;
	w->ended_count = 0;
	w->begun_count = 0;
}

uint32_t
world_find_node(const struct world *w, const char *uuid)
{
	uint32_t i = 0;

	while (i < w->node_count && strcmp(w->nodes[i].uuid, uuid) != 0)
		i++;
	return i;
}

uint32_t
world_find_svm(const struct world *w, const char *uuid)
{
	uint32_t i = 0;

	while (i < w->svm_count && strcmp(w->svms[i].uuid, uuid) != 0)
		i++;
	return i;
}

struct world *
world_new(const struct world_options *options)
{
	struct world *w = sim_alloc(1, sizeof(*w));

	w->options = *options;
	w->random.state = random_mix(options->seed);
	w->now = WORLD_START;
	populate_world(w);
	world_commit(w);
	tidy_world(w);
	w->target = (double)w->order_count;
	return w;
}

void
world_free(struct world *w)
{
	if (w == NULL)
		return;
	for (uint32_t i = 0; i < w->chunk_count; i++)
		free(w->chunks[i]);
	free(w->chunks);
	free(w->nodes);
	free(w->svms);
	free(w->volumes);
	free(w->lifs);
	free(w->hosts);
	free(w->users);
	free(w->actors);
	free(w->slots);
	free(w->free_slots);
	free(w->order);
	free(w->begun);
	free(w->ended);
	free(w->node_connection);
	free(w);
}
