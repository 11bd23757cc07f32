/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/http/response.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

static const struct {
	int64_t seconds;
	const char *text;
} dates[] = {
	{784111777, "Sun, 06 Nov 1994 08:49:37 GMT"}, /* RFC 9110 §5.6.7 */
	{0, "Thu, 01 Jan 1970 00:00:00 GMT"},
	{951782399, "Mon, 28 Feb 2000 23:59:59 GMT"},
	{951782400, "Tue, 29 Feb 2000 00:00:00 GMT"},
	{4102444799, "Thu, 31 Dec 2099 23:59:59 GMT"},
};

START_TEST(dates_are_in_the_fixed_format)
{
	char text[RESPONSE_DATE_SIZE];

	response_format_date(dates[_i].seconds, text);
	ck_assert_str_eq(text, dates[_i].text);
}
END_TEST

static struct buffer head;

static const char *head_of(struct exchange *exchange, bool keep_alive)
{
	response_head(exchange, dates[0].text, SLICE_LITERAL("id-1"), keep_alive, &head);
	return head.data;
}

START_TEST(a_plain_answer_has_few_headers)
{
	struct exchange *exchange = exchange_new();

	exchange->request.minor = 1;
	buffer_append_string(&exchange->reply.body, "{}");
	exchange_answer(exchange, 200);
	ck_assert_str_eq(head_of(exchange, true),
		"HTTP/1.1 200 OK\r\n"
		"Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
		"Content-Type: application/json\r\n"
		"Content-Length: 2\r\n"
		"Cache-Control: no-store\r\n"
		"X-Request-Id: id-1\r\n"
		"X-Content-Type-Options: nosniff\r\n\r\n");
	exchange_free(exchange);
	buffer_clear(&head);
}
END_TEST

START_TEST(each_property_has_its_header)
{
	struct exchange *exchange = exchange_new();
	static const char *const lines[] = {"HTTP/1.1 503 Service Unavailable\r\n",
		"\r\nContent-Encoding: gzip\r\n", "\r\nVary: Accept-Encoding\r\n",
		"\r\nETag: \"e\"\r\n", "\r\nCache-Control: no-cache\r\n", "\r\nAllow: GET\r\n",
		"\r\nRetry-After: 1\r\n", "\r\nConnection: close\r\n\r\n"};

	exchange_answer(exchange, 503);
	exchange->reply.is_gzipped = exchange->reply.varies = true;
	exchange->reply.cache = "no-cache";
	exchange->reply.allow = "GET";
	exchange->reply.retry_after = 1;
	memcpy(exchange->reply.etag, "\"e\"", 4);
	for (size_t i = 0; i < COUNT_OF(lines); i++)
		ck_assert_msg(strstr(head_of(exchange, false), lines[i]) != NULL, "%s", lines[i]);
	exchange_free(exchange);
	buffer_clear(&head);
}
END_TEST

START_TEST(old_clients_are_told_that_it_goes_on)
{
	struct exchange *exchange = exchange_new();

	exchange_answer(exchange, 200);
	exchange->request.minor = 0;
	ck_assert_ptr_nonnull(strstr(head_of(exchange, true), "\r\nConnection: keep-alive\r\n"));
	exchange_free(exchange);
	buffer_clear(&head);
}
END_TEST

START_TEST(not_modified_has_no_body)
{
	struct exchange *exchange = exchange_new();

	exchange->reply.status = 304;
	ck_assert_ptr_null(strstr(head_of(exchange, true), "\r\nContent-"));
	exchange_free(exchange);
	buffer_clear(&head);
}
END_TEST

START_TEST(a_refusal_is_whole)
{
	struct buffer bytes = {0};
	const char *body, *length;

	response_refusal(503, "too many connections", dates[0].text, &bytes);
	ck_assert_ptr_nonnull(strstr(bytes.data, "\r\nRetry-After: 1\r\n"));
	ck_assert_ptr_nonnull(strstr(bytes.data, "\r\nConnection: close\r\n"));
	length = strstr(bytes.data, "\r\nContent-Length: ");
	body = strstr(bytes.data, "\r\n\r\n");
	ck_assert_ptr_nonnull(length);
	ck_assert_ptr_nonnull(body);
	ck_assert_uint_eq(strtoul(length + 18, NULL, 10), strlen(body + 4));
	buffer_clear(&bytes);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("response");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, dates_are_in_the_fixed_format, 0, COUNT_OF(dates));
	tcase_add_test(all, a_plain_answer_has_few_headers);
	tcase_add_test(all, each_property_has_its_header);
	tcase_add_test(all, old_clients_are_told_that_it_goes_on);
	tcase_add_test(all, not_modified_has_no_body);
	tcase_add_test(all, a_refusal_is_whole);
	suite_add_tcase(suite, all);
	return suite;
}
