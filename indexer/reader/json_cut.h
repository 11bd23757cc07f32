/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_cut.h - finds where one JSON document ends and the next begins, without parsing.
 *
 * A JSON-lines file is cut at line ends, so that a broken line costs that line only. Other
 * files are cut by their brackets: the elements of an array, or values one after the other.
 */
#ifndef INDEXER_READER_JSON_CUT_H
#define INDEXER_READER_JSON_CUT_H

#include "indexer/reader/reader.h"

/* One document a line; empty lines are passed over. */
bool json_cut_lines(struct cutter *cutter, struct raw_document *document, struct error *error);
/* An array, one object, several, or an object a line: told by the first bytes. */
bool json_cut_values(struct cutter *cutter, struct raw_document *document, struct error *error);
/* Begins with an object, or with an array of them or of nothing? */
bool json_cut_sniff(struct slice head);

#endif
