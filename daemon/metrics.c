/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/metrics.h"

#include <stdatomic.h>

#include "base/memory.h"
#include "daemon/http/router.h"

#include "base/banned.h"

#define ROUTE_LIMIT 32u   /* rows of the router, and one for all else */
#define CLASS_COUNT 5u    /* 1xx to 5xx */
#define NANOSECONDS 1e9

static const struct metric_row {
	const char *name, *type, *help;
} rows[METRIC_COUNT] = {
	[METRIC_CONNECTIONS] = {"quothd_connections", "gauge", "Sockets that are open."},
	[METRIC_WAITING] = {"quothd_waiting_requests", "gauge", "Requests in the queue."},
	[METRIC_UPTIME] = {"quothd_uptime_seconds", "gauge", "Seconds since the start."},
	[METRIC_MEMORY] = {"quothd_allocated_bytes", "gauge",
		"Memory that is allocated; 0 where that is not known."},
	[METRIC_GENERATION] = {"quothd_index_generation", "gauge",
		"Generation of the newest manifest that was opened."},
	[METRIC_EXPIRED] = {"quothd_expired_connections_total", "counter",
		"Connections that were closed at a deadline."},
	[METRIC_BUSY] = {"quothd_refused_requests_total", "counter",
		"Requests that met a full queue."},
};

/* Upper bounds in milliseconds; the last bucket has none. */
static const double bounds[] = {.1, .25, .5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500};

typedef _Atomic uint64_t counter;

struct metrics {
	counter values[METRIC_COUNT];
	counter requests[ROUTE_LIMIT][CLASS_COUNT];
	counter buckets[COUNT_OF(bounds) + 1];
	counter elapsed_ns;
};

struct metrics *metrics_new(void)
{
	return memory_allocate_array(1, sizeof(struct metrics));
}

void metrics_free(struct metrics *metrics)
{
	memory_free(metrics);
}

static void add(counter *value, uint64_t number)
{
	atomic_fetch_add_explicit(value, number, memory_order_relaxed);
}

static uint64_t get(const counter *value)
{
	return atomic_load_explicit(value, memory_order_relaxed);
}

void metrics_add(struct metrics *metrics, enum metric metric, uint64_t number)
{
	add(&metrics->values[metric], number);
}

void metrics_set(struct metrics *metrics, enum metric metric, uint64_t number)
{
	atomic_store_explicit(&metrics->values[metric], number, memory_order_relaxed);
}

uint64_t metrics_get(const struct metrics *metrics, enum metric metric)
{
	return get(&metrics->values[metric]);
}

void metrics_request(struct metrics *metrics, const struct route *route, unsigned status,
	int64_t elapsed_ns)
{
	size_t count, bucket = 0, row;
	const struct route *table = router_table(&count);
	double elapsed_ms = (double)elapsed_ns / 1e6;

	row = route ? (size_t)(route - table) : count;
	if (row >= ROUTE_LIMIT || status < 100 || status > 599)
		return;
	add(&metrics->requests[row][status / 100 - 1], 1);
	while (bucket < COUNT_OF(bounds) && elapsed_ms > bounds[bucket])
		bucket++;
	add(&metrics->buckets[bucket], 1);
	add(&metrics->elapsed_ns, (uint64_t)elapsed_ns);
}

static void describe(struct buffer *output, const char *name, const char *type, const char *help)
{
	buffer_printf(output, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void render_requests(const struct metrics *metrics, struct buffer *output)
{
	size_t count;
	const struct route *table = router_table(&count);

	describe(output, "quothd_requests_total", "counter", "Answered requests.");
	for (size_t i = 0; i <= count && i < ROUTE_LIMIT; i++) {
		for (unsigned class = 0; class < CLASS_COUNT; class ++) {
			uint64_t number = get(&metrics->requests[i][class]);

			if (number)
				buffer_printf(output,
					"quothd_requests_total{route=\"%s\",status=\"%uxx\"} %llu\n",
					i < count ? table[i].name : "none", class + 1,
					(unsigned long long)number);
		}
	}
}

static void render_histogram(const struct metrics *metrics, struct buffer *output)
{
	static const char name[] = "quothd_request_seconds";
	uint64_t sum = 0;

	describe(output, name, "histogram", "From the end of a request's head to its answer.");
	for (size_t i = 0; i < COUNT_OF(bounds); i++) {
		sum += get(&metrics->buckets[i]);
		buffer_printf(output, "%s_bucket{le=\"%g\"} %llu\n", name, bounds[i] / 1000,
			(unsigned long long)sum);
	}
	sum += get(&metrics->buckets[COUNT_OF(bounds)]);
	buffer_printf(output, "%s_bucket{le=\"+Inf\"} %llu\n", name, (unsigned long long)sum);
	buffer_printf(output, "%s_sum %.9f\n", name,
		(double)get(&metrics->elapsed_ns) / NANOSECONDS);
	buffer_printf(output, "%s_count %llu\n", name, (unsigned long long)sum);
}

void metrics_render(const struct metrics *metrics, struct buffer *output)
{
	for (size_t i = 0; i < METRIC_COUNT; i++) {
		describe(output, rows[i].name, rows[i].type, rows[i].help);
		buffer_printf(output, "%s %llu\n", rows[i].name,
			(unsigned long long)get(&metrics->values[i]));
	}
	render_requests(metrics, output);
	render_histogram(metrics, output);
}
