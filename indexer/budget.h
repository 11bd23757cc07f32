/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * budget.h - how the memory of a run is divided: the one place that knows what takes how much.
 *
 * The parts were measured on news (docs/PERFORMANCE, "Memory"); a text in which nearly every
 * word is a new one takes more.
 */
#ifndef INDEXER_BUDGET_H
#define INDEXER_BUDGET_H

#include <stddef.h>

/* Less is divided, too, and not kept. */
#define BUDGET_LEAST ((size_t)56 << 20)

struct budget {
	size_t batch_bytes;  /* raw bytes of a batch */
	size_t lexeme_limit; /* words that a worker remembers */
	size_t known_bytes;  /* kept free for what is noted of each article met (indexer/change) */
	unsigned workers;    /* at least 1, at most the jobs */
};

/* Batches and words follow from the memory alone: an index must not tell how many threads made
 * it. */
struct budget budget_divide(size_t memory_bytes, unsigned jobs);
/* What a run with this budget takes at most, about. */
size_t budget_bytes(const struct budget *budget);

#endif
