/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"

#include "base/banned.h"

/* The holder's process id as it stands in the file; 0 when there is none (yet). */
static uint64_t holder_of(int descriptor)
{
	char text[32];
	const ssize_t size = pread(descriptor, text, sizeof(text), 0);
	uint64_t holder;

	if (size <= 0 || !slice_to_unsigned(slice_trim(slice_make(text, (size_t)size)), &holder))
		return 0;
	return holder;
}

static bool is_locked(int descriptor, const char *index, struct error *error)
{
	const uint64_t holder = holder_of(descriptor);

	if (holder == 0)
		return error_set(error, ERROR_LOCKED,
			"%s: locked: another process is writing to this index", index);
	return error_set(error, ERROR_LOCKED,
		"%s: locked: process %llu is writing to this index", index,
		(unsigned long long)holder);
}

/* Only a help for people: that it cannot be written hinders nobody. */
static void write_holder(int descriptor)
{
	char text[32];
	const int size = snprintf(text, sizeof(text), "%ld\n", (long)getpid());
	const bool written = ftruncate(descriptor, 0) == 0 &&
			     pwrite(descriptor, text, (size_t)size, 0) == size;

	(void)written;
}

bool lock_take(const char *index, int *descriptor, struct error *error)
{
	struct buffer path = {0};
	int opened;
	bool good = true;

	if (!file_make_folder(index, error))
		return false;
	buffer_printf(&path, "%s/lock", index);
	opened = open(path.data, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (opened < 0 || flock(opened, LOCK_EX | LOCK_NB) < 0)
		good = opened >= 0 && errno == EWOULDBLOCK
			       ? is_locked(opened, index, error)
			       : error_set(error, ERROR_IO, "%s: %s", path.data, strerror(errno));
	buffer_clear(&path);
	if (!good) {
		if (opened >= 0)
			close(opened);
		return false;
	}
	write_holder(opened);
	*descriptor = opened;
	return true;
}

void lock_release(int descriptor)
{
	/* The file stays: unlinking it would let two writers lock two files of one name. */
	close(descriptor);
}
