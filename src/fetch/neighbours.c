/* neighbours.c: other cifstops of this user on this host that watch the same cluster. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* locks of an open file */
#endif
#include "config.h"

#include "fetch/neighbours.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xalloc.h"

/* The byte of whoever walks, and those of the programs; who finds none free goes by itself. */
#define WALK_BYTE 0
#define FIRST_BYTE 1
#define LAST_BYTE 16

#define NAME_LENGTH 32

/* To get into a file that the last one in it is about to remove. */
#define TRIES 3

/* Elsewhere locks belong to the process, which loses them when it closes the file in any place. */
#ifdef F_OFD_SETLK
#define HAS_FILE_LOCKS true
#else
#define HAS_FILE_LOCKS false
#define F_OFD_SETLK F_SETLK
#define F_OFD_GETLK F_GETLK
#endif

struct neighbourhood {
	struct neighbourhood *next;
	uint64_t address;
	int file;
	unsigned walks; /* of this program: several of its clusters may have the address */
};

struct neighbours {
	struct neighbourhood *first;
	int folder;
};

/* Whether a file or folder is ours and nobody else's. */
static bool
is_private(int descriptor, mode_t type)
{
	struct stat status;

	return fstat(descriptor, &status) == 0 && (status.st_mode & S_IFMT) == type && status.st_uid == geteuid() &&
	       (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

/* Sets a lock of `length` bytes, or asks for it; never waits. */
static bool
lock_bytes(int file, int command, off_t from, off_t length, struct flock *lock)
{
	lock->l_whence = SEEK_SET;
	lock->l_start = from;
	lock->l_len = length;
	lock->l_pid = 0;
	return fcntl(file, command, lock) == 0;
}

static bool
take_byte(int file, off_t byte)
{
	struct flock lock = {.l_type = F_WRLCK};

	return lock_bytes(file, F_OFD_SETLK, byte, 1, &lock);
}

static void
drop_byte(int file, off_t byte)
{
	struct flock lock = {.l_type = F_UNLCK};

	lock_bytes(file, F_OFD_SETLK, byte, 1, &lock);
}

/* Whether another program has the byte. */
static bool
is_taken(int file, off_t byte)
{
	struct flock lock = {.l_type = F_WRLCK};

	return lock_bytes(file, F_OFD_GETLK, byte, 1, &lock) && lock.l_type != F_UNLCK;
}

/* The file of an address. */
static void
file_name(uint64_t address, char name[static NAME_LENGTH])
{
	snprintf(name, NAME_LENGTH, "%016llx.watch", (unsigned long long)address);
}

/* Removes the file when nobody else is in it; who opens it at this moment gets no byte, and tries again. */
static void
leave(const struct neighbours *neighbours, const struct neighbourhood *left)
{
	struct flock lock = {.l_type = F_WRLCK};
	char name[NAME_LENGTH];

	file_name(left->address, name);
	if (lock_bytes(left->file, F_OFD_SETLK, WALK_BYTE, LAST_BYTE + 1, &lock))
		unlinkat(neighbours->folder, name, 0);
	close(left->file);
}

struct neighbours *
neighbours_new(const char *folder)
{
	struct neighbours *neighbours;
	int descriptor;

	if (!HAS_FILE_LOCKS || folder == NULL || (mkdir(folder, S_IRWXU) != 0 && errno != EEXIST))
		return NULL;
	descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (descriptor < 0)
		return NULL;
	if (!is_private(descriptor, S_IFDIR)) {
		close(descriptor);
		return NULL;
	}
	neighbours = xcalloc(1, sizeof *neighbours);
	neighbours->folder = descriptor;
	return neighbours;
}

void
neighbours_free(struct neighbours *neighbours)
{
	struct neighbourhood *next;

	if (neighbours == NULL)
		return;
	for (struct neighbourhood *at = neighbours->first; at != NULL; at = next) {
		next = at->next;
		leave(neighbours, at);
		free(at);
	}
	close(neighbours->folder);
	free(neighbours);
}

/* Stands for an address, however its letters are written: FNV-1a. */
static uint64_t
hash_address(const char *url)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (; *url != '\0'; url++) {
		unsigned char byte = (unsigned char)(*url >= 'A' && *url <= 'Z' ? *url - 'A' + 'a' : *url);

		hash = (hash ^ byte) * UINT64_C(0x100000001b3);
	}
	return hash;
}

/* Opens the file of an address; -1 when there is none that can be used. */
static int
open_file(const struct neighbours *neighbours, const char *name)
{
	int file = openat(
	    neighbours->folder, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, S_IRUSR | S_IWUSR);

	if (file >= 0 && !is_private(file, S_IFREG)) {
		close(file);
		file = -1;
	}
	return file;
}

/* Takes a byte of a file that still has its name. */
static bool
takes_place(const struct neighbours *neighbours, const char *name, int file)
{
	struct stat named, opened;
	off_t byte = FIRST_BYTE;

	while (byte <= LAST_BYTE && !take_byte(file, byte))
		byte++;
	return byte <= LAST_BYTE && fstat(file, &opened) == 0 &&
	       fstatat(neighbours->folder, name, &named, AT_SYMLINK_NOFOLLOW) == 0 && named.st_ino == opened.st_ino;
}

/* Returns the descriptor of the file of an address in which a byte was taken, or -1. */
static int
enter(const struct neighbours *neighbours, uint64_t address)
{
	char name[NAME_LENGTH];

	file_name(address, name);
	for (int i = 0; i < TRIES; i++) {
		int file = open_file(neighbours, name);

		if (file < 0 || takes_place(neighbours, name, file))
			return file;
		close(file);
	}
	return -1;
}

struct neighbourhood *
neighbours_join(struct neighbours *neighbours, const char *url)
{
	struct neighbourhood *joined;
	uint64_t address;
	int file;

	if (neighbours == NULL)
		return NULL;
	address = hash_address(url);
	for (joined = neighbours->first; joined != NULL; joined = joined->next) {
		if (joined->address == address)
			return joined;
	}
	file = enter(neighbours, address);
	if (file < 0)
		return NULL;
	joined = xcalloc(1, sizeof *joined);
	joined->address = address;
	joined->file = file;
	joined->next = neighbours->first;
	neighbours->first = joined;
	return joined;
}

unsigned
neighbourhood_count(const struct neighbourhood *neighbourhood)
{
	unsigned count = 1;

	for (off_t byte = FIRST_BYTE; byte <= LAST_BYTE; byte++)
		count += is_taken(neighbourhood->file, byte) ? 1 : 0;
	return count;
}

bool
neighbourhood_begin_walk(struct neighbourhood *neighbourhood)
{
	if (neighbourhood->walks == 0 && !take_byte(neighbourhood->file, WALK_BYTE))
		return false;
	neighbourhood->walks++;
	return true;
}

void
neighbourhood_end_walk(struct neighbourhood *neighbourhood)
{
	if (--neighbourhood->walks == 0)
		drop_byte(neighbourhood->file, WALK_BYTE);
}
