/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/worker.h"

#include <poll.h>
#include <semaphore.h>
#include <stdatomic.h>

#include "base/clock.h"
#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

#define JOB_COUNT 20000

struct item {
	struct job job;
	unsigned number, answer;
	bool is_quiet; /* over without a word */
};

/* One gate for all jobs of a test that wants them to wait. */
static sem_t gate, started;
static _Atomic int states;
static _Atomic unsigned over;

static void *state_new(void *context)
{
	atomic_fetch_add(&states, 1);
	return context;
}

static void state_free(void *state)
{
	(void)state;
	atomic_fetch_sub(&states, 1);
}

static bool answer(struct job *job, void *state)
{
	struct item *item = (struct item *)job;
	bool is_quiet = item->is_quiet; /* once over, it is not ours to look at */

	item->answer = item->number * *(unsigned *)state;
	if (is_quiet)
		atomic_fetch_add(&over, 1);
	return is_quiet;
}

static bool wait_at_gate(struct job *job, void *state)
{
	sem_post(&started);
	while (sem_wait(&gate) != 0)
		continue;
	return answer(job, state);
}

static unsigned factor = 3;

static struct worker_pool *make(unsigned threads, size_t capacity,
	bool (*run)(struct job *, void *))
{
	const struct worker_settings settings = {
		.thread_count = threads,
		.queue_capacity = capacity,
		.state_new = state_new,
		.state_free = state_free,
		.run = run,
		.context = &factor,
	};
	struct worker_pool *pool;
	struct error error = {0};

	ck_assert(worker_pool_new(&settings, &pool, &error));
	return pool;
}

static void wait_for_done(const struct worker_pool *pool)
{
	struct pollfd readable = {.fd = worker_descriptor(pool), .events = POLLIN};

	ck_assert_int_eq(poll(&readable, 1, 30000), 1);
}

/* The descriptor never forgets one. */
START_TEST(every_job_is_over_or_comes_back_once)
{
	struct worker_pool *pool = make(4, 64, answer);
	struct item *items = memory_allocate_array(JOB_COUNT, sizeof(*items));
	unsigned submitted = 0, done = 0, told = (JOB_COUNT + 2) / 3;

	for (unsigned i = 0; i < JOB_COUNT; i++)
		items[i] = (struct item){.number = i, .is_quiet = i % 3 != 0};
	while (done < told) {
		while (submitted < JOB_COUNT && worker_submit(pool, &items[submitted].job))
			submitted++;
		if (submitted == JOB_COUNT)
			wait_for_done(pool);
		for (struct job *job = worker_take_done(pool); job; done++) {
			struct item *item = (struct item *)job;

			job = job->next;
			ck_assert_uint_eq(item->number % 3, 0);
			ck_assert_uint_eq(item->answer, item->number * 3);
			item->answer = 1; /* a second time would be seen */
		}
	}
	worker_pool_finish(pool);
	ck_assert_ptr_null(worker_take_done(pool));
	ck_assert_uint_eq(atomic_load(&over), JOB_COUNT - told);
	worker_pool_free(pool);
	ck_assert_int_eq(atomic_load(&states), 0);
	memory_free(items);
}
END_TEST

START_TEST(a_full_queue_refuses_at_once)
{
	struct worker_pool *pool;
	struct item items[4] = {{.number = 1}, {.number = 2}, {.number = 3}, {.number = 4}};
	struct job *job;
	unsigned count = 0;

	sem_init(&gate, 0, 0);
	sem_init(&started, 0, 0);
	pool = make(1, 2, wait_at_gate);
	ck_assert(worker_submit(pool, &items[0].job));
	ck_assert_int_eq(sem_wait(&started), 0); /* the thread has it: the queue is empty */
	ck_assert(worker_submit(pool, &items[1].job));
	ck_assert(worker_submit(pool, &items[2].job));
	ck_assert_uint_eq(worker_waiting(pool), 2);
	ck_assert(!worker_submit(pool, &items[3].job));
	ck_assert_ptr_null(worker_take_done(pool));
	for (unsigned i = 0; i < 3; i++)
		sem_post(&gate);
	worker_pool_finish(pool);
	for (job = worker_take_done(pool); job; job = job->next)
		ck_assert_uint_eq(((struct item *)job)->number, ++count);
	ck_assert_uint_eq(count, 3);
	worker_pool_free(pool);
}
END_TEST

START_TEST(a_slow_job_holds_up_no_other)
{
	struct worker_pool *pool;
	struct item items[2] = {{.number = 1}, {.number = 2}};

	sem_init(&gate, 0, 0);
	sem_init(&started, 0, 0);
	pool = make(2, 8, wait_at_gate);
	ck_assert(worker_submit(pool, &items[0].job));
	ck_assert(worker_submit(pool, &items[1].job));
	ck_assert_int_eq(sem_wait(&started), 0);
	ck_assert_int_eq(sem_wait(&started), 0); /* both run, neither is done */
	sem_post(&gate);
	wait_for_done(pool);
	ck_assert_ptr_nonnull(worker_take_done(pool));
	sem_post(&gate);
	worker_pool_finish(pool);
	worker_pool_free(pool);
}
END_TEST

/* One job runs, four wait: the queue is full. */
static struct worker_pool *fill(struct item items[5])
{
	struct worker_pool *pool;

	sem_init(&gate, 0, 0);
	sem_init(&started, 0, 0);
	pool = make(1, 4, wait_at_gate);
	for (unsigned i = 0; i < 5; i++) {
		items[i] = (struct item){.number = i, .is_quiet = true};
		ck_assert(worker_submit(pool, &items[i].job));
		if (i == 0)
			ck_assert_int_eq(sem_wait(&started), 0);
	}
	return pool;
}

static void end(struct worker_pool *pool, unsigned running)
{
	while (running--)
		sem_post(&gate);
	worker_pool_finish(pool);
	worker_pool_free(pool);
}

START_TEST(a_rest_is_short_where_nothing_happens)
{
	struct item items[5];
	struct worker_pool *pool = fill(items);
	int64_t began = clock_monotonic_ms();

	worker_rest(pool, 50);
	ck_assert_int_ge(clock_monotonic_ms() - began, 49);
	ck_assert_uint_eq(worker_waiting(pool), 4);
	end(pool, 5);
}
END_TEST

START_TEST(a_rest_ends_when_half_of_the_queue_is_free)
{
	struct item items[5];
	struct worker_pool *pool = fill(items);
	int64_t began = clock_monotonic_ms();

	sem_post(&gate);
	sem_post(&gate);
	worker_rest(pool, 30000);
	ck_assert_uint_eq(worker_waiting(pool), 2);
	worker_rest(pool, 30000); /* at once: it is free still */
	ck_assert_int_lt(clock_monotonic_ms() - began, 20000);
	end(pool, 3);
}
END_TEST

START_TEST(finish_waits_for_what_was_submitted)
{
	struct worker_pool *pool = make(3, 1000, answer);
	struct item items[1000] = {0};
	unsigned count = 0;

	for (unsigned i = 0; i < COUNT_OF(items); i++)
		ck_assert(worker_submit(pool, &items[i].job));
	worker_pool_finish(pool);
	ck_assert(!worker_submit(pool, &items[0].job));
	for (struct job *job = worker_take_done(pool); job; job = job->next)
		count++;
	ck_assert_uint_eq(count, COUNT_OF(items));
	worker_pool_free(pool);
	worker_pool_free(NULL);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("worker");
	TCase *all = tcase_create("all");

	tcase_add_test(all, every_job_is_over_or_comes_back_once);
	tcase_add_test(all, a_full_queue_refuses_at_once);
	tcase_add_test(all, a_slow_job_holds_up_no_other);
	tcase_add_test(all, a_rest_is_short_where_nothing_happens);
	tcase_add_test(all, a_rest_ends_when_half_of_the_queue_is_free);
	tcase_add_test(all, finish_waits_for_what_was_submitted);
	tcase_set_timeout(all, 120);
	suite_add_tcase(suite, all);
	return suite;
}
