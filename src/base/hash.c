/* hash.c: hashes that nobody outside the process can foresee. */
#include "config.h"

#include "base/hash.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

uint64_t hash_secrets[2];

/* Before main(), so that no reader has to ask whether they were chosen. */
static void __attribute__((constructor)) choose_secrets(void)
{
	/* Early at boot there is no chance to be had, and waiting for it is worse than something poor. */
	if (getrandom(hash_secrets, sizeof hash_secrets, GRND_NONBLOCK) != sizeof hash_secrets) {
		struct timespec now = {0, 0};

		clock_gettime(CLOCK_MONOTONIC, &now);
		hash_secrets[0] = (uint64_t)now.tv_nsec * UINT64_C(0x9e3779b97f4a7c15);
		hash_secrets[1] = (uint64_t)getpid() * UINT64_C(0xd6e8feb86659fd93);
	}
	/* A factor of few bits would not mix. */
	hash_secrets[1] |= UINT64_C(0x8000000100000001);
}

static uint64_t
read_8(const char *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof word);
	return word;
}

static uint64_t
read_4(const char *bytes)
{
	uint32_t word;

	memcpy(&word, bytes, sizeof word);
	return word;
}

/* The last 16 bytes, or all when there are fewer, as two words: they may overlap, since the length counts as well. */
uint64_t
hash_text(struct text text)
{
	const char *at = text.bytes, *end = at + text.length;
	uint64_t hash = hash_secrets[0], first = 0, second = 0;

	while (end - at > 16) {
		hash = hash_mix(read_8(at) ^ hash_secrets[1], read_8(at + 8) ^ hash);
		at += 16;
	}
	if (text.length >= 8) {
		first = read_8(text.length >= 16 ? end - 16 : text.bytes);
		second = read_8(end - 8);
	} else if (text.length >= 4) {
		first = read_4(text.bytes);
		second = read_4(end - 4);
	} else if (text.length > 0) {
		first = (uint64_t)(unsigned char)text.bytes[0] << 16 |
			(uint64_t)(unsigned char)text.bytes[text.length / 2] << 8 | (unsigned char)end[-1];
	}
	hash = hash_mix(first ^ hash_secrets[1], second ^ hash);
	return hash_mix(hash ^ text.length, hash_secrets[1] ^ hash_secrets[0]);
}
