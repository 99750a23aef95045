#include "config.h"

#include "sim/infrastructure.h"

#include <stdio.h>

#include "sim/names.h"
#include "sim/world.h"

static void
make_uuid(struct world *w, char uuid[UUID_LENGTH + 1])
{
	uint64_t a = random_next(&w->random), b = random_next(&w->random);

	snprintf(uuid, UUID_LENGTH + 1, "%08x-%04x-11ee-%04x-005056%06x", (unsigned)(a >> 32), (unsigned)(a & 0xffff),
	    (unsigned)(0x8000 | (b >> 48 & 0x3fff)), (unsigned)(b & 0xffffff));
}

static struct text
take_text(struct world *w, struct buffer *b)
{
	struct text text = world_text(w, b->data, b->length);

	b->length = 0;
	return text;
}

static void
choose_sizes(struct world *w)
{
	uint32_t sessions = w->options.sessions;
	uint32_t nodes = sessions < 5000 ? 2 : sessions < 100000 ? 4 : 8;

	w->node_count = w->options.nodes != 0 ? w->options.nodes : nodes;
	w->svm_count = w->options.svms != 0 ? w->options.svms : 2 * nodes;
	w->volume_count = w->options.volumes != 0 ? w->options.volumes : 8 * w->svm_count;
	if (w->volume_count < w->svm_count)
		w->volume_count = w->svm_count;
}

/* Every other thing of a hostile cluster has a name that ends in something nasty. */
static void
spoil_name(const struct world *w, struct buffer *b, uint32_t index)
{
	if (w->options.hostile && index % 2 == 1)
		names_nasty(b, index / 2);
}

static void
build_nodes(struct world *w, struct buffer *b)
{
	w->nodes = sim_alloc(w->node_count, sizeof(*w->nodes));
	w->node_connection = sim_alloc(w->node_count, sizeof(*w->node_connection));
	for (uint32_t i = 0; i < w->node_count; i++) {
		make_uuid(w, w->nodes[i].uuid);
		buffer_printf(b, "%s-%02u", w->options.name, i + 1);
		spoil_name(w, b, i);
		w->nodes[i].name = take_text(w, b);
		/* Odd nodes have been up for long: their connection ids are above 2^31. */
		w->node_connection[i] = random_below(&w->random, 200000) + (i % 2 == 1 ? 4160000000u : 90000u);
	}
}

static void
build_lifs(struct world *w, uint16_t svm, struct buffer *b)
{
	w->svms[svm].first_lif = w->lif_count;
	w->svms[svm].lif_count = 2 * w->node_count;
	for (uint32_t i = 0; i < 2 * w->node_count; i++) {
		struct lif *lif = &w->lifs[w->lif_count++];

		lif->node = (uint16_t)(i % w->node_count);
		lif->svm = svm;
		if (i < w->node_count)
			buffer_printf(b, "10.%u.%u.%u", 140 + svm / 250, svm % 250, 10 + i);
		else
			buffer_printf(b, "fd20:8b1e:b255:%x::%x", svm + 1u, 0xa00 + i % w->node_count);
		lif->ip = take_text(w, b);
	}
}

static void
build_svms(struct world *w, struct buffer *b)
{
	w->svms = sim_alloc(w->svm_count, sizeof(*w->svms));
	w->lifs = sim_alloc((size_t)w->svm_count * w->node_count * 2, sizeof(*w->lifs));
	for (uint32_t i = 0; i < w->svm_count; i++) {
		struct svm *svm = &w->svms[i];

		make_uuid(w, svm->uuid);
		names_svm(b, i);
		spoil_name(w, b, i + 20);
		svm->name = take_text(w, b);
		svm->encryption = i % 4 == 1 ? ENCRYPTION_FULL : ENCRYPTION_NONE;
		svm->availability = i % 4 == 2 ? FILES_MIXED : i % 4 == 3 ? FILES_AVAILABLE : FILES_PLAIN;
		build_lifs(w, (uint16_t)i, b);
	}
}

static void
build_volumes(struct world *w, struct buffer *b)
{
	w->volumes = sim_alloc(w->volume_count, sizeof(*w->volumes));
	for (uint32_t i = 0; i < w->volume_count; i++) {
		struct volume *volume = &w->volumes[i];
		uint16_t owner = (uint16_t)((uint64_t)i * w->svm_count / w->volume_count);

		make_uuid(w, volume->uuid);
		names_volume(b, i);
		spoil_name(w, b, i);
		volume->name = take_text(w, b);
		names_share(b, i);
		spoil_name(w, b, i + 10);
		volume->share = take_text(w, b);
		volume->svm = owner;
		if (w->svms[owner].volume_count++ == 0)
			w->svms[owner].first_volume = i;
	}
}

void
infrastructure_build(struct world *w)
{
	struct buffer b = {NULL, 0, 0};

	choose_sizes(w);
	make_uuid(w, w->uuid);
	build_nodes(w, &b);
	build_svms(w, &b);
	build_volumes(w, &b);
	buffer_free(&b);
}
