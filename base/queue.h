/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * queue.h - a bounded queue between threads.
 *
 * Any number of threads may put and take. Items are pointers whose ownership passes with
 * them. One of the three places that know pthread.
 */
#ifndef BASE_QUEUE_H
#define BASE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

struct queue;

struct queue *queue_new(size_t capacity);
/* Nobody may be waiting in it; items left in it are not freed. */
void queue_free(struct queue *queue);
/* Waits for room; false (the item stays the caller's) when the queue was closed. */
bool queue_put(struct queue *queue, void *item);
/* Does not wait: false when it is full or closed. */
bool queue_try_put(struct queue *queue, void *item);
/* Waits for an item; NULL when the queue was closed and is empty. */
void *queue_take(struct queue *queue);
/* Does not wait: NULL when it is empty. */
void *queue_try_take(struct queue *queue);
/* Nothing can be put any more; those who wait wake up. */
void queue_close(struct queue *queue);
size_t queue_count(struct queue *queue);

#endif
