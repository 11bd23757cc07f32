/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/metrics.h"

#include <string.h>

#include "base/memory.h"
#include "daemon/http/router.h"
#include "tests/support/suite.h"

#include "base/banned.h"

static struct metrics *metrics;
static struct buffer output;

static void begin(void)
{
	metrics = metrics_new();
}

static void end(void)
{
	metrics_free(metrics);
	buffer_clear(&output);
}

static const struct route *route_of(const char *path)
{
	struct slice rest;

	return router_find(slice_of(path), &rest);
}

static void assert_line(const char *line)
{
	ck_assert_msg(strstr(output.data, line) != NULL, "%s\nis not in\n%s", line, output.data);
}

START_TEST(what_is_counted_is_shown)
{
	metrics_set(metrics, METRIC_CONNECTIONS, 3);
	metrics_add(metrics, METRIC_BUSY, 2);
	metrics_add(metrics, METRIC_BUSY, 2);
	metrics_request(metrics, route_of("/v1/search"), 200, 600000);
	metrics_request(metrics, route_of("/v1/search"), 200, 1000000);
	metrics_request(metrics, route_of("/v1/search"), 400, 90000);
	metrics_request(metrics, NULL, 404, 5000000000);
	metrics_render(metrics, &output);
	ck_assert_uint_eq(metrics_get(metrics, METRIC_BUSY), 4);
	assert_line("\nquothd_connections 3\n");
	assert_line("\nquothd_refused_requests_total 4\n");
	assert_line("\nquothd_requests_total{route=\"search\",status=\"2xx\"} 2\n");
	assert_line("\nquothd_requests_total{route=\"search\",status=\"4xx\"} 1\n");
	assert_line("\nquothd_requests_total{route=\"none\",status=\"4xx\"} 1\n");
	assert_line("\nquothd_request_seconds_bucket{le=\"0.0001\"} 1\n");
	assert_line("\nquothd_request_seconds_bucket{le=\"0.001\"} 3\n");
	assert_line("\nquothd_request_seconds_bucket{le=\"2.5\"} 3\n");
	assert_line("\nquothd_request_seconds_bucket{le=\"+Inf\"} 4\n");
	assert_line("\nquothd_request_seconds_sum 5.001690000\n");
	assert_line("\nquothd_request_seconds_count 4\n");
}
END_TEST

/* Prometheus text format 0.0.4: comments, or a name, perhaps labels, a blank and a number;
 * each name is described before it is used. */
START_TEST(every_line_has_the_format)
{
	struct slice rest, line;

	metrics_request(metrics, route_of("/healthz"), 200, 1);
	metrics_render(metrics, &output);
	rest = buffer_slice(&output);
	ck_assert(slice_ends_with(rest, SLICE_LITERAL("\n")));
	rest.size--;
	while (slice_split(&rest, '\n', &line)) {
		size_t blank;

		if (slice_starts_with(line, SLICE_LITERAL("# ")))
			continue;
		ck_assert(slice_starts_with(line, SLICE_LITERAL("quothd_")));
		ck_assert(slice_find_byte(line, ' ', 0, &blank));
		ck_assert(line.data[blank + 1] >= '0' && line.data[blank + 1] <= '9');
	}
}
END_TEST

START_TEST(odd_statuses_are_passed_over)
{
	metrics_request(metrics, NULL, 0, 1);
	metrics_request(metrics, NULL, 600, 1);
	metrics_render(metrics, &output);
	assert_line("\nquothd_request_seconds_count 0\n");
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("metrics");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, begin, end);
	tcase_add_test(all, what_is_counted_is_shown);
	tcase_add_test(all, every_line_has_the_format);
	tcase_add_test(all, odd_statuses_are_passed_over);
	suite_add_tcase(suite, all);
	return suite;
}
