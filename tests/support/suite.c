/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/suite.h"

#include <stdio.h>
#include <stdlib.h>

static const char *path_below(const char *variable, const char *path)
{
	static char paths[8][4096];
	static unsigned next;
	const char *root = getenv(variable);
	char *joined = paths[next++ % 8];

	snprintf(joined, sizeof(paths[0]), "%s/%s", root ? root : ".", path);
	return joined;
}

const char *suite_source(const char *path)
{
	return path_below("srcdir", path);
}

const char *suite_build(const char *path)
{
	return path_below("builddir", path);
}

unsigned suite_random_below(struct suite_random *random, unsigned limit)
{
	/* SplitMix64 (Steele, Lea, Flood 2014): any state, zero too, is a good one. */
	unsigned long long z = random->state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return (unsigned)((z ^ (z >> 31)) % limit);
}

int main(void)
{
	SRunner *runner = srunner_create(suite_make());
	int failed;

	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
