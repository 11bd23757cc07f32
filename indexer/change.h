/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * change.h - new, changed or unchanged? By identity and digest.
 *
 * Workers ask a snapshot of how the index was when the run began. The main thread keeps a
 * ledger of what the run has met since; it goes through the articles in the order in which
 * they were read, so that the last of one identity wins, whatever the threads do.
 */
#ifndef INDEXER_CHANGE_H
#define INDEXER_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/slice.h"
#include "store/snapshot.h"

enum change {
	CHANGE_NEW,
	CHANGE_CHANGED,
	CHANGE_UNCHANGED,
};

/* What an article is to the index; `digest` is article_digest. `snapshot` NULL: everything is
 * new. ERROR_INDEX when the index is damaged. */
bool change_find(const struct snapshot *snapshot, struct slice identity, uint64_t digest,
	enum change *change, struct error *error);

/* Where the run has put an article. */
struct ledger_place {
	uint64_t segment; /* number */
	uint32_t local;   /* document in it, from 1; 0: it was met unchanged, and stays */
};

/* Articles met in this run, by digest_128 of their identity: 27 to 53 bytes each. */
struct ledger;

struct ledger *ledger_new(void);
void ledger_free(struct ledger *ledger);
/* False, and *place zero, when it was not met. */
bool ledger_find(const struct ledger *ledger, struct digest identity, struct ledger_place *place);
void ledger_set(struct ledger *ledger, struct digest identity, struct ledger_place place);

#endif
