/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole daemon as its clients meet it, friendly, slow and hostile ones. */
#include "daemon/http/server.h"

#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "tests/support/http_fixture.h"
#include "tests/support/suite.h"

#include "base/banned.h"

#define HOST "Host: localhost\r\n"
#define SEARCH "GET /v1/search?q=a HTTP/1.1\r\n" HOST

static struct http_fixture fixture;
static struct http_answer answer;

static void start(const char *const *options)
{
	http_fixture_open(&fixture, options);
}

static void end(void)
{
	http_fixture_close(&fixture);
	http_answer_clear(&answer);
}

/* --- requests --- */

static const struct {
	const char *request;
	unsigned status;
	const char *header, *value; /* one that must be there; or NULL */
} requests[] = {
	{"GET /healthz HTTP/1.1\r\n" HOST "\r\n", 200, "Cache-Control", "no-store"},
	{"GET /readyz HTTP/1.1\r\n" HOST "\r\n", 200, "Content-Type", "application/json"},
	{"GET /metrics HTTP/1.1\r\n" HOST "\r\n", 200, "Content-Type",
		"text/plain; version=0.0.4; charset=utf-8"},
	{"GET /v1/fields HTTP/1.1\r\n" HOST "\r\n", 200, "Vary", "Accept-Encoding"},
	{"GET /v1/status HTTP/1.1\r\n" HOST "\r\n", 200, NULL, NULL},
	{"GET /v1/articles/a00007 HTTP/1.1\r\n" HOST "\r\n", 200, "Cache-Control", "no-cache"},
	{"GET /v1/articles/%6100007 HTTP/1.1\r\n" HOST "\r\n", 200, NULL, NULL},
	{"GET /v1/articles/a00007?x=1 HTTP/1.1\r\n" HOST "\r\n", 400, NULL, NULL},
	{"GET /v1/articles/a99999 HTTP/1.1\r\n" HOST "\r\n", 404, "Content-Type",
		"application/problem+json"},
	{"GET /v1/articles/%zz HTTP/1.1\r\n" HOST "\r\n", 400, NULL, NULL},
	{"GET /v1/search HTTP/1.1\r\n" HOST "\r\n", 400, "Content-Type",
		"application/problem+json"},
	{"GET /v1/search?q=a&size=1001 HTTP/1.1\r\n" HOST "\r\n", 400, NULL, NULL},
	{"GET /v1/search?q=a&sise=1 HTTP/1.1\r\n" HOST "\r\n", 400, NULL, NULL},
	{"GET /v1/search?q=a&sort=up HTTP/1.1\r\n" HOST "\r\n", 400, NULL, NULL},
	{"GET /v1/search?q=a HTTP/1.1\r\n" HOST "\r\n", 200, "X-Content-Type-Options", "nosniff"},
	{"GET http://localhost/healthz HTTP/1.1\r\n" HOST "\r\n", 200, NULL, NULL},
	{"GET http://evil.example/healthz HTTP/1.1\r\n" HOST "\r\n", 421, NULL, NULL},
	{"GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421, NULL, NULL},
	{"GET /healthz HTTP/1.0\r\n\r\n", 200, "Connection", "close"},
	{"GET / HTTP/1.1\r\n" HOST "\r\n", 404, NULL, NULL},
	{"DELETE /v1/search HTTP/1.1\r\n" HOST "\r\n", 405, "Allow", "GET, HEAD"},
	{"POST /v1/stop HTTP/1.1\r\n" HOST "\r\n", 404, NULL, NULL},
	{"GET /healthz HTTP/1.1\r\n" HOST "X-Request-Id: mine-1\r\n\r\n", 200, "X-Request-Id",
		"mine-1"},
	{"GET /healthz HTTP/1.1\r\n" HOST HOST "\r\n", 400, "Connection", "close"},
};

START_TEST(requests_get_their_answers)
{
	start(NULL);
	for (size_t i = 0; i < COUNT_OF(requests); i++) {
		int client = http_connect(&fixture);

		ck_assert(http_send(client, requests[i].request));
		ck_assert(http_receive(client, false, &answer));
		ck_assert_msg(answer.status == requests[i].status, "%s: %u", requests[i].request,
			answer.status);
		ck_assert_msg(!requests[i].header ||
				strcmp(http_header(&answer, requests[i].header),
					requests[i].value) == 0,
			"%s", requests[i].request);
		close(client);
	}
	end();
}
END_TEST

START_TEST(head_is_get_without_the_body)
{
	int client;

	start(NULL);
	client = http_connect(&fixture);
	ck_assert(http_send(client, "GET /v1/articles/a00007 HTTP/1.1\r\n" HOST "\r\n"));
	ck_assert(http_receive(client, false, &answer));
	for (unsigned i = 0; i < 2; i++) {
		char length[20];

		snprintf(length, sizeof(length), "%zu", answer.body.size);
		ck_assert(http_send(client, "HEAD /v1/articles/a00007 HTTP/1.1\r\n" HOST "\r\n"
					    "GET /v1/articles/a00007 HTTP/1.1\r\n" HOST "\r\n"));
		ck_assert(http_receive(client, true, &answer));
		ck_assert_str_eq(http_header(&answer, "Content-Length"), length);
		ck_assert(http_receive(client, false, &answer));
	}
	close(client);
	end();
}
END_TEST

START_TEST(a_known_tag_is_not_modified)
{
	char header[100];

	start(NULL);
	http_get(&fixture, "/v1/search?q=a", "", &answer);
	snprintf(header, sizeof(header), "If-None-Match: %s\r\n", http_header(&answer, "ETag"));
	http_get(&fixture, "/v1/search?q=a", header, &answer);
	ck_assert_uint_eq(answer.status, 304);
	ck_assert_uint_eq(answer.body.size, 0);
	ck_assert_ptr_nonnull(http_header(&answer, "ETag"));
	end();
}
END_TEST

START_TEST(large_answers_are_compressed_when_asked)
{
	start(NULL);
	http_get(&fixture, "/v1/fields", "", &answer);
	ck_assert_ptr_null(http_header(&answer, "Content-Encoding"));
	ck_assert_int_eq(answer.body.data[0], '{');
	http_get(&fixture, "/v1/fields", "Accept-Encoding: gzip\r\n", &answer);
	ck_assert_str_eq(http_header(&answer, "Content-Encoding"), "gzip");
	ck_assert_int_eq((unsigned char)answer.body.data[0], 0x1f);
	end();
}
END_TEST

/* --- connections --- */

START_TEST(requests_in_a_row_are_answered_in_order)
{
	struct buffer row = {0};
	int client;

	start(NULL);
	client = http_connect(&fixture);
	for (unsigned i = 0; i < 300; i++)
		buffer_printf(&row, "GET %s HTTP/1.1\r\n" HOST "X-Request-Id: %u\r\n\r\n",
			i % 3 ? "/v1/search?q=a" : "/healthz", i);
	ck_assert(http_send(client, row.data));
	for (unsigned i = 0; i < 300; i++) {
		char number[12];

		snprintf(number, sizeof(number), "%u", i);
		ck_assert(http_receive(client, false, &answer));
		ck_assert_uint_eq(answer.status, 200);
		ck_assert_str_eq(http_header(&answer, "X-Request-Id"), number);
	}
	close(client);
	buffer_clear(&row);
	end();
}
END_TEST

START_TEST(a_body_is_not_the_next_request)
{
	int client;

	start(NULL);
	client = http_connect(&fixture);
	ck_assert(http_send(client, "GET /healthz HTTP/1.1\r\n" HOST "Content-Length: 28\r\n\r\n"
				    "GET /v1/nothing HTTP/1.1\r\n\r\nGET /healthz HTTP/1.1\r\n"
				    HOST "Connection: close\r\n\r\n"));
	for (unsigned i = 0; i < 2; i++) {
		ck_assert(http_receive(client, false, &answer));
		ck_assert_uint_eq(answer.status, 200);
	}
	ck_assert(!http_receive(client, false, &answer));
	close(client);
	end();
}
END_TEST

START_TEST(a_request_may_come_byte_by_byte)
{
	static const char request[] =
		"POST /healthz HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nabcde";
	int client;

	start(NULL);
	client = http_connect(&fixture);
	for (size_t i = 0; i < sizeof(request) - 1; i++)
		ck_assert_int_eq(send(client, request + i, 1, 0), 1);
	ck_assert(http_receive(client, false, &answer));
	ck_assert_uint_eq(answer.status, 405);
	close(client);
	end();
}
END_TEST

START_TEST(who_ends_its_side_still_hears)
{
	int client;

	start(NULL);
	client = http_connect(&fixture);
	ck_assert(http_send(client, SEARCH "\r\n"));
	shutdown(client, SHUT_WR);
	ck_assert(http_receive(client, false, &answer));
	ck_assert_uint_eq(answer.status, 200);
	ck_assert(!http_receive(client, false, &answer));
	close(client);
	end();
}
END_TEST

START_TEST(clients_may_leave_at_any_moment)
{
	start(NULL);
	for (unsigned i = 0; i < 500; i++) {
		const struct linger abort = {1, 0};
		int client = http_connect(&fixture);

		if (i % 4)
			ck_assert(http_send(client, i % 2 ? SEARCH "\r\n" SEARCH "\r\n" : SEARCH));
		if (i % 3)
			setsockopt(client, SOL_SOCKET, SO_LINGER, &abort, sizeof(abort));
		close(client);
	}
	http_get(&fixture, "/healthz", "", &answer);
	ck_assert_uint_eq(answer.status, 200);
	end();
}
END_TEST

START_TEST(the_unix_socket_answers_too)
{
	int client;
	struct stat status;

	start(NULL);
	ck_assert_int_eq(stat(fixture.socket, &status), 0);
	ck_assert_uint_eq(status.st_mode & 0777, 0600);
	client = http_connect_local(&fixture);
	ck_assert(http_send(client, "GET /healthz HTTP/1.1\r\nHost: quoth\r\n\r\n"
				    "POST /v1/stop HTTP/1.1\r\nHost: quoth\r\n\r\n"));
	ck_assert(http_receive(client, false, &answer));
	ck_assert_uint_eq(answer.status, 200);
	ck_assert(http_receive(client, false, &answer));
	ck_assert_uint_eq(answer.status, 202);
	close(client);
	ck_assert_int_eq(http_fixture_end(&fixture, 0), 0);
	ck_assert_int_ne(stat(fixture.socket, &status), 0);
	end();
}
END_TEST

/* --- deadlines --- */

/* Sends what is repeated until an answer comes or the connection ends; how long it took. */
static int64_t dribble(int client, const char *repeated)
{
	int64_t began = clock_monotonic_ms();
	struct pollfd readable = {.fd = client, .events = POLLIN};

	while (poll(&readable, 1, 20) == 0 && clock_monotonic_ms() - began < 10000)
		http_send(client, repeated);
	return clock_monotonic_ms() - began;
}

static const struct {
	const char *first, *repeated;
} slow_requests[] = {
	{"GET /healthz HTT", "P"},
	{"GET /healthz HTTP/1.1\r\n" HOST, "X: a\r\n"},
	{"GET /healthz HTTP/1.1\r\n" HOST "\r\nGET /healthz HTTP/1.1\r\n", "X: a\r\n"},
	{"POST /v1/stop HTTP/1.1\r\n" HOST "Content-Length: 60000\r\n\r\n", "a"},
};

START_TEST(a_slow_request_is_told_so_and_ended)
{
	static const char *const options[] = {
		"--header-deadline", "400ms", "--body-deadline", "400ms", NULL};
	int client;
	int64_t took;

	start(options);
	client = http_connect(&fixture);
	ck_assert(http_send(client, slow_requests[_i].first));
	if (strstr(slow_requests[_i].first, "\r\n\r\nGET")) {
		ck_assert(http_receive(client, false, &answer));
		ck_assert_uint_eq(answer.status, 200);
	}
	took = dribble(client, slow_requests[_i].repeated);
	ck_assert(http_receive(client, false, &answer));
	ck_assert_uint_eq(answer.status, 408);
	ck_assert_int_ge(took, 300);
	ck_assert_int_lt(took, 3000);
	ck_assert(!http_receive(client, false, &answer));
	close(client);
	end();
}
END_TEST

START_TEST(an_idle_connection_is_ended)
{
	static const char *const options[] = {
		"--keep-alive", "200ms", "--header-deadline", "200ms", NULL};
	int client;

	start(options);
	client = http_connect(&fixture);
	if (_i) {
		ck_assert(http_send(client, "GET /healthz HTTP/1.1\r\n" HOST "\r\n"));
		ck_assert(http_receive(client, false, &answer));
	}
	ck_assert(!http_receive(client, false, &answer));
	ck_assert_uint_eq(answer.head.size, 0);
	close(client);
	end();
}
END_TEST

/* Asks for megabytes and takes nothing. */
START_TEST(who_does_not_read_is_ended)
{
	static const char *const options[] = {"--write-deadline", "300ms", NULL};
	int64_t began;
	int client;

	start(options);
	client = http_connect(&fixture);
	for (unsigned i = 0; i < 40000; i++) {
		static const char request[] = "GET /metrics HTTP/1.1\r\n" HOST "\r\n";

		if (send(client, request, sizeof(request) - 1, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
			break;
	}
	began = clock_monotonic_ms();
	while (http_metric(&fixture, "quothd_expired_connections_total") < 1)
		ck_assert_int_lt(clock_monotonic_ms() - began, 10000);
	close(client);
	end();
}
END_TEST

/* --- limits --- */

START_TEST(one_too_many_is_told_so)
{
	static const char *const options[] = {"--max-connections", "4", NULL};
	int clients[4], client;

	start(options);
	for (size_t i = 0; i < COUNT_OF(clients); i++) {
		clients[i] = http_connect(&fixture);
		ck_assert(http_send(clients[i], "GET /healthz HTTP/1.1\r\n" HOST "\r\n"));
		ck_assert(http_receive(clients[i], false, &answer));
	}
	client = http_connect(&fixture);
	http_send(client, "GET /healthz HTTP/1.1\r\n" HOST "\r\n");
	ck_assert(http_receive(client, false, &answer));
	ck_assert_uint_eq(answer.status, 503);
	ck_assert_str_eq(http_header(&answer, "Retry-After"), "1");
	close(client);
	ck_assert(http_send(clients[2], "GET /healthz HTTP/1.1\r\n" HOST "\r\n"));
	ck_assert(http_receive(clients[2], false, &answer));
	ck_assert_uint_eq(answer.status, 200);
	for (size_t i = 0; i < COUNT_OF(clients); i++)
		close(clients[i]);
	end();
}
END_TEST

START_TEST(a_full_queue_is_told_at_once)
{
	static const char *const options[] = {"--workers", "1", "--queue", "1", NULL};
	unsigned good = 0, busy = 0;
	int clients[64];

	start(options);
	for (size_t i = 0; i < COUNT_OF(clients); i++)
		clients[i] = http_connect(&fixture);
	for (unsigned round = 0; round < 20; round++) {
		for (size_t i = 0; i < COUNT_OF(clients); i++)
			ck_assert(http_send(clients[i], SEARCH "\r\n"));
		for (size_t i = 0; i < COUNT_OF(clients); i++) {
			ck_assert(http_receive(clients[i], false, &answer));
			good += answer.status == 200;
			busy += answer.status == 503;
			ck_assert(answer.status == 200 ||
				strcmp(http_header(&answer, "Retry-After"), "1") == 0);
		}
	}
	ck_assert_uint_eq(good + busy, 20 * COUNT_OF(clients));
	ck_assert_uint_gt(good, 0);
	ck_assert_uint_gt(busy, 0);
	ck_assert_uint_eq((unsigned)http_metric(&fixture, "quothd_refused_requests_total"), busy);
	for (size_t i = 0; i < COUNT_OF(clients); i++)
		close(clients[i]);
	end();
}
END_TEST

/* Out of descriptors it neither spins nor dies, and it recovers. */
START_TEST(running_out_of_descriptors_is_survived)
{
	struct rusage usage;
	int clients[80];
	double spent;

	http_fixture_start(&fixture, NULL, NULL, 40);
	for (size_t i = 0; i < COUNT_OF(clients); i++)
		clients[i] = http_connect(&fixture); /* the system's queue takes them all */
	poll(NULL, 0, 1000); /* time for it to spin in */
	for (size_t i = 0; i < COUNT_OF(clients); i++)
		close(clients[i]);
	http_get(&fixture, "/healthz", "", &answer);
	ck_assert_uint_eq(answer.status, 200);
	ck_assert_int_eq(http_fixture_end(&fixture, SIGTERM), 0);
	ck_assert_int_eq(getrusage(RUSAGE_CHILDREN, &usage), 0);
	spent = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
		(double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
	ck_assert_double_lt(spent, 0.5);
	end();
}
END_TEST

/* --- the end --- */

START_TEST(what_is_under_way_is_answered)
{
	int clients[32];

	start(NULL);
	for (size_t i = 0; i < COUNT_OF(clients); i++)
		clients[i] = http_connect(&fixture);
	for (size_t i = 0; i < COUNT_OF(clients); i++)
		ck_assert(http_send(clients[i], SEARCH "\r\n"));
	kill(fixture.process, SIGTERM);
	for (size_t i = 0; i < COUNT_OF(clients); i++) {
		ck_assert(http_receive(clients[i], false, &answer));
		ck_assert_uint_eq(answer.status, 200);
		close(clients[i]);
	}
	ck_assert_int_eq(http_fixture_end(&fixture, 0), 0);
	end();
}
END_TEST

/* The socket outlives the daemon: who asks in between is answered by the next one. */
START_TEST(an_inherited_socket_loses_no_request)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct http_fixture second = {.inherited = socket(AF_INET, SOCK_STREAM, 0)};
	int client;

	ck_assert_int_eq(
		bind(second.inherited, (const struct sockaddr *)&address, sizeof(address)), 0);
	ck_assert_int_eq(listen(second.inherited, 16), 0);
	fixture.inherited = second.inherited;
	start(NULL);
	http_get(&fixture, "/healthz", "", &answer);
	ck_assert_uint_eq(answer.status, 200);
	ck_assert_int_eq(http_fixture_end(&fixture, SIGTERM), 0);
	client = http_connect(&fixture);
	ck_assert(http_send(client, SEARCH "\r\n"));
	http_fixture_start(&second, fixture.index, NULL, 0);
	ck_assert(http_receive(client, false, &answer));
	ck_assert_uint_eq(answer.status, 200);
	close(client);
	close(second.inherited);
	http_fixture_close(&second);
	end();
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("server");
	TCase *all = tcase_create("all");

	tcase_add_test(all, requests_get_their_answers);
	tcase_add_test(all, head_is_get_without_the_body);
	tcase_add_test(all, a_known_tag_is_not_modified);
	tcase_add_test(all, large_answers_are_compressed_when_asked);
	tcase_add_test(all, requests_in_a_row_are_answered_in_order);
	tcase_add_test(all, a_body_is_not_the_next_request);
	tcase_add_test(all, a_request_may_come_byte_by_byte);
	tcase_add_test(all, who_ends_its_side_still_hears);
	tcase_add_test(all, clients_may_leave_at_any_moment);
	tcase_add_test(all, the_unix_socket_answers_too);
	tcase_add_loop_test(all, a_slow_request_is_told_so_and_ended, 0, COUNT_OF(slow_requests));
	tcase_add_loop_test(all, an_idle_connection_is_ended, 0, 2);
	tcase_add_test(all, who_does_not_read_is_ended);
	tcase_add_test(all, one_too_many_is_told_so);
	tcase_add_test(all, a_full_queue_is_told_at_once);
	tcase_add_test(all, running_out_of_descriptors_is_survived);
	tcase_add_test(all, what_is_under_way_is_answered);
	tcase_add_test(all, an_inherited_socket_loses_no_request);
	tcase_set_timeout(all, 60);
	suite_add_tcase(suite, all);
	return suite;
}
