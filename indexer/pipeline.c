/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/pipeline.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/queue.h"
#include "indexer/budget.h"

#include "base/banned.h"

struct pipeline {
	struct update *update;
	struct intake *intake;
	struct worker **workers;
	unsigned worker_count;
	atomic_uint working;      /* workers that have not ended */
	struct batch **batches;   /* all there are */
	size_t batch_count;
	struct queue *empty, *raw, *done;
};

static bool fill(struct pipeline *pipeline, struct batch *batch, uint64_t sequence)
{
	batch_reset(batch);
	batch->sequence = sequence;
	if (!intake_next(pipeline->intake, batch))
		return false;
	/* Reserved by who reads, in order: names of files do not depend on threads either. */
	batch->segment = pipeline->update ? update_reserve(pipeline->update) : 2 * sequence + 1;
	batch->spare_segment = pipeline->update ? update_reserve(pipeline->update) : 2 * sequence + 2;
	return true;
}

static void *read_all(void *context)
{
	struct pipeline *pipeline = context;
	struct batch *batch;

	for (uint64_t sequence = 0; (batch = queue_take(pipeline->empty)); sequence++) {
		if (!fill(pipeline, batch, sequence))
			break;
		queue_put(pipeline->raw, batch);
	}
	queue_close(pipeline->raw);
	return NULL;
}

struct work_context {
	struct pipeline *pipeline;
	struct worker *worker;
};

static void *work_all(void *context)
{
	struct work_context *work = context;
	struct pipeline *pipeline = work->pipeline;
	struct batch *batch;

	while ((batch = queue_take(pipeline->raw))) {
		worker_run(work->worker, batch);
		queue_put(pipeline->done, batch);
	}
	if (atomic_fetch_sub(&pipeline->working, 1) == 1)
		queue_close(pipeline->done);
	return NULL;
}

/* Takes batches as they come and accepts them in the order of reading. */
static bool accept_all(struct pipeline *pipeline, struct acceptance *acceptance,
	struct error *error)
{
	struct batch **waiting = memory_allocate_array(pipeline->batch_count, sizeof(*waiting));
	uint64_t next = 0;
	bool is_well = true;
	struct batch *batch;

	while ((batch = queue_take(pipeline->done))) {
		waiting[batch->sequence % pipeline->batch_count] = batch;
		while ((batch = waiting[next % pipeline->batch_count])) {
			waiting[next % pipeline->batch_count] = NULL;
			if (is_well && !acceptance_take(acceptance, batch, error)) {
				is_well = false;
				queue_close(pipeline->empty); /* ends the reading, hence the rest */
			}
			if (is_well)
				queue_put(pipeline->empty, batch);
			next++;
		}
	}
	memory_free(waiting);
	return is_well;
}

static void start(pthread_t *thread, void *(*run)(void *), void *context)
{
	int failure = pthread_create(thread, NULL, run, context);

	/* As with memory: a process that may not have a handful of threads cannot go on. */
	if (failure) {
		fprintf(stderr, "quoth-index: cannot start a thread: %s\n", strerror(failure));
		abort();
	}
}

static bool run_threads(struct pipeline *pipeline, struct acceptance *acceptance,
	struct error *error)
{
	unsigned count = pipeline->worker_count;
	pthread_t reader, *threads = memory_allocate_array(count, sizeof(*threads));
	struct work_context *contexts = memory_allocate_array(count, sizeof(*contexts));
	bool is_well;

	atomic_init(&pipeline->working, count);
	start(&reader, read_all, pipeline);
	for (unsigned i = 0; i < count; i++) {
		contexts[i] = (struct work_context){pipeline, pipeline->workers[i]};
		start(&threads[i], work_all, &contexts[i]);
	}
	is_well = accept_all(pipeline, acceptance, error);
	pthread_join(reader, NULL);
	for (unsigned i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
	memory_free(contexts);
	memory_free(threads);
	return is_well;
}

static bool run_alone(struct pipeline *pipeline, struct acceptance *acceptance,
	struct error *error)
{
	struct batch *batch = pipeline->batches[0];

	for (uint64_t sequence = 0; fill(pipeline, batch, sequence); sequence++) {
		worker_run(pipeline->workers[0], batch);
		if (!acceptance_take(acceptance, batch, error))
			return false;
	}
	return true;
}

static void set_up(struct pipeline *pipeline, size_t batch_bytes)
{
	unsigned count = pipeline->worker_count;

	/* One for each worker, one being read or accepted. */
	pipeline->batch_count = count > 1 ? count + 1 : 1;
	pipeline->batches = memory_allocate_array(pipeline->batch_count, sizeof(struct batch *));
	pipeline->empty = queue_new(pipeline->batch_count);
	pipeline->raw = queue_new(pipeline->batch_count);
	pipeline->done = queue_new(pipeline->batch_count);
	for (size_t i = 0; i < pipeline->batch_count; i++) {
		pipeline->batches[i] = batch_new();
		/* At once: a buffer that grows as it is filled ends up half as large again. */
		buffer_reserve(&pipeline->batches[i]->bytes, batch_bytes);
		queue_put(pipeline->empty, pipeline->batches[i]);
	}
}

static void tear_down(struct pipeline *pipeline)
{
	intake_close(pipeline->intake);
	for (unsigned i = 0; i < pipeline->worker_count; i++)
		worker_close(pipeline->workers[i]);
	for (size_t i = 0; i < pipeline->batch_count; i++)
		batch_free(pipeline->batches[i]);
	queue_free(pipeline->empty);
	queue_free(pipeline->raw);
	queue_free(pipeline->done);
	memory_free(pipeline->batches);
	memory_free(pipeline->workers);
}

bool pipeline_run(const struct pipeline_settings *settings, struct update *update,
	struct acceptance *acceptance, struct error *error)
{
	const struct budget budget = budget_divide(settings->memory_bytes, settings->jobs);
	struct pipeline pipeline = {.update = update, .worker_count = budget.workers};
	struct intake_settings intake = settings->intake;
	struct work_settings work = settings->work;
	bool is_well = true;

	if (!intake.batch_bytes)
		intake.batch_bytes = budget.batch_bytes;
	work.lexeme_limit = budget.lexeme_limit;
	set_up(&pipeline, intake.batch_bytes);
	pipeline.intake = intake_open(&intake);
	pipeline.workers = memory_allocate_array(pipeline.worker_count, sizeof(struct worker *));
	for (unsigned i = 0; is_well && i < pipeline.worker_count; i++)
		is_well = worker_open(&work, &pipeline.workers[i], error);
	if (is_well)
		is_well = pipeline.worker_count > 1 ? run_threads(&pipeline, acceptance, error) :
						      run_alone(&pipeline, acceptance, error);
	tear_down(&pipeline);
	return is_well;
}
