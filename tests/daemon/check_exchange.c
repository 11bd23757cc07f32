/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/http/exchange.h"

#include <string.h>
#include <unistd.h>

#include "base/gunzip.h"
#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

static struct exchange *exchange;

static void setup(void)
{
	exchange = exchange_new();
}

static void teardown(void)
{
	exchange_free(exchange);
}

/* Takes a request in from bytes that are gone afterwards, as a connection's are. */
static void begin(const char *head, const char *body)
{
	struct buffer bytes = {0};
	struct request_scan scan = {0, 0};
	struct request request;
	struct refusal refusal;

	buffer_append_string(&bytes, head);
	buffer_append_string(&bytes, body);
	ck_assert(request_parse(buffer_slice(&bytes), &scan, &request, &refusal) ==
		REQUEST_COMPLETE);
	exchange_begin(exchange, &request, buffer_slice(&bytes));
	memset(bytes.data, 'x', bytes.size);
	buffer_clear(&bytes);
}

static void begin_get(const char *headers)
{
	struct buffer head = {0};

	buffer_printf(&head, "GET / HTTP/1.1\r\nHost: a\r\n%s\r\n", headers);
	begin(head.data, "");
	buffer_clear(&head);
}

START_TEST(a_request_outlives_its_connection)
{
	begin("POST http://b/p?q=1 HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"e\"\r\n"
	      "X-Request-Id: id\r\nContent-Length: 4\r\n\r\n",
		"body");
	ck_assert(slice_equal_string(exchange->request.authority, "b"));
	ck_assert(slice_equal_string(exchange->request.path, "/p"));
	ck_assert(slice_equal_string(exchange->request.query, "q=1"));
	ck_assert(slice_equal_string(exchange->request.host, "a"));
	ck_assert(slice_equal_string(exchange->request.if_none_match, "\"e\""));
	ck_assert(slice_equal_string(exchange->request.identity, "id"));
	ck_assert(slice_equal_string(exchange->body, "body"));
}
END_TEST

START_TEST(nothing_is_left_of_the_request_before)
{
	begin("POST /p?q=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n", "body");
	buffer_append_string(&exchange->reply.body, "answer");
	exchange_is_unchanged(exchange, "\"e\"");
	exchange->reply.allow = "GET";
	exchange_refuse(exchange, 503, "busy", SIZE_MAX);
	begin_get("");
	ck_assert_uint_eq(exchange->reply.status, 0);
	ck_assert_uint_eq(exchange->reply.body.size, 0);
	ck_assert_uint_eq(exchange->reply.retry_after, 0);
	ck_assert_str_eq(exchange->reply.etag, "");
	ck_assert_ptr_null(exchange->reply.allow);
	ck_assert_uint_eq(exchange->request.query.size, 0);
	ck_assert_uint_eq(exchange->body.size, 0);
}
END_TEST

START_TEST(a_refusal_drops_what_was_written)
{
	struct error error = {0};

	begin_get("");
	exchange_is_unchanged(exchange, "\"e\"");
	buffer_append_string(&exchange->reply.body, "half an ans");
	error_set(&error, ERROR_QUERY, "too wide");
	exchange_fail(exchange, &error, 3);
	ck_assert_uint_eq(exchange->reply.status, 400);
	ck_assert_str_eq(exchange->reply.etag, "");
	ck_assert_str_eq(exchange->reply.type, "application/problem+json");
	ck_assert_ptr_nonnull(strstr(exchange->reply.body.data, "\"position\":3"));
	ck_assert_ptr_null(strstr(exchange->reply.body.data, "half"));
}
END_TEST

START_TEST(only_a_503_says_when_to_come_again)
{
	begin_get("");
	exchange_refuse(exchange, 404, "", SIZE_MAX);
	ck_assert_uint_eq(exchange->reply.retry_after, 0);
	exchange_refuse(exchange, 503, "", SIZE_MAX);
	ck_assert_uint_eq(exchange->reply.retry_after, 1);
}
END_TEST

static const struct {
	const char *header;
	bool is_unchanged;
} conditions[] = {
	{"", false},
	{"If-None-Match: W/\"17\"\r\n", true},
	{"If-None-Match: \"17\"\r\n", true},
	{"If-None-Match: \"16\", W/\"17\"\r\n", true},
	{"If-None-Match: *\r\n", true},
	{"If-None-Match: \"16\"\r\n", false},
	{"If-None-Match: 17\r\n", false},
	{"If-None-Match: W/\"171\"\r\n", false},
	{"If-None-Match: \"17\"\r\nIf-None-Match: \"16\"\r\n", false},
	{"If-None-Match:\r\n", false},
};

START_TEST(a_known_tag_needs_no_answer)
{
	begin_get(conditions[_i].header);
	ck_assert(exchange_is_unchanged(exchange, "W/\"17\"") == conditions[_i].is_unchanged);
	ck_assert_uint_eq(exchange->reply.status, conditions[_i].is_unchanged ? 304 : 0);
	ck_assert_str_eq(exchange->reply.etag, "W/\"17\"");
}
END_TEST

static void fill(size_t size)
{
	for (size_t i = 0; i < size; i++)
		buffer_append_byte(&exchange->reply.body, (char)('a' + i % 7));
}

static struct slice inflate(struct buffer *packed, char *output, size_t room)
{
	struct gunzip *gunzip;
	struct error error = {0};
	size_t got, size = 0;
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	close(ends[1]);
	gunzip = gunzip_new(ends[0], buffer_slice(packed));
	do {
		ck_assert(gunzip_read(gunzip, output + size, room - size, &got, &error));
		size += got;
	} while (got && size < room);
	gunzip_free(gunzip);
	close(ends[0]);
	return slice_make(output, size);
}

START_TEST(large_answers_are_compressed_when_asked)
{
	char plain[5000];
	struct slice inflated;

	begin_get("Accept-Encoding: gzip\r\n");
	fill(4000);
	exchange_compress(exchange);
	ck_assert(exchange->reply.is_gzipped);
	ck_assert(exchange->reply.varies);
	ck_assert_uint_lt(exchange->reply.body.size, 1000);
	inflated = inflate(&exchange->reply.body, plain, sizeof(plain));
	ck_assert_uint_eq(inflated.size, 4000);
	ck_assert_int_eq(inflated.data[3999], 'a' + 3999 % 7);
}
END_TEST

START_TEST(small_or_unasked_answers_are_not)
{
	begin_get("Accept-Encoding: gzip\r\n");
	fill(1000);
	exchange_compress(exchange);
	ck_assert(!exchange->reply.is_gzipped);
	ck_assert_uint_eq(exchange->reply.body.size, 1000);
	begin_get("");
	fill(4000);
	exchange_compress(exchange);
	ck_assert(!exchange->reply.is_gzipped);
	ck_assert(exchange->reply.varies);
	ck_assert_uint_eq(exchange->reply.body.size, 4000);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("exchange");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, setup, teardown);
	tcase_add_test(all, a_request_outlives_its_connection);
	tcase_add_test(all, nothing_is_left_of_the_request_before);
	tcase_add_test(all, a_refusal_drops_what_was_written);
	tcase_add_test(all, only_a_503_says_when_to_come_again);
	tcase_add_loop_test(all, a_known_tag_needs_no_answer, 0, COUNT_OF(conditions));
	tcase_add_test(all, large_answers_are_compressed_when_asked);
	tcase_add_test(all, small_or_unasked_answers_are_not);
	suite_add_tcase(suite, all);
	return suite;
}
