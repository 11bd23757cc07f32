/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/index_course.h"

#include "tests/support/segment_fixture.h"
#include "tests/support/suite.h"

#define ARTICLES 35

void index_course_begin(struct temporary_folder *folder)
{
	struct update *update;

	temporary_folder_open(folder);
	update = segment_fixture_open(folder->path, false);
	segment_fixture_add(update, folder->path, 1, 20, NULL);
	segment_fixture_publish(update);
	update_close(update);
}

/* As segment_fixture_add, but it may fail. */
static bool add(struct update *update, const char *index, unsigned first, unsigned last,
	struct error *error)
{
	struct block *block = block_new();
	struct manifest_segment segment;
	bool good;

	segment_fixture_fill(block, first, last, NULL);
	good = block_write(block, index, update_reserve(update), &segment, error);
	if (good)
		update_add(update, &segment, block->language_articles);
	block_free(block);
	return good;
}

static void bury(struct update *update, unsigned number)
{
	struct error ignored = {0};
	uint32_t document;

	if (update_find(update, segment_fixture_identity(number), &document,
		    &ignored))
		update_bury(update, document);
}

bool index_course_run(struct update *update, const char *index, void (*acknowledge)(void *context),
	void *context, struct error *error)
{
	if (!add(update, index, 21, 30, error))
		return false;
	bury(update, 5);
	update_bury_added(update, update_snapshot(update)->manifest.next_segment, 5);
	if (!update_publish(update, error))
		return false;
	acknowledge(context);
	if (!update_merge(update, true, NULL, NULL, error) || !add(update, index, 31, 35, error) ||
		!update_publish(update, error))
		return false;
	acknowledge(context);
	return true;
}

unsigned index_course_state(const char *index)
{
	static const unsigned last[] = {20, 30, 35};
	struct snapshot *snapshot;
	struct error error = {0};
	uint32_t document;
	bool lives[ARTICLES + 1] = {false};
	unsigned state;

	ck_assert_msg(snapshot_open(index, &snapshot, &error), "%s", error.message);
	state = snapshot_find(snapshot, segment_fixture_identity(31), &document, &error)   ? 2
		: snapshot_find(snapshot, segment_fixture_identity(21), &document, &error) ? 1
											   : 0;
	snapshot_close(snapshot);
	for (unsigned number = 1; number <= last[state]; number++)
		lives[number] = state == 0 || (number != 5 && number != 25);
	segment_fixture_assert(index, lives, ARTICLES);
	return state;
}
