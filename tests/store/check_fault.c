/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A writer that dies, or is refused, at each of its calls to the system in turn: what it
 * acknowledged is there, nothing is there by half, and the next writer goes on. And for the
 * day the power goes: the order of calls, in which nothing is named before it is on disk.
 *
 * write, fsync, rename and unlink are defined here in place of libc's. Nothing is really
 * fsynced: a process that dies loses none of what it wrote.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/update.h"
#include "tests/support/index_course.h"
#include "tests/support/segment_fixture.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#define CRASHED 77
#define REFUSED 78

enum fault {
	FAULT_CRASH, /* before the call is made */
	FAULT_TORN,  /* half of what is to be written is written, then a crash */
	FAULT_ONCE,  /* EIO, once */
	FAULT_FULL,  /* ENOSPC, from here on */
};

/* Which call is struck, counted from 1; 0: none. */
static struct {
	enum fault kind;
	unsigned at, calls;
} fault;

static struct temporary_folder folder;

enum call {
	CALL_WRITE,
	CALL_SYNC,
	CALL_RENAME,
	CALL_UNLINK,
};

/* What was called, while `is_recording`. */
static struct {
	bool is_recording;
	unsigned count;
	struct {
		enum call call;
		char path[512];
	} calls[1000];
} record;

static void note_path(enum call call, const char *path)
{
	if (!record.is_recording)
		return;
	ck_assert_uint_lt(record.count, 1000);
	record.calls[record.count].call = call;
	snprintf(record.calls[record.count++].path, sizeof(record.calls[0].path), "%s", path);
}

static void note_descriptor(enum call call, int descriptor)
{
	char link[64], path[512];
	ssize_t size;

	if (!record.is_recording)
		return;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", descriptor);
	size = readlink(link, path, sizeof(path) - 1);
	ck_assert_int_gt(size, 0);
	path[size] = '\0';
	note_path(call, path);
}

static bool is_struck(void)
{
	if (fault.at == 0 || ++fault.calls < fault.at ||
		(fault.calls > fault.at && fault.kind != FAULT_FULL))
		return false;
	if (fault.kind == FAULT_CRASH)
		_exit(CRASHED);
	errno = fault.kind == FAULT_ONCE ? EIO : ENOSPC;
	return true;
}

ssize_t write(int descriptor, const void *data, size_t size)
{
	note_descriptor(CALL_WRITE, descriptor);
	if (is_struck()) {
		if (fault.kind != FAULT_TORN)
			return -1;
		syscall(SYS_write, descriptor, data, size / 2);
		_exit(CRASHED);
	}
	return syscall(SYS_write, descriptor, data, size);
}

int fsync(int descriptor)
{
	note_descriptor(CALL_SYNC, descriptor);
	if (is_struck()) {
		if (fault.kind == FAULT_TORN)
			_exit(CRASHED);
		return -1;
	}
	return 0;
}

int rename(const char *from, const char *to)
{
	note_path(CALL_RENAME, to);
	if (is_struck()) {
		if (fault.kind != FAULT_TORN)
			return -1;
		_exit(CRASHED);
	}
	return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlink(const char *path)
{
	note_path(CALL_UNLINK, path);
	if (is_struck()) {
		if (fault.kind != FAULT_TORN)
			return -1;
		_exit(CRASHED);
	}
	return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

#define ACKNOWLEDGED '+'
#define UNTOUCHED '-'

static void tell(int descriptor, char what)
{
	syscall(SYS_write, descriptor, &what, 1);
}

static void tell_acknowledged(void *descriptor)
{
	tell(*(int *)descriptor, ACKNOWLEDGED);
}

/* How the work of a child ended. */
struct outcome {
	int status;
	unsigned acknowledged; /* states */
	bool is_untouched;     /* it made fewer calls */
};

static void work_in_child(int report)
{
	const struct update_options options = {.rebuild = false};
	struct update *update;
	struct error error = {0};
	bool good = update_open(folder.path, &options, &update, &error);

	if (good) {
		good = index_course_run(update, folder.path, tell_acknowledged, &report, &error);
		update_close(update);
	}
	if (fault.calls < fault.at || fault.at == 0)
		tell(report, UNTOUCHED);
	_exit(good ? 0 : error.code == ERROR_IO ? REFUSED : 1);
}

static struct outcome run_struck(enum fault kind, unsigned at)
{
	struct outcome outcome = {.status = -1};
	int ends[2], status;
	char byte;
	pid_t child;

	ck_assert_int_eq(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		fault.kind = kind;
		fault.at = at;
		work_in_child(ends[1]);
	}
	close(ends[1]);
	while (read(ends[0], &byte, 1) == 1) {
		outcome.acknowledged += byte == ACKNOWLEDGED;
		outcome.is_untouched = byte == UNTOUCHED;
	}
	close(ends[0]);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	if (WIFEXITED(status))
		outcome.status = WEXITSTATUS(status);
	return outcome;
}

START_TEST(every_call_can_be_the_last)
{
	const int failed = _i == FAULT_CRASH || _i == FAULT_TORN ? CRASHED : REFUSED;
	unsigned at = 0, states[3] = {0};
	struct outcome outcome;

	do {
		unsigned state;

		index_course_begin(&folder);
		outcome = run_struck((enum fault)_i, ++at);
		/* A file that cannot be removed is no failure: the next writer tries again. */
		ck_assert_msg(outcome.status == 0 || outcome.status == failed,
			"call %u: status %d", at, outcome.status);
		state = index_course_state(folder.path);
		states[state]++;
		ck_assert_uint_ge(state, outcome.acknowledged);
		ck_assert_uint_le(state, outcome.acknowledged + 1);
		if (state == 0) {
			ck_assert_int_eq(run_struck(FAULT_CRASH, 0).status, 0);
			ck_assert_uint_eq(index_course_state(folder.path), 2);
		} else {
			update_close(segment_fixture_open(folder.path, false));
			ck_assert_uint_eq(index_course_state(folder.path), state);
		}
		temporary_folder_close(&folder);
	} while (!outcome.is_untouched);
	ck_assert_int_eq(outcome.status, 0);
	ck_assert_uint_gt(states[0], 10);
	ck_assert_uint_gt(states[1], 10);
	ck_assert_uint_gt(at, 40);
}
END_TEST

/* Is there such a call after `from` and before `to`? */
static bool is_called(enum call call, const char *path, unsigned from, unsigned to)
{
	for (unsigned i = from + 1; i < to; i++)
		if (record.calls[i].call == call && strcmp(record.calls[i].path, path) == 0)
			return true;
	return false;
}

/* The manifest is renamed at `renamed`; calls after `begin` led to it. */
static void assert_order(unsigned begin, unsigned renamed, unsigned end)
{
	char root[PATH_MAX], segments[PATH_MAX + 16];

	ck_assert_ptr_nonnull(realpath(folder.path, root));
	snprintf(segments, sizeof(segments), "%s/segments", root);
	for (unsigned i = begin; i < renamed; i++) {
		const char *path = record.calls[i].path;

		ck_assert_msg(record.calls[i].call != CALL_UNLINK, "%s", path);
		if (record.calls[i].call != CALL_WRITE)
			continue;
		ck_assert_msg(is_called(CALL_SYNC, path, i, renamed), "%s", path);
		ck_assert_msg(strncmp(path, segments, strlen(segments)) != 0 ||
				      is_called(CALL_SYNC, segments, i, renamed),
			"%s", path);
	}
	/* Nothing old goes before the new is sure to stay. */
	ck_assert_int_eq(record.calls[renamed + 1].call, CALL_SYNC);
	ck_assert_str_eq(record.calls[renamed + 1].path, root);
	ck_assert_uint_lt(renamed + 1, end);
}

START_TEST(nothing_is_named_before_it_is_on_disk)
{
	struct update *update;
	struct error error = {0};
	unsigned begin = 0, renames = 0;
	int ends[2];

	index_course_begin(&folder);
	ck_assert_int_eq(pipe(ends), 0);
	update = segment_fixture_open(folder.path, false);
	record.is_recording = true;
	ck_assert_msg(index_course_run(update, folder.path, tell_acknowledged, &ends[1], &error), "%s",
		error.message);
	record.is_recording = false;
	for (unsigned i = 0; i < record.count; i++) {
		if (record.calls[i].call != CALL_RENAME)
			continue;
		assert_order(begin, i, record.count);
		renames++;
		/* What is unlinked after it belongs to it. */
		for (begin = i + 1; begin < record.count; begin++)
			if (record.calls[begin].call == CALL_WRITE)
				break;
	}
	ck_assert_uint_eq(renames, 3);
	update_close(update);
	temporary_folder_close(&folder);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("fault");
	TCase *tests = tcase_create("fault");

	tcase_set_timeout(tests, 240);
	tcase_add_loop_test(tests, every_call_can_be_the_last, FAULT_CRASH, FAULT_FULL + 1);
	tcase_add_test(tests, nothing_is_named_before_it_is_on_disk);
	suite_add_tcase(suite, tests);
	return suite;
}
