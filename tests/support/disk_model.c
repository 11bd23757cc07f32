/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/disk_model.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"

#define PATH_SIZE 128
#define NOTHING SIZE_MAX /* in place of a file */

struct write {
	size_t file, offset;
	struct buffer data;
};

/* A folder's entry as it was given or taken: `from` ("": none) goes, `to` ("": none) is `file`. */
struct naming {
	char from[PATH_SIZE], to[PATH_SIZE];
	size_t file;
};

struct name {
	char path[PATH_SIZE];
	size_t file; /* NOTHING: gone */
};

/* Names and what they stand for. */
struct names {
	struct name *names;
	size_t count, capacity;
};

struct disk_model {
	struct buffer *files; /* what is sure of each */
	size_t file_count, file_capacity;
	struct write *writes; /* what is not */
	size_t write_count, write_capacity;
	struct names sure, seen;
	struct naming *namings; /* from `sure` to `seen` */
	size_t naming_count, naming_capacity;
};

struct disk_model *disk_model_new(void)
{
	return memory_allocate_array(1, sizeof(struct disk_model));
}

void disk_model_free(struct disk_model *model)
{
	for (size_t i = 0; i < model->file_count; i++)
		buffer_clear(&model->files[i]);
	for (size_t i = 0; i < model->write_count; i++)
		buffer_clear(&model->writes[i].data);
	memory_free(model->files);
	memory_free(model->writes);
	memory_free(model->sure.names);
	memory_free(model->seen.names);
	memory_free(model->namings);
	memory_free(model);
}

static struct name *name_of(struct names *names, const char *path)
{
	for (size_t i = 0; i < names->count; i++) {
		if (strcmp(names->names[i].path, path) == 0)
			return &names->names[i];
	}
	names->names = memory_grow(names->names, &names->capacity, names->count + 1,
		sizeof(*names->names));
	names->names[names->count].file = NOTHING;
	snprintf(names->names[names->count].path, PATH_SIZE, "%s", path);
	return &names->names[names->count++];
}

static void apply_naming(struct names *names, const struct naming *naming)
{
	if (*naming->from)
		name_of(names, naming->from)->file = NOTHING;
	if (*naming->to)
		name_of(names, naming->to)->file = naming->file;
}

static void apply_write(struct buffer *file, size_t offset, struct slice data)
{
	while (file->size < offset)
		buffer_append_byte(file, '\0');
	if (file->size < offset + data.size) {
		buffer_reserve(file, offset + data.size - file->size);
		file->size = offset + data.size;
	}
	if (data.size)
		memcpy(file->data + offset, data.data, data.size);
}

static void name(struct disk_model *model, const char *from, const char *to, size_t file)
{
	struct naming *naming;

	model->namings = memory_grow(model->namings, &model->naming_capacity,
		model->naming_count + 1, sizeof(*naming));
	naming = &model->namings[model->naming_count++];
	snprintf(naming->from, PATH_SIZE, "%s", from);
	snprintf(naming->to, PATH_SIZE, "%s", to);
	naming->file = file;
	apply_naming(&model->seen, naming);
}

void disk_model_write(struct disk_model *model, const char *path, size_t offset, struct slice data)
{
	size_t file = name_of(&model->seen, path)->file;
	struct write *write;

	if (file == NOTHING) {
		model->files = memory_grow(model->files, &model->file_capacity,
			model->file_count + 1, sizeof(*model->files));
		buffer_init(&model->files[model->file_count]);
		file = model->file_count++;
		name(model, "", path, file);
	}
	model->writes = memory_grow(model->writes, &model->write_capacity, model->write_count + 1,
		sizeof(*write));
	write = &model->writes[model->write_count++];
	*write = (struct write){.file = file, .offset = offset};
	buffer_append(&write->data, data);
}

static void sync_file(struct disk_model *model, size_t file)
{
	size_t kept = 0;

	for (size_t i = 0; i < model->write_count; i++) {
		struct write *write = &model->writes[i];

		if (write->file == file) {
			apply_write(&model->files[file], write->offset, buffer_slice(&write->data));
			buffer_clear(&write->data);
		} else {
			model->writes[kept++] = *write;
		}
	}
	model->write_count = kept;
}

/* "segments" of "segments/a", "" of "a". */
static bool is_in(const struct naming *naming, const char *folder)
{
	const struct slice path = slice_of(*naming->to ? naming->to : naming->from);
	size_t slash = 0;

	if (!slice_find_byte(path, '/', 0, &slash))
		slash = 0;
	return slice_equal(slice_range(path, 0, slash), slice_of(folder));
}

static void sync_folder(struct disk_model *model, const char *folder)
{
	size_t kept = 0;

	for (size_t i = 0; i < model->naming_count; i++) {
		if (is_in(&model->namings[i], folder))
			apply_naming(&model->sure, &model->namings[i]);
		else
			model->namings[kept++] = model->namings[i];
	}
	model->naming_count = kept;
}

void disk_model_sync(struct disk_model *model, const char *path)
{
	const size_t file = name_of(&model->seen, path)->file;

	if (file != NOTHING)
		sync_file(model, file);
	else
		sync_folder(model, path);
}

void disk_model_rename(struct disk_model *model, const char *from, const char *to)
{
	name(model, from, to, name_of(&model->seen, from)->file);
}

void disk_model_unlink(struct disk_model *model, const char *path)
{
	name(model, path, "", NOTHING);
}

void disk_model_settle(struct disk_model *model)
{
	for (size_t i = 0; i < model->file_count; i++)
		sync_file(model, i);
	for (size_t i = 0; i < model->naming_count; i++)
		apply_naming(&model->sure, &model->namings[i]);
	model->naming_count = 0;
}

bool disk_model_is_settled(const struct disk_model *model)
{
	return model->write_count == 0 && model->naming_count == 0;
}

static bool survives(enum disk_loss loss, struct suite_random *random)
{
	return loss == DISK_LOSES_NONE ||
	       (loss == DISK_LOSES_SOME && suite_random_below(random, 2));
}

static void find_bytes(const struct disk_model *model, size_t file, enum disk_loss loss,
	struct suite_random *random, struct buffer *bytes)
{
	buffer_reset(bytes);
	buffer_append(bytes, buffer_slice(&model->files[file]));
	for (size_t i = 0; i < model->write_count; i++) {
		const struct write *write = &model->writes[i];
		size_t size = write->data.size;

		if (write->file != file || !survives(loss, random))
			continue;
		if (loss == DISK_LOSES_SOME && suite_random_below(random, 3) == 0)
			size = suite_random_below(random, (unsigned)size + 1);
		apply_write(bytes, write->offset, slice_range(buffer_slice(&write->data), 0, size));
	}
}

void disk_model_fail(const struct disk_model *model, enum disk_loss loss,
	struct suite_random *random, const char *folder)
{
	struct names found = {0};
	struct buffer path = {0}, bytes = {0};
	struct error error = {0};

	for (size_t i = 0; i < model->sure.count; i++)
		name_of(&found, model->sure.names[i].path)->file = model->sure.names[i].file;
	for (size_t i = 0; i < model->naming_count; i++) {
		if (survives(loss, random))
			apply_naming(&found, &model->namings[i]);
	}
	for (size_t i = 0; i < found.count; i++) {
		if (found.names[i].file == NOTHING)
			continue;
		find_bytes(model, found.names[i].file, loss, random, &bytes);
		buffer_reset(&path);
		buffer_printf(&path, "%s/%s", folder, found.names[i].path);
		ck_assert_msg(file_replace(path.data, buffer_slice(&bytes), &error), "%s",
			error.message);
	}
	memory_free(found.names);
	buffer_clear(&path);
	buffer_clear(&bytes);
}
