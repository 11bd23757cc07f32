/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay.c - a fuzz target as a Check suite: each file of its corpus is one test.
 *
 * It lies in libsupport.a and defines suite_make, which suites define themselves: so the
 * linker takes it for those programs only that have an LLVMFuzzerTestOneInput instead.
 */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

#define INPUT_LIMIT ((size_t)16 * 1024 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct dirent **inputs;
static int input_count;
static char corpus[4096];

static int is_input(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* In memory of exactly their size, so that a sanitizer sees a step beyond. */
static void run_input(struct slice bytes)
{
	uint8_t *data = memory_allocate(bytes.size);

	if (bytes.size)
		memcpy(data, bytes.data, bytes.size);
	LLVMFuzzerTestOneInput(data, bytes.size);
	memory_free(data);
}

START_TEST(input_is_survived)
{
	char path[sizeof(corpus) + 300];
	struct buffer bytes = {0};
	struct error error = {0};

	snprintf(path, sizeof(path), "%s/%s", corpus, inputs[_i]->d_name);
	ck_assert_msg(file_read(path, INPUT_LIMIT, &bytes, &error), "%s", error.message);
	fprintf(stderr, "%s\n", path);
	run_input(buffer_slice(&bytes));
	buffer_clear(&bytes);
}
END_TEST

/* Every beginning of it, and every byte of it changed: what a fuzzer tries first. */
START_TEST(input_cut_and_changed_is_survived)
{
	char path[sizeof(corpus) + 300];
	struct buffer bytes = {0};
	struct error error = {0};
	struct suite_random random = {1};
	size_t step;

	snprintf(path, sizeof(path), "%s/%s", corpus, inputs[_i]->d_name);
	ck_assert_msg(file_read(path, INPUT_LIMIT, &bytes, &error), "%s", error.message);
	/* A few hundred tries, whatever the size. */
	step = bytes.size / 256 + 1;
	for (size_t i = 0; i < bytes.size; i += step) {
		const char before = bytes.data[i];

		run_input(slice_range(buffer_slice(&bytes), 0, i));
		bytes.data[i] = (char)suite_random_below(&random, 256);
		run_input(buffer_slice(&bytes));
		bytes.data[i] = before;
	}
	buffer_clear(&bytes);
}
END_TEST

START_TEST(corpus_is_not_empty)
{
	ck_assert_msg(input_count > 0, "%s holds no inputs", corpus);
}
END_TEST

/* fuzz_query replays corpus/query. */
Suite *suite_make(void)
{
	const char *name = program_invocation_short_name;
	Suite *suite = suite_create(name);
	TCase *cases = tcase_create(name);

	if (strncmp(name, "fuzz_", 5) == 0)
		name += 5;
	snprintf(corpus, sizeof(corpus), "%s/%s", suite_source("tests/fuzz/corpus"), name);
	input_count = scandir(corpus, &inputs, is_input, alphasort);
	tcase_set_timeout(cases, 30);
	tcase_add_test(cases, corpus_is_not_empty);
	tcase_add_loop_test(cases, input_is_survived, 0, input_count);
	tcase_add_loop_test(cases, input_cut_and_changed_is_survived, 0, input_count);
	suite_add_tcase(suite, cases);
	return suite;
}
