/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * worker.h - a pool of threads over one bounded queue.
 *
 * One central queue: a slow job holds up no other while a thread is free. A full queue
 * refuses at once. Done jobs that somebody is to hear of come back in a list; a descriptor
 * tells an event loop of them.
 */
#ifndef DAEMON_WORKER_H
#define DAEMON_WORKER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* The first member of whatever is to be done; it belongs to the pool from worker_submit
 * until `run` says that it is over, or worker_take_done returns it. */
struct job {
	struct job *next;
};

struct worker_settings {
	unsigned thread_count;  /* at least 1 */
	size_t queue_capacity;  /* jobs that wait */
	/* Each thread has a state of its own, made and freed in that thread. */
	void *(*state_new)(void *context);
	void (*state_free)(void *state);
	/* False when the job is to come back by worker_take_done; true when it is over, and
	 * not the pool's any more. */
	bool (*run)(struct job *job, void *state);
	void *context;
};

struct worker_pool;

/* ERROR_IO where the system has no more threads or descriptors. Signals stay with the
 * thread that calls it. */
bool worker_pool_new(const struct worker_settings *settings, struct worker_pool **pool,
	struct error *error);
/* Waits for the jobs that were submitted, ends the threads; done jobs that nobody took are
 * the caller's: take them after worker_pool_finish. */
void worker_pool_finish(struct worker_pool *pool);
void worker_pool_free(struct worker_pool *pool);

/* False when the queue is full: the job stays the caller's. */
bool worker_submit(struct worker_pool *pool, struct job *job);
/* Sleeps, after the queue was full: at most so long, until half of it is free or a job is
 * done that somebody is to hear of. The thread that submits. */
void worker_rest(struct worker_pool *pool, int most_ms);
/* Jobs that wait. */
size_t worker_waiting(struct worker_pool *pool);

/* Readable while done jobs may be waiting. */
int worker_descriptor(const struct worker_pool *pool);
/* All done jobs, in the order in which they ended; NULL when there is none. One thread. */
struct job *worker_take_done(struct worker_pool *pool);

#endif
