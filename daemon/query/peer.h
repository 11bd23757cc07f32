/* SPDX-License-Identifier: GPL-2.0-or-later */
/* peer.h - names that other search engines give to fields, and dates as they write them. */
#ifndef DAEMON_QUERY_PEER_H
#define DAEMON_QUERY_PEER_H

#include "schema/field.h"

enum peer_kind {
	PEER_NONE,
	PEER_FIELD,    /* one of our fields by another name */
	PEER_ALL,      /* allintitle: the field of all words that follow */
	PEER_DATE,     /* before:2024: a comparison of dates */
	PEER_ADDRESS,  /* inurl:example.org is site:, inurl:news nothing we have */
	PEER_LEFT_OUT, /* what no index of articles can answer */
};

struct peer_name {
	enum peer_kind kind;
	enum field field;
	const char *comparison; /* PEER_DATE */
};

/* PEER_NONE: nobody calls a field so. */
struct peer_name peer_find(struct slice name);
/* A day, month, year or an age, alone; also 2024/01/31. */
bool peer_is_date(struct slice text);
/* Two dates of at least a year, with two dots between. */
bool peer_is_date_range(struct slice text);
/* Whether it looks like the name of a host, or like an address with one. */
bool peer_has_host(struct slice text);

#endif
