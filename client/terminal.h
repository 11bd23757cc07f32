/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * terminal.h - is stdout a terminal, how wide, in colour, with a pager?
 */
#ifndef CLIENT_TERMINAL_H
#define CLIENT_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"
#include "client/options.h"

struct terminal {
	bool is_terminal;
	bool has_color;
	bool pages;
	unsigned columns, rows; /* columns at least 20 */
};

enum style {
	STYLE_PLAIN,
	STYLE_TITLE,
	STYLE_MARK,
	STYLE_DIM,
	STYLE_NUMBER,
	STYLE_REMOVED,
	STYLE_ADDED,
};

/* Asks the system and the environment: NO_COLOR, TERM=dumb, COLUMNS, PAGER. */
void terminal_init(struct terminal *terminal, const struct client_options *options);
/* Appends text in a style; control characters of the text are left out. */
void terminal_append(const struct terminal *terminal, enum style style, struct slice text,
	struct buffer *output);
/* A line to stderr, control characters left out. */
void terminal_tell(struct slice line);
/* Columns the text takes. */
size_t terminal_width(struct slice text);
/* As many bytes of the text as fit in `columns`. */
size_t terminal_fit(struct slice text, size_t columns);
/* Writes it all to stdout. False with ERROR_NONE when the reader went away (SIGPIPE is quiet). */
bool terminal_write(struct slice output, struct error *error);
/* The same, through a pager when it is longer than the screen. */
bool terminal_print(const struct terminal *terminal, struct slice output, struct error *error);

#endif
