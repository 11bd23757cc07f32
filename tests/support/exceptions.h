/* SPDX-License-Identifier: GPL-2.0-or-later */
/* exceptions.h - throws whatever Xapian and C++ may throw, through xapian-c/guard.hh. */
#ifndef TESTS_SUPPORT_EXCEPTIONS_H
#define TESTS_SUPPORT_EXCEPTIONS_H

#include "base/error.h"

#ifdef __cplusplus
extern "C" {
#endif

struct exception_row {
	const char *name;
	enum error_code code; /* what it has to become */
	void (*raise)(void);
};

extern const struct exception_row exception_rows[];
extern const int exception_count;

/* What xc_guard makes of it. */
bool exception_guard(const struct exception_row *row, struct error *error);
/* What xc_quietly makes of it: 7 when it came from nowhere else. */
int exception_quietly(const struct exception_row *row);

#ifdef __cplusplus
}
#endif

#endif
