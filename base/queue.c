/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/queue.h"

#include <pthread.h>

#include "base/memory.h"

#include "base/banned.h"

struct queue {
	pthread_mutex_t mutex; /* guards all below */
	pthread_cond_t has_item;
	pthread_cond_t has_room;
	void **items; /* a ring */
	size_t capacity;
	size_t first;
	size_t count;
	bool is_closed;
};

struct queue *queue_new(size_t capacity)
{
	struct queue *queue = memory_allocate_array(1, sizeof(*queue));

	queue->capacity = capacity ? capacity : 1;
	queue->items = memory_allocate_array(queue->capacity, sizeof(*queue->items));
	pthread_mutex_init(&queue->mutex, NULL);
	pthread_cond_init(&queue->has_item, NULL);
	pthread_cond_init(&queue->has_room, NULL);
	return queue;
}

void queue_free(struct queue *queue)
{
	if (!queue)
		return;
	pthread_cond_destroy(&queue->has_room);
	pthread_cond_destroy(&queue->has_item);
	pthread_mutex_destroy(&queue->mutex);
	memory_free(queue->items);
	memory_free(queue);
}

static bool put(struct queue *queue, void *item, bool waits)
{
	bool is_put;

	pthread_mutex_lock(&queue->mutex);
	while (waits && queue->count == queue->capacity && !queue->is_closed)
		pthread_cond_wait(&queue->has_room, &queue->mutex);
	is_put = queue->count < queue->capacity && !queue->is_closed;
	if (is_put) {
		queue->items[(queue->first + queue->count) % queue->capacity] = item;
		queue->count++;
		pthread_cond_signal(&queue->has_item);
	}
	pthread_mutex_unlock(&queue->mutex);
	return is_put;
}

static void *take(struct queue *queue, bool waits)
{
	void *item = NULL;

	pthread_mutex_lock(&queue->mutex);
	while (waits && queue->count == 0 && !queue->is_closed)
		pthread_cond_wait(&queue->has_item, &queue->mutex);
	if (queue->count > 0) {
		item = queue->items[queue->first];
		queue->first = (queue->first + 1) % queue->capacity;
		queue->count--;
		pthread_cond_signal(&queue->has_room);
	}
	pthread_mutex_unlock(&queue->mutex);
	return item;
}

bool queue_put(struct queue *queue, void *item)
{
	return put(queue, item, true);
}

bool queue_try_put(struct queue *queue, void *item)
{
	return put(queue, item, false);
}

void *queue_take(struct queue *queue)
{
	return take(queue, true);
}

void *queue_try_take(struct queue *queue)
{
	return take(queue, false);
}

void queue_close(struct queue *queue)
{
	pthread_mutex_lock(&queue->mutex);
	queue->is_closed = true;
	pthread_cond_broadcast(&queue->has_item);
	pthread_cond_broadcast(&queue->has_room);
	pthread_mutex_unlock(&queue->mutex);
}

size_t queue_count(struct queue *queue)
{
	size_t count;

	pthread_mutex_lock(&queue->mutex);
	count = queue->count;
	pthread_mutex_unlock(&queue->mutex);
	return count;
}
