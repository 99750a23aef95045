#include "config.h"

#include "sim/populate.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

#include "sim/infrastructure.h"
#include "sim/names.h"
#include "sim/world.h"

enum { TERMINAL_MAX = 9 };

static void
add_ipv6_host(struct world *w, uint32_t number)
{
	struct in6_addr address = {{{0x20, 0x01, 0x0d, 0xb8, 0, 0x40}}};
	uint64_t scattered = random_mix(number);
	char ip[INET6_ADDRSTRLEN];

	address.s6_addr[7] = (uint8_t)(number & 7);
	/* Every second one got its address by hand: short. */
	if (number % 2 == 0)
		memcpy(&address.s6_addr[8], &scattered, sizeof(scattered));
	for (int i = 0; i < 4; i++)
		address.s6_addr[12 + i] = (uint8_t)(number >> (24 - 8 * i));
	inet_ntop(AF_INET6, &address, ip, sizeof(ip));
	world_add_host(w, ip);
}

/* All addresses differ: the multiplication scatters the numbers below 2^22 without meeting. */
static uint32_t
add_host(struct world *w, bool ipv6)
{
	uint32_t number = w->host_count;
	uint32_t scattered = number * 2654435761u & 0x3fffff;
	char ip[INET_ADDRSTRLEN];

	if (ipv6) {
		add_ipv6_host(w, number + 1);
		return number;
	}
	snprintf(ip, sizeof(ip), "10.%u.%u.%u", 64 + (scattered >> 16), scattered >> 8 & 255, scattered & 255);
	return world_add_host(w, ip);
}

static uint32_t
add_client(struct world *w)
{
	return add_host(w, random_permille(&w->random, 80));
}

static struct text
text_from(struct world *w, struct buffer *b)
{
	struct text text = world_text(w, b->data, b->length);

	b->length = 0;
	return text;
}

static uint32_t
add_named_user(struct world *w, struct buffer *name, const char *unix_name)
{
	struct text windows = text_from(w, name);
	struct text mapped = {NULL, NULL, 0, 0};

	if (unix_name != NULL)
		mapped = world_text(w, unix_name, strlen(unix_name));
	buffer_free(name);
	return world_add_user(w, windows, mapped);
}

static uint32_t
add_person_user(struct world *w)
{
	struct buffer name = {NULL, 0, 0}, account = {NULL, 0, 0};
	uint32_t number = w->user_count, user;
	bool hostile = w->options.hostile && random_permille(&w->random, 250);
	bool mapped = random_permille(&w->random, 800);

	names_domain(&name, random_next(&w->random));
	buffer_byte(&name, '\\');
	if (hostile)
		names_nasty(&name, random_next(&w->random));
	names_person(&account, number);
	buffer_put(&name, account.data, account.length);
	buffer_byte(&account, '\0');
	user = add_named_user(w, &name, mapped ? account.data : random_permille(&w->random, 750) ? "pcuser" : NULL);
	buffer_free(&account);
	return user;
}

uint32_t
populate_person(struct world *w)
{
	/* Both draw numbers, so the compiler must not choose which of them is first. */
	uint32_t client = add_client(w);

	return world_add_actor(w, add_person_user(w), client, ACTOR_PERSON);
}

static uint32_t
add_machine(struct world *w)
{
	struct buffer name = {NULL, 0, 0};

	names_domain(&name, random_next(&w->random));
	buffer_byte(&name, '\\');
	names_computer(&name, w->user_count);
	buffer_byte(&name, '$');
	return world_add_actor(w, add_named_user(w, &name, "pcuser"), add_client(w), ACTOR_MACHINE);
}

static uint32_t
add_service(struct world *w, enum actor_kind kind)
{
	struct buffer name = {NULL, 0, 0};
	uint32_t host = add_host(w, false), user;

	if (random_permille(&w->random, 150))
		buffer_literal(&name, "CORP\\administrator");
	else if (random_permille(&w->random, 60))
		buffer_literal(&name, "example_user");
	else {
		names_domain(&name, random_next(&w->random));
		buffer_byte(&name, '\\');
		names_service(&name, random_below(&w->random, 40 + w->options.sessions / 50));
	}
	user = add_named_user(w, &name, random_permille(&w->random, 500) ? "root" : "pcuser");
	for (int i = 1; kind == ACTOR_MULTICHANNEL && i < MULTICHANNEL_MAX; i++)
		add_host(w, false);
	return world_add_actor(w, user, host, kind);
}

static uint32_t
add_old(struct world *w)
{
	struct buffer name = {NULL, 0, 0};
	struct text nobody = {NULL, NULL, 0, 0};
	uint32_t host = add_host(w, false);

	if (random_permille(&w->random, 200))
		return world_add_actor(w, world_add_user(w, nobody, nobody), host, ACTOR_OLD);
	if (random_permille(&w->random, 100))
		buffer_literal(&name, "NT AUTHORITY\\ANONYMOUS LOGON");
	else
		buffer_printf(&name, "LEGACY-NT4\\scanner%02u", random_below(&w->random, 100));
	return world_add_actor(w, add_named_user(w, &name, "pcuser"), host, ACTOR_OLD);
}

static uint64_t
new_id(struct world *w)
{
	uint64_t id = random_mix(random_mix(w->options.seed) ^ ++w->next_id);

	return id > UINT64_MAX - 100 ? id - 1000 : id + 10;
}

static uint32_t
new_connection(struct world *w, uint32_t node)
{
	w->node_connection[node] += 1 + random_below(&w->random, 7);
	if (w->node_connection[node] < 8)
		w->node_connection[node] = 8;
	return w->node_connection[node];
}

/* Sessions go to a LIF of their client's address family. */
static uint16_t
pick_lif(struct world *w, const struct actor *actor)
{
	uint64_t home = random_mix(actor->user);
	uint32_t number = random_permille(&w->random, 700) ? (uint32_t)(home % w->svm_count)
							   : random_below(&w->random, w->svm_count);
	const struct svm *svm = &w->svms[number];
	bool ipv6 = strchr(w->hosts[actor->host].ip, ':') != NULL;

	return (uint16_t)(svm->first_lif + (ipv6 ? w->node_count : 0) + random_below(&w->random, w->node_count));
}

static void
pick_security(struct world *w, struct session *s, enum actor_kind kind)
{
	static const uint8_t protocols[] = {
	    PROTOCOL_SMB2, PROTOCOL_SMB2_1, PROTOCOL_SMB2_1, PROTOCOL_SMB3, PROTOCOL_SMB3};
	const struct svm *svm = &w->svms[w->lifs[s->lif].svm];
	uint32_t dice = random_below(&w->random, 1000);

	s->protocol = dice < 780 ? PROTOCOL_SMB3_1 : protocols[dice % 5];
	dice = random_below(&w->random, 1000);
	s->authentication = dice < 890 ? AUTH_KERBEROS : dice < 995 ? AUTH_NTLMV2 : AUTH_NTLMV1;
	s->is_signed = random_permille(&w->random, 880);
	s->encryption = random_permille(&w->random, 930) ? svm->encryption : (uint8_t)random_below(&w->random, 3);
	if (kind == ACTOR_OLD) {
		static const uint8_t old[] = {AUTH_NTLMV1, AUTH_NTLMV1, AUTH_NTLMV2, AUTH_NONE};

		s->protocol = dice < 750 ? PROTOCOL_SMB1 : PROTOCOL_SMB2_1;
		s->authentication = world_user(w, s)->name.json == NULL ? AUTH_ANONYMOUS : old[dice % 4];
		s->is_signed = false;
	} else if (kind == ACTOR_MULTICHANNEL) {
		s->protocol = PROTOCOL_SMB3_1;
	} else if (kind == ACTOR_MACHINE || kind == ACTOR_HOG) {
		s->authentication = AUTH_KERBEROS;
	}
	if (s->protocol < PROTOCOL_SMB3)
		s->encryption = ENCRYPTION_NONE;
	s->large_mtu = s->protocol >= PROTOCOL_SMB2_1 && random_permille(&w->random, 960);
	s->availability = s->protocol >= PROTOCOL_SMB3 ? svm->availability : FILES_PLAIN;
}

static uint32_t
pick_age(struct world *w)
{
	uint32_t dice = random_below(&w->random, 100);

	if (dice < 20)
		return random_below(&w->random, 3600);
	if (dice < 70)
		return random_below(&w->random, 10 * 3600);
	if (dice < 96)
		return random_below(&w->random, 5 * 86400);
	return random_below(&w->random, 430 * 86400);
}

static uint32_t
pick_idle(struct world *w, uint32_t age)
{
	uint32_t dice = random_below(&w->random, 100);
	uint32_t most = dice < 35 ? 12 : dice < 75 ? 900 : dice < 97 ? 6 * 3600 : 20 * 86400;

	return random_below(&w->random, (most < age ? most : age) + 1);
}

/* A number whose mean is `mean`, often 0, seldom many times that. */
static uint32_t
pick_files(struct world *w, uint32_t mean)
{
	uint32_t files = 0;

	while (files < 100000 && random_below(&w->random, mean + 1) != 0)
		files++;
	return files;
}

void
populate_set_files(struct world *w, uint32_t slot, uint32_t open_files)
{
	struct session *s = &w->slots[slot];
	const struct svm *svm = &w->svms[w->lifs[s->lif].svm];

	s->open_files = open_files;
	if (open_files == 0 || s->volume_count > 0)
		return;
	s->volumes[s->volume_count++] = (uint16_t)(svm->first_volume + random_below(&w->random, svm->volume_count));
	if (s->open_shares == 0)
		s->open_shares = 1;
}

static void
pick_volumes(struct world *w, struct session *s)
{
	const struct svm *svm = &w->svms[w->lifs[s->lif].svm];
	uint32_t wanted = random_below(&w->random, 16);

	wanted = wanted == 0 ? 0 : wanted < 9 ? 1 : wanted < 13 ? 2 : wanted < 15 ? 3 : SESSION_VOLUMES_MAX;
	if (wanted > svm->volume_count)
		wanted = svm->volume_count;
	for (uint32_t i = 0, first = random_below(&w->random, svm->volume_count); i < wanted; i++)
		s->volumes[i] = (uint16_t)(svm->first_volume + (first + i) % svm->volume_count);
	s->volume_count = (uint8_t)wanted;
	s->open_shares = (uint16_t)(wanted + (wanted > 0 && random_permille(&w->random, 200)));
	s->open_other = random_permille(&w->random, 150) ? (uint16_t)random_below(&w->random, 4) : 0;
}

/* The other connections of a multichannel session: the same in all but connection and addresses. */
static void
add_channels(struct world *w, uint32_t slot)
{
	uint32_t channels = 2 + random_below(&w->random, MULTICHANNEL_MAX - 1);

	w->slots[slot].connection_count = (uint8_t)channels;
	for (uint32_t i = 1; i < channels; i++) {
		uint32_t other = world_begin(w);
		struct session *s = &w->slots[other];

		*s = w->slots[slot];
		s->connection = new_connection(w, w->lifs[s->lif].node);
		s->host += i;
	}
}

static uint32_t
begin_session(struct world *w, uint32_t actor_number, uint16_t lif)
{
	const struct actor actor = w->actors[actor_number];
	uint32_t slot = world_begin(w);
	struct session *s = &w->slots[slot];

	s->actor = actor_number;
	s->host = actor.host;
	s->lif = lif;
	s->id = new_id(w);
	s->connection = new_connection(w, w->lifs[lif].node);
	s->connection_count = 1;
	s->since = s->last = w->now;
	s->busy = actor.kind == ACTOR_HOG;
	pick_security(w, s, actor.kind);
	pick_volumes(w, s);
	return slot;
}

uint32_t
populate_fresh_session(struct world *w, uint32_t actor)
{
	uint32_t slot = begin_session(w, actor, pick_lif(w, &w->actors[actor]));

	if (w->actors[actor].kind == ACTOR_MULTICHANNEL)
		add_channels(w, slot);
	return slot;
}

/* A session that was there before the world was looked at. */
static uint32_t
settled_session(struct world *w, uint32_t actor, uint16_t lif)
{
	uint32_t slot = begin_session(w, actor, lif);
	struct session *s = &w->slots[slot];
	enum actor_kind kind = w->actors[actor].kind;
	uint32_t mean = w->options.files_per_session;
	uint32_t age = pick_age(w);

	s->since = w->now - age;
	s->last = w->now - pick_idle(w, age);
	s->file_base = random_below(&w->random, 300);
	if (kind == ACTOR_HOG)
		mean *= 40;
	populate_set_files(w, slot, pick_files(w, mean));
	if (kind == ACTOR_MULTICHANNEL)
		add_channels(w, slot);
	return slot;
}

/* Several users at one terminal server: one connection, and session ids that differ in the last digit only. */
static void
add_terminal_server(struct world *w, uint32_t room)
{
	uint32_t users = 2 + random_below(&w->random, TERMINAL_MAX - 1);
	uint32_t host = add_host(w, false);
	uint64_t base = new_id(w) / 10 * 10;
	uint32_t connection = 0;
	uint16_t lif = 0;

	for (uint32_t i = 0; i < users && i < room; i++) {
		uint32_t actor = world_add_actor(w, add_person_user(w), host, ACTOR_TERMINAL);
		uint32_t slot;

		if (i == 0)
			lif = pick_lif(w, &w->actors[actor]);
		slot = settled_session(w, actor, lif);
		if (i == 0)
			connection = w->slots[slot].connection;
		w->slots[slot].connection = connection;
		w->slots[slot].id = base + 1 + i;
	}
}

static void
add_hog(struct world *w)
{
	uint32_t sessions = w->options.sessions / 50;
	struct buffer name = {NULL, 0, 0};
	uint32_t user, actor;
	uint16_t lif;

	buffer_literal(&name, "CORP\\svc_fileindexer");
	user = add_named_user(w, &name, "pcuser");
	actor = world_add_actor(w, user, add_host(w, false), ACTOR_HOG);
	lif = pick_lif(w, &w->actors[actor]);
	for (uint32_t i = 0; i < sessions && i < 2500; i++)
		settled_session(w, actor, lif);
}

static void
add_someone(struct world *w)
{
	uint32_t dice = random_below(&w->random, 1000);
	uint32_t actor, sessions = 1, room = w->options.sessions - w->begun_count;

	if (dice < 50) {
		add_terminal_server(w, room);
		return;
	}
	if (dice < 160) {
		actor = add_machine(w);
	} else if (dice < 200) {
		actor = add_service(w, ACTOR_SERVICE);
		sessions = 1 + random_below(&w->random, 8);
	} else if (dice < 225 && room > MULTICHANNEL_MAX) {
		actor = add_service(w, ACTOR_MULTICHANNEL);
	} else if (dice < 260) {
		actor = add_old(w);
	} else {
		actor = populate_person(w);
		sessions = dice < 450 ? 2 : 1;
	}
	for (uint32_t i = 0; i < sessions && w->begun_count < w->options.sessions; i++)
		settled_session(w, actor, pick_lif(w, &w->actors[actor]));
}

/* The first session on each LIF has identifier 1: an identifier alone is not unique. */
static void
give_small_ids(struct world *w)
{
	bool *given = sim_alloc(w->lif_count, sizeof(*given));

	for (uint32_t i = 0; i < w->begun_count; i++) {
		struct session *s = &w->slots[w->begun[i]];
		enum actor_kind kind = w->actors[s->actor].kind;
		bool ipv6 = memchr(w->lifs[s->lif].ip.raw, ':', w->lifs[s->lif].ip.length) != NULL;

		if (given[s->lif] || ipv6 || kind == ACTOR_TERMINAL || kind == ACTOR_MULTICHANNEL)
			continue;
		given[s->lif] = true;
		s->id = 1;
	}
	free(given);
}

void
populate_world(struct world *w)
{
	infrastructure_build(w);
	w->fixed_chunks = w->chunk_count;
	w->slot_room = w->options.sessions + w->options.sessions / 16 + 64;
	w->slots = sim_alloc(w->slot_room, sizeof(*w->slots));
	if (w->options.sessions >= 50)
		add_hog(w);
	while (w->begun_count < w->options.sessions)
		add_someone(w);
	give_small_ids(w);
}
