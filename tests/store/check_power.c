/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The power goes, at any moment: what was acknowledged is there, whole, and the next writer goes
 * on. What a writer calls is recorded and told to a model of a disk, which is asked after each
 * call what may be left (tests/support/disk_model.h).
 *
 * write, fsync, rename and unlink are defined here in place of libc's. QUOTH_POWER_STATES says
 * how many states are tried after each call.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "tests/support/disk_model.h"
#include "tests/support/index_course.h"
#include "tests/support/segment_fixture.h"
#include "tests/support/suite.h"

#define STATES 4 /* after each call */
#define PATH_SIZE 128

static struct temporary_folder folder;
static char root[PATH_MAX]; /* of it, without symbolic links */

enum call {
	CALL_WRITE,
	CALL_SYNC,
	CALL_RENAME,
	CALL_UNLINK,
	CALL_ACKNOWLEDGE, /* the writer says that a state is published */
};

struct event {
	enum call call;
	char path[PATH_SIZE], to[PATH_SIZE]; /* below the root */
	size_t offset;
	struct buffer data;
};

static struct {
	bool is_on;
	struct event *events;
	size_t count, capacity;
} record;

/* The path below the index; false for those of others. */
static bool shorten(const char *path, char *shorter)
{
	const struct slice roots[] = {slice_of(root), slice_of(folder.path)};

	for (size_t i = 0; i < COUNT_OF(roots); i++) {
		if (!slice_starts_with(slice_of(path), roots[i]))
			continue;
		path += roots[i].size;
		snprintf(shorter, PATH_SIZE, "%s", *path == '/' ? path + 1 : path);
		return true;
	}
	return false;
}

static struct event *add_event(enum call call, const char *path)
{
	struct event *event;

	record.events = memory_grow(record.events, &record.capacity, record.count + 1,
		sizeof(*event));
	event = &record.events[record.count];
	*event = (struct event){.call = call};
	if (!shorten(path, event->path))
		return NULL;
	record.count++;
	return event;
}

static struct event *add_descriptor(enum call call, int descriptor)
{
	char link[64], path[PATH_MAX];
	ssize_t size;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", descriptor);
	size = readlink(link, path, sizeof(path) - 1);
	if (size <= 0)
		return NULL;
	path[size] = '\0';
	return add_event(call, path);
}

ssize_t write(int descriptor, const void *data, size_t size)
{
	struct event *event = record.is_on ? add_descriptor(CALL_WRITE, descriptor) : NULL;

	if (event) {
		event->offset = (size_t)lseek(descriptor, 0, SEEK_CUR);
		buffer_append_bytes(&event->data, data, size);
	}
	return syscall(SYS_write, descriptor, data, size);
}

int fsync(int descriptor)
{
	if (record.is_on)
		add_descriptor(CALL_SYNC, descriptor);
	return 0;
}

int rename(const char *from, const char *to)
{
	struct event *event = record.is_on ? add_event(CALL_RENAME, from) : NULL;

	if (event)
		ck_assert(shorten(to, event->to));
	return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlink(const char *path)
{
	if (record.is_on)
		add_event(CALL_UNLINK, path);
	return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

static void acknowledge(void *context)
{
	(void)context;
	add_event(CALL_ACKNOWLEDGE, folder.path);
}

/* The index in state 0 as files of the model that stay. */
static void load(struct disk_model *model)
{
	static const char *const kinds[] = {"articles", "tokens", "quotes", "words"};
	struct buffer bytes = {0};
	struct error error = {0};
	char path[PATH_SIZE];

	ck_assert(file_read(temporary_folder_path(&folder, "manifest.json"), SIZE_MAX, &bytes, &error));
	disk_model_write(model, "manifest.json", 0, buffer_slice(&bytes));
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		buffer_reset(&bytes);
		snprintf(path, sizeof(path), "segments/000001.%s", kinds[i]);
		ck_assert_msg(file_read(temporary_folder_path(&folder, path), SIZE_MAX, &bytes, &error),
			"%s", error.message);
		disk_model_write(model, path, 0, buffer_slice(&bytes));
	}
	disk_model_settle(model);
	buffer_clear(&bytes);
}

static void replay(struct disk_model *model, const struct event *event)
{
	switch (event->call) {
	case CALL_WRITE:
		disk_model_write(model, event->path, event->offset, buffer_slice(&event->data));
		break;
	case CALL_SYNC:
		disk_model_sync(model, event->path);
		break;
	case CALL_RENAME:
		disk_model_rename(model, event->path, event->to);
		break;
	case CALL_UNLINK:
		disk_model_unlink(model, event->path);
		break;
	case CALL_ACKNOWLEDGE:
		break;
	}
}

/* The state in which the index is found; the next writer leaves it so. */
static unsigned find_state(const struct disk_model *model, enum disk_loss loss,
	struct suite_random *random)
{
	struct temporary_folder found;
	struct error error = {0};
	unsigned state;

	temporary_folder_open(&found);
	ck_assert(file_make_folder(temporary_folder_path(&found, "segments"), &error));
	disk_model_fail(model, loss, random, found.path);
	state = index_course_state(found.path);
	update_close(segment_fixture_open(found.path, false));
	ck_assert_uint_eq(index_course_state(found.path), state);
	temporary_folder_close(&found);
	return state;
}

static void record_course(struct disk_model *model)
{
	struct update *update;
	struct error error = {0};

	index_course_begin(&folder);
	ck_assert_ptr_nonnull(realpath(folder.path, root));
	load(model);
	update = segment_fixture_open(folder.path, false);
	record.is_on = true;
	ck_assert_msg(index_course_run(update, folder.path, acknowledge, NULL, &error), "%s",
		error.message);
	record.is_on = false;
	update_close(update);
	temporary_folder_close(&folder);
}

static void release(struct disk_model *model)
{
	for (size_t i = 0; i < record.count; i++)
		buffer_clear(&record.events[i].data);
	memory_free(record.events);
	disk_model_free(model);
}

START_TEST(what_was_acknowledged_outlives_a_loss_of_power)
{
	const char *wanted = getenv("QUOTH_POWER_STATES");
	const unsigned states = wanted ? (unsigned)strtoul(wanted, NULL, 10) : STATES;
	struct disk_model *model = disk_model_new();
	struct suite_random random = {11};
	unsigned acknowledged = 0, tried = 0, met[3] = {0};

	record_course(model);
	for (size_t i = 0; i < record.count; i++) {
		replay(model, &record.events[i]);
		acknowledged += record.events[i].call == CALL_ACKNOWLEDGE;
		for (unsigned j = 0; j < (disk_model_is_settled(model) ? 1 : states); j++) {
			const unsigned state = find_state(model,
				j < DISK_LOSES_SOME ? (enum disk_loss)j : DISK_LOSES_SOME, &random);

			ck_assert_msg(state == acknowledged || state == acknowledged + 1,
				"call %zu: state %u, acknowledged %u", i, state, acknowledged);
			met[state]++;
			tried++;
		}
	}
	ck_assert_uint_eq(acknowledged, 2);
	ck_assert_uint_gt(met[0], 20);
	ck_assert_uint_gt(met[1], 20);
	ck_assert_uint_gt(met[2], 0);
	ck_assert_uint_gt(tried, 2 * record.count);
	release(model);
}
END_TEST

/* That the model loses something at all: a file that is not fsynced, and a name. */
START_TEST(what_was_not_synced_may_be_lost)
{
	struct disk_model *model = disk_model_new();
	struct suite_random random = {12};
	struct buffer bytes = {0};
	struct error error = {0};
	const char *path;

	temporary_folder_open(&folder);
	path = temporary_folder_path(&folder, "file");
	disk_model_write(model, "file", 0, SLICE_LITERAL("first"));
	disk_model_sync(model, "file");
	disk_model_fail(model, DISK_LOSES_ALL, &random, folder.path);
	ck_assert(!file_exists(path));
	disk_model_sync(model, "");
	ck_assert(disk_model_is_settled(model));
	disk_model_write(model, "file", 5, SLICE_LITERAL(" and second"));
	disk_model_rename(model, "file", "other");
	disk_model_fail(model, DISK_LOSES_ALL, &random, folder.path);
	ck_assert(file_read(path, SIZE_MAX, &bytes, &error));
	ck_assert(slice_equal(buffer_slice(&bytes), SLICE_LITERAL("first")));
	ck_assert(!file_exists(temporary_folder_path(&folder, "other")));
	disk_model_sync(model, "other");
	disk_model_fail(model, DISK_LOSES_ALL, &random, folder.path);
	buffer_reset(&bytes);
	ck_assert(file_read(path, SIZE_MAX, &bytes, &error));
	ck_assert(slice_equal(buffer_slice(&bytes), SLICE_LITERAL("first and second")));
	temporary_folder_close(&folder);
	temporary_folder_open(&folder);
	disk_model_fail(model, DISK_LOSES_NONE, &random, folder.path);
	ck_assert(!file_exists(temporary_folder_path(&folder, "file")));
	ck_assert(file_exists(temporary_folder_path(&folder, "other")));
	buffer_clear(&bytes);
	disk_model_free(model);
	temporary_folder_close(&folder);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("power");
	TCase *tests = tcase_create("power");

	tcase_set_timeout(tests, 240);
	tcase_add_test(tests, what_was_not_synced_may_be_lost);
	tcase_add_test(tests, what_was_acknowledged_outlives_a_loss_of_power);
	suite_add_tcase(suite, tests);
	return suite;
}
