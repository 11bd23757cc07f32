/* SPDX-License-Identifier: GPL-2.0-or-later */
/* registry.h - the table of readers: a new format is one row. */
#ifndef INDEXER_READER_REGISTRY_H
#define INDEXER_READER_REGISTRY_H

#include "indexer/reader/reader.h"

/* The row, from 0; NULL behind the last. */
const struct reader *registry_get(size_t index);
/* By the name of a format; NULL when there is none. */
const struct reader *registry_by_name(const char *name);
/* By a file's name; NULL when no reader knows it. *is_extended: the name (without .gz) has
 * one, known or not. */
const struct reader *registry_by_path(const char *path, bool *is_extended);
/* By a file's first bytes; NULL when it looks like none. */
const struct reader *registry_by_head(struct slice head);

#endif
