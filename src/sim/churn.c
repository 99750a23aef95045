#include "config.h"

#include "sim/churn.h"

#include "sim/populate.h"
#include "sim/world.h"

/* For each session that comes or goes, so many show activity. */
enum { ACTIVITY_PER_EVENT = 10 };

static uint32_t
random_slot(struct world *w)
{
	return w->order[random_below(&w->random, w->order_count)];
}

static void
end_someone(struct world *w)
{
	uint32_t slot = random_slot(w);

	/* The last actors are remembered in a ring: most come back. */
	w->recent[w->recent_count++ % RECENT_ACTORS] = w->slots[slot].actor;
	world_end(w, slot);
}

static void
begin_someone(struct world *w)
{
	uint32_t actor;

	if (w->recent_count > 0 && random_permille(&w->random, 600))
		actor = w->recent[--w->recent_count % RECENT_ACTORS];
	else if (w->actor_count == 0 || random_permille(&w->random, 20))
		actor = populate_person(w);
	else
		actor = random_below(&w->random, w->actor_count);
	populate_fresh_session(w, actor);
}

/* A client asks for something: its idle time starts anew, and it opens or closes files. */
static void
be_active(struct world *w)
{
	uint32_t slot = w->slots[random_slot(w)].primary;
	struct session *s = &w->slots[slot];
	uint32_t mean = w->options.files_per_session * (s->busy ? 40 : 1);

	s->last = w->now;
	if (random_permille(&w->random, 400))
		return;
	if (s->open_files > 0 && random_below(&w->random, mean + s->open_files + 1) >= mean) {
		uint32_t closed = 1 + random_below(&w->random, s->open_files < 4 ? s->open_files : 4);

		s->file_base += closed;
		populate_set_files(w, slot, s->open_files - closed);
	} else {
		populate_set_files(w, slot, s->open_files + 1 + random_below(&w->random, 3));
	}
}

static void
tick(struct world *w)
{
	double mean = w->options.churn / 60.0 / 1000.0;
	uint32_t count = w->order_count, events, ending = 0;
	uint32_t surplus = (double)count > w->target ? 650 : 350;

	w->now++;
	w->random.state = random_mix(w->options.seed ^ random_mix(w->now));
	events = random_count(&w->random, mean * w->target);
	for (uint32_t i = 0; i < events; i++)
		ending += random_permille(&w->random, surplus) ? 1 : 0;
	for (uint32_t i = 0; i < ending && w->ended_count < w->order_count; i++)
		end_someone(w);
	world_commit(w);
	for (uint32_t i = ending; i < events; i++)
		begin_someone(w);
	world_commit(w);
	events = random_count(&w->random, mean * ACTIVITY_PER_EVENT * w->order_count);
	for (uint32_t i = 0; i < events && w->order_count > 0; i++)
		be_active(w);
}

void
churn_advance(struct world *w, uint32_t seconds)
{
	for (uint32_t i = 0; i < seconds; i++)
		tick(w);
}
