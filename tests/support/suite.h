/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * suite.h - the main() of every Check suite.
 *
 * A suite file defines suite_make(); linking libsupport.a gives it a main that runs it and
 * speaks TAP (CK_TAP_LOG_FILE_NAME). Paths: suite_source("tests/cases/words.case") is a file
 * of the source tree, suite_build("quothd") one of the build tree.
 */
#ifndef TESTS_SUPPORT_SUITE_H
#define TESTS_SUPPORT_SUITE_H

#include <check.h>

Suite *suite_make(void);

/* Valid until the next eight calls. */
const char *suite_source(const char *path);
const char *suite_build(const char *path);

/* A seed that is the same in every run, and the next number of its sequence. */
struct suite_random {
	unsigned long long state;
};
unsigned suite_random_below(struct suite_random *random, unsigned limit);

#endif
