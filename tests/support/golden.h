/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * golden.h - output that must be as it was: compared with a file of the source tree.
 *
 * Where it differs, the test fails and shows the first line that does. With GOLDEN_UPDATE=1
 * in the environment the file is written instead: review the difference as code.
 */
#ifndef TESTS_SUPPORT_GOLDEN_H
#define TESTS_SUPPORT_GOLDEN_H

#include "base/slice.h"

/* `path` as suite_source gives it. */
void golden_check(const char *path, struct slice actual);

#endif
