/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * wire.h - the names that daemon and client share: routes, parameters, sizes.
 */
#ifndef SCHEMA_WIRE_H
#define SCHEMA_WIRE_H

#define WIRE_ROUTE_SEARCH "/v1/search"
#define WIRE_ROUTE_QUOTES "/v1/quotes"
#define WIRE_ROUTE_CHECK "/v1/check"
#define WIRE_ROUTE_ARTICLES "/v1/articles/"
#define WIRE_ROUTE_SIMILAR "/similar" /* behind an article's */
#define WIRE_ROUTE_SUGGEST "/v1/suggest"
#define WIRE_ROUTE_SPEAKERS "/v1/speakers"
#define WIRE_ROUTE_FIELDS "/v1/fields"
#define WIRE_ROUTE_STATUS "/v1/status"
#define WIRE_ROUTE_STOP "/v1/stop" /* POST, on the Unix socket only */
#define WIRE_ROUTE_HEALTH "/healthz"
#define WIRE_ROUTE_READY "/readyz"
#define WIRE_ROUTE_METRICS "/metrics"

#define WIRE_PORT 7348
#define WIRE_SIZE_INITIAL 10
#define WIRE_SPEAKERS_INITIAL 20
#define WIRE_SIZE_LIMIT 1000     /* hits in one answer */
#define WIRE_FROM_LIMIT 100000   /* how far one can page */
#define WIRE_QUERY_LIMIT 4096    /* bytes */
#define WIRE_TERMS_LIMIT 64
#define WIRE_WILDCARD_LIMIT 8
#define WIRE_EXPANSION_LIMIT 1000 /* words a wildcard */
#define WIRE_DEPTH_LIMIT 32
#define WIRE_CHECK_LIMIT 50      /* candidates of a check */
#define WIRE_QUOTES_INITIAL 2    /* matching quotations shown of an article */
#define WIRE_QUOTES_LIMIT 10
#define WIRE_PHRASE_LIMIT 64     /* words */

#endif
