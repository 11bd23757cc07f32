/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * metrics.h - counters and the latency histogram, for /metrics (Prometheus text format).
 *
 * Counting is a relaxed atomic addition; any thread may.
 */
#ifndef DAEMON_METRICS_H
#define DAEMON_METRICS_H

#include <stdint.h>

#include "base/buffer.h"

enum metric {
	METRIC_CONNECTIONS, /* gauges */
	METRIC_WAITING,
	METRIC_UPTIME,
	METRIC_MEMORY,
	METRIC_GENERATION,
	METRIC_EXPIRED,     /* counters */
	METRIC_BUSY,
	METRIC_COUNT,
};

struct metrics;
struct route;

struct metrics *metrics_new(void);
void metrics_free(struct metrics *metrics);

void metrics_add(struct metrics *metrics, enum metric metric, uint64_t number);
void metrics_set(struct metrics *metrics, enum metric metric, uint64_t number);
uint64_t metrics_get(const struct metrics *metrics, enum metric metric);
/* One answered request; `route` is NULL where none was found. */
void metrics_request(struct metrics *metrics, const struct route *route, unsigned status,
	int64_t elapsed_ns);

void metrics_render(const struct metrics *metrics, struct buffer *output);

#endif
