/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/golden.h"

#include <stdlib.h>

#include "base/file.h"
#include "tests/support/suite.h"

#include "base/banned.h"

void golden_check(const char *path, struct slice actual)
{
	struct buffer expected = {0};
	struct error error = {0};
	struct slice want, have = actual, want_line = {0}, have_line = {0};

	if (getenv("GOLDEN_UPDATE"))
		ck_assert_msg(file_replace(path, actual, &error), "%s", error.message);
	ck_assert_msg(file_read(path, 64u << 20, &expected, &error), "%s", error.message);
	want = buffer_slice(&expected);
	for (unsigned line = 1; want.data && have.data; line++) {
		slice_split(&want, '\n', &want_line);
		slice_split(&have, '\n', &have_line);
		ck_assert_msg(slice_equal(want_line, have_line), "%s:%u: want \"%.*s\", have \"%.*s\"",
			path, line, SLICE_ARGS(want_line), SLICE_ARGS(have_line));
	}
	ck_assert_msg(slice_equal(buffer_slice(&expected), actual), "%s: one is longer", path);
	buffer_clear(&expected);
}
