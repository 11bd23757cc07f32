/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/http/delivery.h"

#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

#define DATE "Sun, 06 Nov 1994 08:49:37 GMT"
#define LARGE_SIZE ((size_t)8 << 20) /* more than any socket takes at once */

static struct exchange *exchange;
static int client;
static struct buffer heard;

static void setup(void)
{
	int ends[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	client = ends[0];
	exchange = exchange_new();
	delivery_lend(exchange, ends[1]);
	exchange->request.keep_alive = true;
	exchange->request.minor = 1;
	exchange->request.identity = SLICE_LITERAL("id-1");
	exchange_answer(exchange, 200);
}

static void teardown(void)
{
	close(exchange->descriptor);
	close(client);
	exchange_free(exchange);
	buffer_clear(&heard);
}

static void put_body(size_t size)
{
	for (size_t i = 0; i < size; i++)
		buffer_append_byte(&exchange->reply.body, (char)('a' + i % 23));
}

static void hear(void)
{
	ssize_t count;

	while ((count = recv(client, buffer_reserve(&heard, 65536), 65536, MSG_DONTWAIT)) > 0)
		heard.size += (size_t)count;
}

static void check_heard(void)
{
	struct slice all = buffer_slice(&heard), body = buffer_slice(&exchange->reply.body);

	hear();
	all = buffer_slice(&heard);
	ck_assert(slice_starts_with(all, SLICE_LITERAL("HTTP/1.1 200 OK\r\nDate: " DATE "\r\n")));
	ck_assert(slice_ends_with(all, body));
	ck_assert_uint_eq(all.size, exchange->head.size + body.size);
}

START_TEST(a_small_reply_goes_out_at_once)
{
	put_body(3000);
	delivery_begin(exchange, DATE, false);
	ck_assert_int_eq(exchange->delivery, DELIVERY_WHOLE);
	check_heard();
	ck_assert(delivery_hand_back(exchange));
	ck_assert(delivery_is_over(exchange));
}
END_TEST

START_TEST(a_large_reply_goes_on_when_there_is_room)
{
	put_body(LARGE_SIZE);
	delivery_begin(exchange, DATE, false);
	ck_assert_int_eq(exchange->delivery, DELIVERY_STUCK);
	ck_assert(!delivery_hand_back(exchange)); /* somebody is to wait for room */
	while (exchange->delivery == DELIVERY_STUCK) {
		hear();
		delivery_go_on(exchange);
	}
	ck_assert_int_eq(exchange->delivery, DELIVERY_WHOLE);
	check_heard();
}
END_TEST

START_TEST(a_reply_to_nobody_fails)
{
	close(client);
	delivery_begin(exchange, DATE, false);
	ck_assert_int_eq(exchange->delivery, DELIVERY_FAILED);
	ck_assert(!delivery_hand_back(exchange));
}
END_TEST

/* The connection is to be closed, so its owner is to hear of it. */
START_TEST(the_last_reply_is_told)
{
	delivery_begin(exchange, DATE, true);
	ck_assert(!exchange->keeps_alive);
	ck_assert_int_eq(exchange->delivery, DELIVERY_WHOLE);
	ck_assert(!delivery_hand_back(exchange));
	exchange->request.keep_alive = false;
	delivery_begin(exchange, DATE, false);
	ck_assert(!exchange->keeps_alive);
	ck_assert(!delivery_hand_back(exchange));
}
END_TEST

START_TEST(who_is_waited_for_tells)
{
	ck_assert(!delivery_is_over(exchange));
	delivery_begin(exchange, DATE, false);
	ck_assert(!delivery_hand_back(exchange));
	ck_assert(!delivery_is_over(exchange));
}
END_TEST

static void *deliver(void *handed_back)
{
	delivery_begin(exchange, DATE, false);
	*(bool *)handed_back = delivery_hand_back(exchange);
	return NULL;
}

/* Either the owner finds it over, or is told: never both, never neither. */
START_TEST(both_sides_agree_at_any_moment)
{
	for (unsigned i = 0; i < 2000; i++) {
		bool is_back = false, is_over = false;
		pthread_t worker;

		delivery_lend(exchange, exchange->descriptor);
		ck_assert_int_eq(pthread_create(&worker, NULL, deliver, &is_back), 0);
		for (unsigned spin = 0; spin < i % 100 * 50; spin++)
			is_over |= atomic_load(&exchange->phase) < 0; /* only to pass time */
		is_over = delivery_is_over(exchange);
		if (is_over)
			ck_assert_int_eq(exchange->delivery, DELIVERY_WHOLE);
		pthread_join(worker, NULL);
		ck_assert(is_back == is_over);
		buffer_reset(&heard);
		hear();
	}
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("delivery");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, setup, teardown);
	tcase_add_test(all, a_small_reply_goes_out_at_once);
	tcase_add_test(all, a_large_reply_goes_on_when_there_is_room);
	tcase_add_test(all, a_reply_to_nobody_fails);
	tcase_add_test(all, the_last_reply_is_told);
	tcase_add_test(all, who_is_waited_for_tells);
	tcase_add_test(all, both_sides_agree_at_any_moment);
	tcase_set_timeout(all, 60);
	suite_add_tcase(suite, all);
	return suite;
}
