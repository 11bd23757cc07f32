/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/queue.h"

#include <pthread.h>
#include <stdint.h>

#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

#define THREADS 4
#define ITEMS 20000 /* of each producer */

START_TEST(first_in_is_first_out)
{
	struct queue *queue = queue_new(3);
	int items[3];

	for (int round = 0; round < 5; round++) {
		for (int i = 0; i < 3; i++)
			ck_assert(queue_try_put(queue, &items[i]));
		ck_assert(!queue_try_put(queue, &items[0]));
		ck_assert_uint_eq(queue_count(queue), 3);
		for (int i = 0; i < 3; i++)
			ck_assert_ptr_eq(queue_take(queue), &items[i]);
		ck_assert_ptr_null(queue_try_take(queue));
		/* Moves the ring's beginning on. */
		ck_assert(queue_put(queue, &items[round % 3]));
		ck_assert_ptr_eq(queue_try_take(queue), &items[round % 3]);
	}
	queue_free(queue);
	queue_free(NULL);
}
END_TEST

START_TEST(closed_gives_what_it_holds_and_takes_no_more)
{
	struct queue *queue = queue_new(4);
	int item;

	ck_assert(queue_put(queue, &item));
	queue_close(queue);
	queue_close(queue);
	ck_assert(!queue_put(queue, &item));
	ck_assert(!queue_try_put(queue, &item));
	ck_assert_ptr_eq(queue_take(queue), &item);
	ck_assert_ptr_null(queue_take(queue));
	queue_free(queue);
}
END_TEST

struct job {
	struct queue *queue;
	unsigned char *seen; /* by number; of the consumer */
	uintptr_t first;     /* number of a producer's first item */
	bool is_ordered;
	bool was_refused;
};

static void *produce(void *data)
{
	struct job *job = data;

	for (uintptr_t i = 0; i < ITEMS; i++) {
		if (!queue_put(job->queue, (void *)(job->first + i)))
			job->was_refused = true;
	}
	return NULL;
}

static void *consume(void *data)
{
	struct job *job = data;
	uintptr_t last[THREADS] = {0};
	void *item;

	job->is_ordered = true;
	while ((item = queue_take(job->queue))) {
		const uintptr_t number = (uintptr_t)item - 1;

		job->seen[number]++;
		if (last[number / ITEMS] > number)
			job->is_ordered = false;
		last[number / ITEMS] = number;
	}
	return NULL;
}

/* Through queues from one place to more than all threads fill. */
static const size_t capacities[] = {1, 2, 16, 100000};

START_TEST(each_item_comes_out_once)
{
	struct queue *queue = queue_new(capacities[_i]);
	struct job producers[THREADS], consumers[THREADS];
	pthread_t threads[2 * THREADS];

	for (unsigned i = 0; i < THREADS; i++) {
		producers[i] = (struct job){.queue = queue, .first = i * (uintptr_t)ITEMS + 1};
		consumers[i] = (struct job){
			.queue = queue, .seen = memory_allocate_array(THREADS, ITEMS)};
		pthread_create(&threads[i], NULL, produce, &producers[i]);
		pthread_create(&threads[THREADS + i], NULL, consume, &consumers[i]);
	}
	for (unsigned i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	queue_close(queue);
	for (unsigned i = 0; i < THREADS; i++) {
		pthread_join(threads[THREADS + i], NULL);
		ck_assert(!producers[i].was_refused);
		/* What one thread puts in order no thread takes out of order. */
		ck_assert(consumers[i].is_ordered);
	}
	for (size_t number = 0; number < (size_t)THREADS * ITEMS; number++) {
		unsigned times = 0;

		for (unsigned i = 0; i < THREADS; i++)
			times += consumers[i].seen[number];
		if (times != 1)
			ck_abort_msg("item %zu came out %u times", number, times);
	}
	for (unsigned i = 0; i < THREADS; i++)
		memory_free(consumers[i].seen);
	queue_free(queue);
}
END_TEST

static void *wait_for_item(void *data)
{
	return queue_take(data);
}

static void *wait_for_room(void *data)
{
	return queue_put(data, data) ? data : NULL;
}

START_TEST(closing_wakes_all_who_wait)
{
	struct queue *empty = queue_new(1);
	struct queue *full = queue_new(1);
	pthread_t threads[2 * THREADS];
	void *result;
	int item;

	ck_assert(queue_put(full, &item));
	for (int i = 0; i < THREADS; i++) {
		pthread_create(&threads[i], NULL, wait_for_item, empty);
		pthread_create(&threads[THREADS + i], NULL, wait_for_room, full);
	}
	queue_close(empty);
	queue_close(full);
	for (int i = 0; i < 2 * THREADS; i++) {
		pthread_join(threads[i], &result);
		ck_assert_ptr_null(result);
	}
	ck_assert_ptr_eq(queue_take(full), &item);
	queue_free(empty);
	queue_free(full);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("base/queue");
	TCase *cases = tcase_create("queue");

	tcase_set_timeout(cases, 60);
	tcase_add_test(cases, first_in_is_first_out);
	tcase_add_test(cases, closed_gives_what_it_holds_and_takes_no_more);
	tcase_add_loop_test(cases, each_item_comes_out_once, 0, COUNT_OF(capacities));
	tcase_add_test(cases, closing_wakes_all_who_wait);
	suite_add_tcase(suite, cases);
	return suite;
}
