/* SPDX-License-Identifier: GPL-2.0-or-later */
/* problem.h - errors as application/problem+json (RFC 9457). */
#ifndef DAEMON_RENDER_PROBLEM_H
#define DAEMON_RENDER_PROBLEM_H

#include "base/buffer.h"
#include "base/error.h"

/* "Not Found"; RFC 9110 §15. */
const char *problem_title(unsigned status);
/* The status that tells a client of an error. */
unsigned problem_status(enum error_code code);
/* Appends the document. `position` is a byte of the query, or SIZE_MAX. */
void problem_render(unsigned status, const char *detail, size_t position, struct buffer *output);

#endif
