/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/worker.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/queue.h"

struct worker_pool {
	struct worker_settings settings;
	struct queue *queue;
	pthread_t *threads;
	unsigned running;   /* threads to be joined */
	int descriptor;     /* eventfd */
	/* Done jobs, the last one first. Threads push one, the loop takes all: with no pop of
	 * one the stack has no ABA problem, and no lock is needed. */
	_Atomic(struct job *) done;
	_Atomic bool is_resting; /* worker_rest is to be woken when half of the queue is free */
};

static void wake(struct worker_pool *pool)
{
	uint64_t one = 1;

	while (write(pool->descriptor, &one, sizeof(one)) < 0 && errno == EINTR)
		continue;
}

static void push_done(struct worker_pool *pool, struct job *job)
{
	struct job *head = atomic_load_explicit(&pool->done, memory_order_relaxed);

	do {
		job->next = head;
	} while (!atomic_compare_exchange_weak_explicit(&pool->done, &head, job,
		memory_order_release, memory_order_relaxed));
	/* Who finds the stack empty wakes the loop; later ones ride along. */
	if (!head)
		wake(pool);
}

static bool is_half_free(struct worker_pool *pool)
{
	return queue_count(pool->queue) <= pool->settings.queue_capacity / 2;
}

static void *work(void *argument)
{
	struct worker_pool *pool = argument;
	void *state = pool->settings.state_new(pool->settings.context);
	struct job *job;

	while ((job = queue_take(pool->queue))) {
		if (atomic_load(&pool->is_resting) && is_half_free(pool))
			wake(pool);
		if (!pool->settings.run(job, state))
			push_done(pool, job);
	}
	pool->settings.state_free(state);
	return NULL;
}

static bool start_threads(struct worker_pool *pool, struct error *error)
{
	sigset_t all, before;
	int failure = 0;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	while (!failure && pool->running < pool->settings.thread_count) {
		failure = pthread_create(&pool->threads[pool->running], NULL, work, pool);
		pool->running += !failure;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (failure)
		return error_set(error, ERROR_IO, "cannot start %u threads: %s",
			pool->settings.thread_count, strerror(failure));
	return true;
}

bool worker_pool_new(const struct worker_settings *settings, struct worker_pool **result,
	struct error *error)
{
	struct worker_pool *pool = memory_allocate_array(1, sizeof(*pool));

	pool->settings = *settings;
	pool->descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (pool->descriptor < 0) {
		memory_free(pool);
		return error_set(error, ERROR_IO, "eventfd: %s", strerror(errno));
	}
	atomic_init(&pool->done, NULL);
	pool->queue = queue_new(settings->queue_capacity);
	pool->threads = memory_allocate_array(settings->thread_count, sizeof(*pool->threads));
	if (!start_threads(pool, error)) {
		worker_pool_finish(pool);
		worker_pool_free(pool);
		return false;
	}
	*result = pool;
	return true;
}

void worker_pool_finish(struct worker_pool *pool)
{
	queue_close(pool->queue);
	while (pool->running)
		pthread_join(pool->threads[--pool->running], NULL);
}

void worker_pool_free(struct worker_pool *pool)
{
	if (!pool)
		return;
	close(pool->descriptor);
	queue_free(pool->queue);
	memory_free(pool->threads);
	memory_free(pool);
}

bool worker_submit(struct worker_pool *pool, struct job *job)
{
	return queue_try_put(pool->queue, job);
}

void worker_rest(struct worker_pool *pool, int most_ms)
{
	struct pollfd woken = {.fd = pool->descriptor, .events = POLLIN};

	/* What threads take after this look, they take knowing that we rest. */
	atomic_store(&pool->is_resting, true);
	if (!is_half_free(pool))
		poll(&woken, 1, most_ms);
	atomic_store(&pool->is_resting, false);
}

size_t worker_waiting(struct worker_pool *pool)
{
	return queue_count(pool->queue);
}

int worker_descriptor(const struct worker_pool *pool)
{
	return pool->descriptor;
}

struct job *worker_take_done(struct worker_pool *pool)
{
	struct job *last, *first = NULL;
	uint64_t count;

	/* Before the list: a job pushed in between wakes the loop once too often, never too
	 * seldom. EAGAIN says that nothing was signalled. */
	if (read(pool->descriptor, &count, sizeof(count)) < 0 && errno != EAGAIN && errno != EINTR)
		return NULL;
	last = atomic_exchange_explicit(&pool->done, NULL, memory_order_acquire);
	while (last) {
		struct job *next = last->next;

		last->next = first;
		first = last;
		last = next;
	}
	return first;
}
