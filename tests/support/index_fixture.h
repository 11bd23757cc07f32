/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * index_fixture.h - a small index of articles given in the test, and a reader on it.
 *
 * Built by the indexer's own composer and the store's writer, without files to read. A failure
 * ends the test.
 */
#ifndef TESTS_SUPPORT_INDEX_FIXTURE_H
#define TESTS_SUPPORT_INDEX_FIXTURE_H

#include <stdint.h>

#include "daemon/search/search.h"
#include "schema/article.h"
#include "tests/support/temporary_folder.h"

struct index_fixture {
	struct temporary_folder folder;
	char path[300];
	struct reader *reader; /* refreshed by index_fixture_search */
};

/* One article in few words; NULL is empty. Without a language it is English. */
struct index_fixture_article {
	const char *identity, *title, *subtitle, *body, *date, *source, *author, *language;
};

void index_fixture_open(struct index_fixture *fixture);
void index_fixture_close(struct index_fixture *fixture);

/* Adds the articles as one segment and publishes. */
void index_fixture_add(struct index_fixture *fixture, const struct index_fixture_article *articles,
	size_t count);
/* Takes an article of the index away. */
void index_fixture_bury(struct index_fixture *fixture, const char *identity);

/* Runs a query with the defaults of /v1/search but all hits, or as `request` says. */
struct search_results index_fixture_query(struct index_fixture *fixture, const char *query);
struct search_results index_fixture_search(struct index_fixture *fixture,
	const struct search_request *request);
/* The identities of the hits with a blank between; valid until the next call. */
const char *index_fixture_identities(const struct search_results *results);

#endif
