/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/budget.h"

#include "schema/analysis.h"

#include "base/banned.h"

#define MIB ((size_t)1 << 20)
#define BATCH_BYTES_LEAST ((size_t)64 << 10)
#define BATCH_BYTES_MOST (16 * MIB)
#define LEXEMES_LEAST ((size_t)5000)

/* Of the memory allowed. */
#define BATCH_PART 17
#define LEXEME_PART 10
#define KNOWN_PART 20

/* What is held, whatever the texts are: the program and its libraries, what publishing and
 * merging take. */
#define PROGRAM_BYTES (12 * MIB)
/* What a worker holds beside words and block: one article with its names and quotations, tables
 * of languages, room between allocations. */
#define WORKER_BYTES (22 * MIB)
/* A word remembered: with its form and stem, what is known of it for quotations, its terms. */
#define LEXEME_BYTES ((size_t)250)
/* Postings, words and records, in batches; raw text goes as they come. */
#define BLOCK_TIMES 4

static size_t clamp(size_t value, size_t least, size_t most)
{
	if (value < least)
		return least;
	return value > most ? most : value;
}

static size_t worker_bytes(const struct budget *budget)
{
	return WORKER_BYTES + LEXEME_BYTES * budget->lexeme_limit + BLOCK_TIMES * budget->batch_bytes;
}

struct budget budget_divide(size_t memory_bytes, unsigned jobs)
{
	struct budget budget = {
		.batch_bytes = clamp(memory_bytes / BATCH_PART, BATCH_BYTES_LEAST, BATCH_BYTES_MOST),
		.lexeme_limit = clamp(memory_bytes / LEXEME_PART / LEXEME_BYTES, LEXEMES_LEAST,
			ANALYSIS_LEXEME_LIMIT),
		.workers = 1,
	};

	budget.known_bytes = memory_bytes / KNOWN_PART;
	while (budget.workers < jobs) {
		budget.workers++;
		if (budget_bytes(&budget) <= memory_bytes)
			continue;
		budget.workers--;
		break;
	}
	return budget;
}

size_t budget_bytes(const struct budget *budget)
{
	/* One more batch is being read while the others are worked on. */
	const size_t read_ahead = budget->workers > 1 ? budget->batch_bytes : 0;

	return PROGRAM_BYTES + budget->known_bytes + read_ahead +
	       budget->workers * worker_bytes(budget);
}
