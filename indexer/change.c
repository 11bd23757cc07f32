/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/change.h"

#include <string.h>

#include "base/memory.h"

#include "base/banned.h"

#define SHARD_COUNT 64
#define FIRST_CAPACITY 64

bool change_find(const struct snapshot *snapshot, struct slice identity, uint64_t digest,
	enum change *change, struct error *error)
{
	struct error failure = {0};
	uint32_t document, local;
	size_t segment;

	*change = CHANGE_NEW;
	if (!snapshot)
		return true;
	if (!snapshot_find(snapshot, identity, &document, &failure)) {
		if (failure.code)
			*error = failure;
		return !failure.code;
	}
	snapshot_locate(snapshot, document, &segment, &local);
	*change = tokens_get(&snapshot->tokens[segment], local).digest == digest ? CHANGE_UNCHANGED :
										    CHANGE_CHANGED;
	return true;
}

/* 96 bits of the digest in numbers of 32, so that an entry is 20 bytes: a run over millions of
 * articles has one for each. Two of ten million differing identities share them once in 10^15
 * runs. */
struct key {
	uint32_t words[3];
};

enum { FREE, NOWHERE, FIRST };

struct entry {
	struct key key;
	uint32_t segment; /* FREE, NOWHERE, or its ordinal and FIRST */
	uint32_t local;
};
_Static_assert(sizeof(struct entry) == 20, "see above");

/* Open addressing, three quarters full at most. */
struct shard {
	struct entry *entries;
	size_t count, capacity; /* a power of two, or 0 */
};

/* In shards, which grow one after the other: the old one and its larger copy are never a large
 * part of the whole. */
struct ledger {
	struct shard shards[SHARD_COUNT];
	uint64_t *segments; /* by ordinal: those met */
	size_t segment_count, segment_capacity;
};

struct ledger *ledger_new(void)
{
	return memory_allocate_array(1, sizeof(struct ledger));
}

void ledger_free(struct ledger *ledger)
{
	if (!ledger)
		return;
	for (size_t i = 0; i < SHARD_COUNT; i++)
		memory_free(ledger->shards[i].entries);
	memory_free(ledger->segments);
	memory_free(ledger);
}

static struct key key_of(struct digest identity)
{
	return (struct key){{(uint32_t)identity.low, (uint32_t)(identity.low >> 32),
		(uint32_t)identity.high}};
}

/* Where the key is or would be; the shard has room. */
static struct entry *entry_of(const struct shard *shard, const struct key *key)
{
	const size_t mask = shard->capacity - 1;
	size_t i = key->words[0] & mask;

	while (shard->entries[i].segment != FREE &&
		memcmp(&shard->entries[i].key, key, sizeof(*key)) != 0)
		i = (i + 1) & mask;
	return &shard->entries[i];
}

static size_t shard_of(const struct key *key)
{
	return key->words[1] % SHARD_COUNT;
}

static void grow(struct shard *shard)
{
	struct shard larger = {.count = shard->count,
		.capacity = shard->capacity ? 2 * shard->capacity : FIRST_CAPACITY};

	larger.entries = memory_allocate_array(larger.capacity, sizeof(*larger.entries));
	for (size_t i = 0; i < shard->capacity; i++) {
		if (shard->entries[i].segment != FREE)
			*entry_of(&larger, &shard->entries[i].key) = shard->entries[i];
	}
	memory_free(shard->entries);
	*shard = larger;
}

bool ledger_find(const struct ledger *ledger, struct digest identity, struct ledger_place *place)
{
	const struct key key = key_of(identity);
	const struct shard *shard = &ledger->shards[shard_of(&key)];
	const struct entry *entry = shard->capacity ? entry_of(shard, &key) : NULL;

	*place = (struct ledger_place){0};
	if (!entry || entry->segment == FREE)
		return false;
	if (entry->segment >= FIRST)
		*place = (struct ledger_place){ledger->segments[entry->segment - FIRST], entry->local};
	return true;
}

/* Articles are met segment by segment: the one wanted is the last, or new. */
static uint32_t segment_of(struct ledger *ledger, uint64_t segment)
{
	if (!ledger->segment_count || ledger->segments[ledger->segment_count - 1] != segment) {
		ledger->segments = memory_grow(ledger->segments, &ledger->segment_capacity,
			ledger->segment_count + 1, sizeof(*ledger->segments));
		ledger->segments[ledger->segment_count++] = segment;
	}
	return FIRST + (uint32_t)ledger->segment_count - 1;
}

void ledger_set(struct ledger *ledger, struct digest identity, struct ledger_place place)
{
	const struct key key = key_of(identity);
	struct shard *shard = &ledger->shards[shard_of(&key)];
	struct entry *entry;

	if (shard->count >= shard->capacity / 4 * 3)
		grow(shard);
	entry = entry_of(shard, &key);
	shard->count += entry->segment == FREE;
	*entry = (struct entry){key, place.local ? segment_of(ledger, place.segment) : NOWHERE,
		place.local};
}
