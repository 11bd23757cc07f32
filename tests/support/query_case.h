/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query_case.h - what a query becomes, as three lines: for tests/cases/queries.case.
 *
 * A case is the query, its tree, its plan with the notes behind "; ". The languages are
 * English, today is 2024-05-01.
 */
#ifndef TESTS_SUPPORT_QUERY_CASE_H
#define TESTS_SUPPORT_QUERY_CASE_H

#include "base/buffer.h"
#include "base/slice.h"
#include "schema/analysis.h"

/* Appends "QUERY\nTREE\nPLAN\n"; an error stands in place of the tree or the plan. */
void query_case_describe(struct analysis *analysis, struct slice query, struct buffer *output);

#endif
