/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass/output.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

#include "base/banned.h"

#define GATHERED_LIMIT 128 /* blocks: 1 MiB a write */

bool glass_output_open(struct glass_output *output, const char *path, struct error *error)
{
	const int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

	if (descriptor < 0)
		return error_set(error, ERROR_IO, "%s: %s", path, strerror(errno));
	*output = (struct glass_output){
		.path = memory_copy_string(path),
		.descriptor = descriptor,
		.gathered = memory_allocate_array(GATHERED_LIMIT, GLASS_BLOCK_SIZE),
		/* An empty block in place of block 0 until it is known. */
		.gathered_count = 1,
		.next_block = 1,
	};
	return true;
}

static bool flush(struct glass_output *output, struct error *error)
{
	const struct slice bytes = slice_make((const char *)output->gathered,
		output->gathered_count * GLASS_BLOCK_SIZE);

	output->gathered_count = 0;
	if (!file_write_all(output->descriptor, bytes, error))
		return error_prefix(error, "%s", output->path);
	return true;
}

bool glass_output_append(struct glass_output *output, const unsigned char *block,
	struct error *error)
{
	if (output->next_block == UINT32_MAX)
		return error_set(error, ERROR_LIMIT, "%s: more blocks than glass can number",
			output->path);
	if (output->gathered_count == GATHERED_LIMIT && !flush(output, error))
		return false;
	memcpy(output->gathered + output->gathered_count * GLASS_BLOCK_SIZE, block,
		GLASS_BLOCK_SIZE);
	output->gathered_count++;
	output->next_block++;
	return true;
}

bool glass_output_finish(struct glass_output *output, struct slice head, struct error *error)
{
	assert(head.size <= GLASS_BLOCK_SIZE);
	if (!flush(output, error))
		return false;
	if (lseek(output->descriptor, 0, SEEK_SET) < 0)
		return error_set(error, ERROR_IO, "%s: %s", output->path, strerror(errno));
	if (!file_write_all(output->descriptor, head, error))
		return error_prefix(error, "%s", output->path);
	if (fsync(output->descriptor))
		return error_set(error, ERROR_IO, "%s: fsync: %s", output->path, strerror(errno));
	return true;
}

static void release(struct glass_output *output)
{
	memory_free(output->gathered);
	memory_free(output->path);
}

bool glass_output_close(struct glass_output *output, struct error *error)
{
	bool is_closed = true;

	if (close(output->descriptor)) {
		is_closed = error_set(error, ERROR_IO, "%s: %s", output->path, strerror(errno));
		unlink(output->path);
	}
	release(output);
	return is_closed;
}

void glass_output_remove(struct glass_output *output)
{
	close(output->descriptor);
	unlink(output->path);
	release(output);
}
