/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stock_writer.h - databases as Xapian's own writer makes them: what the tests compare with.
 *
 * Ends the program on any error. A document's length is the sum of its counts.
 */
#ifndef TESTS_SUPPORT_STOCK_WRITER_H
#define TESTS_SUPPORT_STOCK_WRITER_H

#include <stdint.h>

#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

struct stock_writer;

/* `path` becomes the database: a file. */
struct stock_writer *stock_writer_open(const char *path);
/* A term and a value of the next document. */
void stock_writer_term(struct stock_writer *writer, struct slice term, uint32_t count);
void stock_writer_value(struct stock_writer *writer, unsigned slot, struct slice value);
/* Ends the next document; gives its number. */
uint32_t stock_writer_add(struct stock_writer *writer, struct slice record);
/* Ends a document with a number of its own choice, above all so far. */
void stock_writer_put(struct stock_writer *writer, uint32_t document, struct slice record);
void stock_writer_close(struct stock_writer *writer);

#ifdef __cplusplus
}
#endif

#endif
