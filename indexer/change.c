/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/change.h"

#include "base/memory.h"

#include "base/banned.h"

#define FIRST_CAPACITY 1024

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

struct entry {
	struct digest identity;
	struct ledger_place place;
};
_Static_assert(sizeof(struct entry) == 32, "a run over millions of articles has an entry for each");

/* Open addressing; three quarters full at most. */
struct ledger {
	struct entry *entries;
	size_t count, capacity; /* a power of two */
};

struct ledger *ledger_new(void)
{
	struct ledger *ledger = memory_allocate(sizeof(*ledger));

	ledger->count = 0;
	ledger->capacity = FIRST_CAPACITY;
	ledger->entries = memory_allocate_array(ledger->capacity, sizeof(*ledger->entries));
	return ledger;
}

void ledger_free(struct ledger *ledger)
{
	if (!ledger)
		return;
	memory_free(ledger->entries);
	memory_free(ledger);
}

static struct entry *entry_of(const struct ledger *ledger, struct digest identity)
{
	size_t i = identity.low & (ledger->capacity - 1);

	while (ledger->entries[i].place.is_met && !digest_equal(ledger->entries[i].identity, identity))
		i = (i + 1) & (ledger->capacity - 1);
	return &ledger->entries[i];
}

static void grow(struct ledger *ledger)
{
	struct ledger larger = {.capacity = ledger->capacity * 2};

	larger.entries = memory_allocate_array(larger.capacity, sizeof(*larger.entries));
	for (size_t i = 0; i < ledger->capacity; i++) {
		if (ledger->entries[i].place.is_met)
			*entry_of(&larger, ledger->entries[i].identity) = ledger->entries[i];
	}
	memory_free(ledger->entries);
	ledger->entries = larger.entries;
	ledger->capacity = larger.capacity;
}

const struct ledger_place *ledger_find(const struct ledger *ledger, struct digest identity)
{
	const struct entry *entry = entry_of(ledger, identity);

	return entry->place.is_met ? &entry->place : NULL;
}

void ledger_set(struct ledger *ledger, struct digest identity, struct ledger_place place)
{
	struct entry *entry = entry_of(ledger, identity);

	if (!entry->place.is_met && ledger->count++ >= ledger->capacity / 4 * 3) {
		grow(ledger);
		entry = entry_of(ledger, identity);
	}
	*entry = (struct entry){identity, {place.segment, place.local, true}};
}
