/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parameters.h - percent-decoding, and the parameters of a query string.
 *
 * Names and values are decoded into an arena and are valid UTF-8 without NUL afterwards.
 */
#ifndef DAEMON_HTTP_PARAMETERS_H
#define DAEMON_HTTP_PARAMETERS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"

#define PARAMETERS_LIMIT 32

struct parameter {
	struct slice name, value;
	bool is_known; /* somebody asked for it */
};

struct parameters {
	struct parameter rows[PARAMETERS_LIMIT];
	size_t count;
};

/* One component of a URI (RFC 3986 §2.1); `plus_is_blank` as forms write it. ERROR_QUERY
 * on an unfinished escape and on %00. Bytes that are not UTF-8 become U+FFFD. */
bool percent_decode(struct slice text, bool plus_is_blank, struct arena *arena,
	struct slice *decoded, struct error *error);

/* "q=a+b&size=5". ERROR_QUERY on bad escapes, on a name given twice and on too many. */
bool parameters_parse(struct slice query, struct arena *arena, struct parameters *parameters,
	struct error *error);
/* The value, or the empty slice when there is none; marks the parameter as known. */
struct slice parameters_find(struct parameters *parameters, const char *name);
/* A number within [least, most]; `initial` when absent. ERROR_QUERY names the parameter. */
bool parameters_find_number(struct parameters *parameters, const char *name, uint32_t least,
	uint32_t most, uint32_t *number, struct error *error);
/* Index into `choices` ("auto|all|any"), kept as it is when absent. */
bool parameters_find_choice(struct parameters *parameters, const char *name, const char *choices,
	unsigned *choice, struct error *error);
/* ERROR_QUERY when one is left that nobody asked for: a typing error should not be silent. */
bool parameters_check_known(const struct parameters *parameters, struct error *error);

#endif
