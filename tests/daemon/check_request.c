/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/http/request.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

#define HOST "Host: localhost\r\n"

/* SLICE_LITERAL counts bytes, so that a row can hold a NUL. */
#define ROW(status, bytes) {(status), SLICE_LITERAL(bytes), #bytes}

static const struct row {
	unsigned status; /* 0: accepted */
	struct slice bytes;
	const char *source;
} rows[] = {
	/* what is right */
	ROW(0, "GET / HTTP/1.1\r\n" HOST "\r\n"),
	ROW(0, "GET / HTTP/1.0\r\n\r\n"),
	ROW(0, "\r\nGET / HTTP/1.1\r\n" HOST "\r\n"),
	ROW(0, "HEAD /?q=a HTTP/1.1\r\nhOsT:localhost:80\r\n\r\n"),
	ROW(0, "POST /v1/stop HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n"),
	ROW(0, "GET / HTTP/1.1\r\n" HOST "X: \t a\tb \t\r\n\r\n"),
	ROW(0, "GET / HTTP/1.1\r\n" HOST "X:\r\n\r\n"),
	ROW(0, "GET / HTTP/1.1\r\n" HOST "X: caf\xc3\xa9\r\n\r\n"),
	ROW(0, "GET http://localhost/a HTTP/1.1\r\n" HOST "\r\n"),
	ROW(0, "DELETE / HTTP/1.1\r\n" HOST "\r\n"),
	ROW(0, "GET / HTTP/1.9\r\n" HOST "\r\n"),
	/* lines */
	ROW(400, "GET / HTTP/1.1\n" HOST "\r\n"),
	ROW(400, "GET / HTTP/1.1\r\nHost: localhost\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "\n"),
	ROW(400, "\nGET / HTTP/1.1\r\n" HOST "\r\n"),
	ROW(400, "\r\n\r\n"),
	ROW(400, "\r\n\r\nGET / HTTP/1.1\r\n" HOST "\r\n"),
	ROW(400, "GET / HTTP/1.1\r\r\n" HOST "\r\n"),
	ROW(400, "GET / HTTP/1.1\r\nHost: local\rhost\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "X: a\r\n\tb\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n"),
	ROW(400, "\x16\x03\x01\x02"),
	/* the request line */
	ROW(400, "GET /\r\n" HOST "\r\n"),
	ROW(400, "GET  / HTTP/1.1\r\n" HOST "\r\n"),
	ROW(400, "GET /  HTTP/1.1\r\n" HOST "\r\n"),
	ROW(400, "GET / HTTP/1.1 \r\n" HOST "\r\n"),
	ROW(400, " GET / HTTP/1.1\r\n" HOST "\r\n"),
	ROW(400, "GET\t/ HTTP/1.1\r\n" HOST "\r\n"),
	ROW(400, "GET /a b HTTP/1.1\r\n" HOST "\r\n"),
	ROW(400, "GET /\x01 HTTP/1.1\r\n" HOST "\r\n"),
	ROW(400, "GET /\x7f HTTP/1.1\r\n" HOST "\r\n"),
	ROW(400, "GET /\0 HTTP/1.1\r\n" HOST "\r\n"),
	ROW(400, "GET /caf\xc3\xa9 HTTP/1.1\r\n" HOST "\r\n"),
	ROW(400, "GET /#a HTTP/1.1\r\n" HOST "\r\n"),
	ROW(400, "GET * HTTP/1.1\r\n" HOST "\r\n"),
	ROW(400, "GET a HTTP/1.1\r\n" HOST "\r\n"),
	ROW(400, "GET http:/// HTTP/1.1\r\n" HOST "\r\n"),
	ROW(400, "GET http://localhost HTTP/1.1\r\n" HOST "\r\n"),
	ROW(400, "GET https://localhost/ HTTP/1.1\r\n" HOST "\r\n"),
	ROW(501, "CONNECT localhost:80 HTTP/1.1\r\n" HOST "\r\n"),
	ROW(400, "GET / http/1.1\r\n" HOST "\r\n"),
	ROW(400, "GET / HTTP/1\r\n" HOST "\r\n"),
	ROW(400, "GET / HTTP/1.10\r\n" HOST "\r\n"),
	ROW(400, "GET / HTTP/+1.1\r\n" HOST "\r\n"),
	ROW(400, "GET / FTP/1.1\r\n" HOST "\r\n"),
	ROW(505, "GET / HTTP/2.0\r\n" HOST "\r\n"),
	ROW(505, "GET / HTTP/0.9\r\n" HOST "\r\n"),
	ROW(501, "FETCH / HTTP/1.1\r\n" HOST "\r\n"),
	ROW(501, "get / HTTP/1.1\r\n" HOST "\r\n"),
	ROW(501, "TRACE / HTTP/1.1\r\n" HOST "\r\n"),
	ROW(400, "G(T / HTTP/1.1\r\n" HOST "\r\n"),
	/* header names and values */
	ROW(400, "GET / HTTP/1.1\r\n" HOST ": a\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "X : a\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "X\t: a\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "X Y: a\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "X\0: a\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "caf\xc3\xa9: a\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "X\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "X: a\0b\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "X: a\x01\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "X: a\x7f\r\n\r\n"),
	/* Host */
	ROW(400, "GET / HTTP/1.1\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST HOST "\r\n"),
	ROW(400, "GET / HTTP/1.0\r\n" HOST HOST "\r\n"),
	ROW(400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\nHost: a,b\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\nHost: me@localhost\r\n\r\n"),
	/* where the message ends */
	ROW(400, "GET / HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 2\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 1\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "Content-Length: 1, 1\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "Content-Length: +4\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "Content-Length: 0x4\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "Content-Length: 4.0\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "Content-Length: 1 2\r\n\r\n"),
	ROW(400, "GET / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n"),
	ROW(413, "GET / HTTP/1.1\r\n" HOST "Content-Length: 65537\r\n\r\n"),
	ROW(413, "GET / HTTP/1.1\r\n" HOST "Content-Length: 18446744073709551616\r\n\r\n"),
	ROW(413, "GET / HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999999\r\n\r\n"),
	ROW(411, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"),
	ROW(411, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: Chunked\r\n\r\n"),
	ROW(501, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n"),
	ROW(501, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n"),
	ROW(501, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: identity\r\n\r\n"),
	ROW(501, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"),
	ROW(501, "POST / HTTP/1.1\r\n" HOST
		 "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"),
	ROW(400, "POST / HTTP/1.1\r\n" HOST
		 "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"),
	ROW(400, "POST / HTTP/1.1\r\n" HOST
		 "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n"),
	ROW(417, "POST / HTTP/1.1\r\n" HOST "Content-Length: 4\r\nExpect: 100-continue\r\n\r\n"),
};

static enum request_state parse(struct slice bytes, struct request *request, unsigned *status)
{
	struct request_scan scan = {0, 0};
	struct refusal refusal = {0, NULL};
	enum request_state state = request_parse(bytes, &scan, request, &refusal);

	*status = refusal.status;
	return state;
}

START_TEST(each_row_gets_its_status)
{
	const struct row *row = &rows[_i];
	struct request request;
	unsigned status;
	enum request_state state = parse(row->bytes, &request, &status);

	ck_assert_msg(status == row->status, "%s: %u, not %u", row->source, status, row->status);
	ck_assert_msg(state == (row->status ? REQUEST_REFUSED : REQUEST_COMPLETE), "%s",
		row->source);
}
END_TEST

/* The outcome of a request that comes one byte at a time. */
static enum request_state parse_slowly(struct slice bytes, struct request *request,
	unsigned *status)
{
	struct request_scan scan = {0, 0};
	struct refusal refusal = {0, NULL};
	enum request_state state = REQUEST_INCOMPLETE;

	for (size_t size = 1; size <= bytes.size && state == REQUEST_INCOMPLETE; size++)
		state = request_parse(slice_range(bytes, 0, size), &scan, request, &refusal);
	*status = refusal.status;
	return state;
}

START_TEST(pieces_make_no_difference)
{
	const struct row *row = &rows[_i];
	struct request request;
	unsigned status;
	enum request_state state = parse_slowly(row->bytes, &request, &status);

	ck_assert_msg(status == row->status, "%s: %u, not %u", row->source, status, row->status);
	ck_assert(state == (row->status ? REQUEST_REFUSED : REQUEST_COMPLETE));
}
END_TEST

START_TEST(each_part_is_found)
{
	const struct slice bytes = SLICE_LITERAL("POST /v1/articles/a%2Fb?q=x&y HTTP/1.1\r\n"
		"host: localhost:7348\r\nAccept-Encoding: br, gzip;q=0.5\r\n"
		"If-None-Match: \"a\", W/\"b\"\r\nX-Request-ID: abc-1\r\nContent-Length: 3\r\n"
		"\r\nabcGET");
	struct request request;
	unsigned status;

	ck_assert(parse(bytes, &request, &status) == REQUEST_COMPLETE);
	ck_assert(request.method == METHOD_POST);
	ck_assert(slice_equal_string(request.path, "/v1/articles/a%2Fb"));
	ck_assert(slice_equal_string(request.query, "q=x&y"));
	ck_assert(slice_equal_string(request.host, "localhost:7348"));
	ck_assert(slice_equal_string(request.if_none_match, "\"a\", W/\"b\""));
	ck_assert(slice_equal_string(request.identity, "abc-1"));
	ck_assert(request.accepts_gzip);
	ck_assert(request.keep_alive);
	ck_assert_uint_eq(request.minor, 1);
	ck_assert_uint_eq(request.body_size, 3);
	ck_assert_uint_eq(request.head_size, bytes.size - 6);
}
END_TEST

static const struct {
	const char *headers;
	unsigned minor;
	bool keep_alive, accepts_gzip;
} manners[] = {
	{"", 1, true, false},
	{"", 0, false, false},
	{"Connection: close\r\n", 1, false, false},
	{"Connection: Upgrade, CLOSE\r\n", 1, false, false},
	{"Connection: keep-alive\r\n", 0, true, false},
	{"Connection: keep-alive, close\r\n", 0, false, false},
	{"Accept-Encoding: gzip\r\n", 1, true, true},
	{"Accept-Encoding: GZip ;q=1\r\n", 1, true, true},
	{"Accept-Encoding: deflate, gzip;q=0\r\n", 1, true, false},
	{"Accept-Encoding: gzip; Q=0.000\r\n", 1, true, false},
	{"Accept-Encoding: gzip;q=0.001\r\n", 1, true, true},
	{"Accept-Encoding: xgzip, identity\r\n", 1, true, false},
	{"Accept-Encoding:\r\n", 1, true, false},
};

START_TEST(headers_say_how_to_answer)
{
	struct buffer bytes = {0};
	struct request request;
	unsigned status;

	buffer_printf(&bytes, "GET / HTTP/1.%u\r\n" HOST "%s\r\n", manners[_i].minor,
		manners[_i].headers);
	ck_assert(parse(buffer_slice(&bytes), &request, &status) == REQUEST_COMPLETE);
	ck_assert(request.keep_alive == manners[_i].keep_alive);
	ck_assert(request.accepts_gzip == manners[_i].accepts_gzip);
	buffer_clear(&bytes);
}
END_TEST

static void append_many(struct buffer *bytes, const char *text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_append_string(bytes, text);
}

static const struct {
	unsigned status;
	const char *before, *repeated;
	size_t count;
	const char *after;
} sizes[] = {
	{0, "GET /", "a", 16000, " HTTP/1.1\r\n" HOST "\r\n"},
	{414, "GET /", "a", 17000, " HTTP/1.1\r\n" HOST "\r\n"},
	{414, "GET /", "a", 17000, ""},
	{414, "GET /", "a", 1000000, ""},
	{0, "GET / HTTP/1.1\r\n" HOST "X: ", "a", 32000, "\r\n\r\n"},
	{431, "GET / HTTP/1.1\r\n" HOST "X: ", "a", 33000, "\r\n\r\n"},
	{431, "GET / HTTP/1.1\r\n" HOST "X: ", "a", 33000, ""},
	{0, "GET / HTTP/1.1\r\n" HOST, "X: a\r\n", 63, "\r\n"},
	{431, "GET / HTTP/1.1\r\n" HOST, "X: a\r\n", 64, "\r\n"},
};

START_TEST(sizes_have_limits)
{
	struct buffer bytes = {0};
	struct request request;
	unsigned status;

	buffer_append_string(&bytes, sizes[_i].before);
	append_many(&bytes, sizes[_i].repeated, sizes[_i].count);
	buffer_append_string(&bytes, sizes[_i].after);
	parse(buffer_slice(&bytes), &request, &status);
	ck_assert_uint_eq(status, sizes[_i].status);
	parse_slowly(slice_range(buffer_slice(&bytes), 0, 40000), &request, &status);
	ck_assert_uint_eq(status, sizes[_i].status);
	buffer_clear(&bytes);
}
END_TEST

START_TEST(an_identity_that_is_not_one_is_forgotten)
{
	static const struct slice bytes[] = {
		SLICE_LITERAL("GET / HTTP/1.1\r\n" HOST "X-Request-Id: a b\r\n\r\n"),
		SLICE_LITERAL("GET / HTTP/1.1\r\n" HOST "X-Request-Id: "
			      "1234567890123456789012345678901234567890123456789012345678901234a"
			      "\r\n\r\n"),
	};
	struct request request;
	unsigned status;

	ck_assert(parse(bytes[_i], &request, &status) == REQUEST_COMPLETE);
	ck_assert_uint_eq(request.identity.size, 0);
}
END_TEST

/* Whatever a byte is turned into: one piece or many, the outcome is the same, and an
 * accepted head has a path, and a host on 1.1. */
START_TEST(no_mutation_confuses_it)
{
	struct suite_random random = {7};
	char copy[512];

	for (unsigned round = 0; round < 40000; round++) {
		const struct row *row = &rows[suite_random_below(&random, COUNT_OF(rows))];
		struct slice bytes = slice_make(copy, row->bytes.size);
		struct request whole, pieces;
		unsigned status, slow_status;
		enum request_state state;

		memcpy(copy, row->bytes.data, row->bytes.size);
		for (unsigned i = suite_random_below(&random, 4); i > 0; i--)
			copy[suite_random_below(&random, (unsigned)bytes.size)] =
				"\r\n :\t\0aG/,0"[suite_random_below(&random, 11)];
		state = parse(bytes, &whole, &status);
		ck_assert(parse_slowly(bytes, &pieces, &slow_status) == state);
		ck_assert_uint_eq(status, slow_status);
		ck_assert(state != REQUEST_COMPLETE ||
			(whole.path.size && whole.path.data[0] == '/' &&
				(whole.host.size || !whole.minor)));
	}
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("request");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, each_row_gets_its_status, 0, COUNT_OF(rows));
	tcase_add_loop_test(all, pieces_make_no_difference, 0, COUNT_OF(rows));
	tcase_add_test(all, each_part_is_found);
	tcase_add_loop_test(all, headers_say_how_to_answer, 0, COUNT_OF(manners));
	tcase_add_loop_test(all, sizes_have_limits, 0, COUNT_OF(sizes));
	tcase_add_loop_test(all, an_identity_that_is_not_one_is_forgotten, 0, 2);
	tcase_add_test(all, no_mutation_confuses_it);
	suite_add_tcase(suite, all);
	return suite;
}
