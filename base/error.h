/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * error.h - the one way to fail.
 *
 * A function that can fail returns bool and takes `struct error *error` last, never NULL.
 * True: the outputs are set and the error is untouched. False: the error is set, the
 * outputs are untouched and nothing is left open. Zeroed is valid: no error.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Who must act. */
enum error_code {
	ERROR_NONE,
	ERROR_IO,      /* the system: file, socket, disk */
	ERROR_FORMAT,  /* the input */
	ERROR_QUERY,   /* the user: a query or a parameter */
	ERROR_INDEX,   /* the index: damaged, missing, of another schema */
	ERROR_LIMIT,   /* the configuration: something is larger than it allows */
	ERROR_LOCKED,  /* another writer holds the index */
	ERROR_USAGE,   /* the command line or the configuration file */
	ERROR_TIMEOUT, /* the deadline passed */
};

#define ERROR_MESSAGE_SIZE 512

struct error {
	enum error_code code;
	char message[ERROR_MESSAGE_SIZE]; /* lower case, no full stop, terminated */
};

/* Sets code and message (cut where it is too long). Always false, so that
 * `return error_set(...)` is one line. */
bool error_set(struct error *error, enum error_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Puts "PREFIX: " before the message. Always false. */
bool error_prefix(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));
void error_clear(struct error *error);

#ifdef __cplusplus
}
#endif

#endif
