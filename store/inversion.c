/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/inversion.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/digest.h"
#include "base/memory.h"
#include "store/term_order.h"

#include "base/banned.h"

/* A term's postings lie in pieces that double in size; the last bytes of a piece are the
 * address of the next. The bytes are: count of the first posting, then in turn the distance
 * to the next document less one and its count. The count of the last posting is not among
 * them: it stays open in the entry, so that a term of one document has no piece at all. */
#define FIRST_PIECE_SIZE 32
#define LARGEST_PIECE_SIZE 4096
#define LINK_SIZE sizeof(unsigned char *)
#define VARINT_SIZE 5 /* at most, of 32 bits */

#define FIRST_SLOT_COUNT 4096

/* How far ahead memory is asked for: an entry first, then what it points to. A block's terms
 * are far more than a processor's caches hold. */
#define ENTRY_AHEAD 16
#define PIECE_AHEAD 8

struct entry {
	unsigned char *write, *end; /* in the last piece; its link is at `end` */
	unsigned char *first_piece;
	uint64_t closed_count;      /* occurrences without those of the open document */
	uint32_t open_document, open_count;
	uint32_t first_document, document_count;
	uint32_t largest_count;     /* without the open document's */
	uint32_t last_piece_size;
	uint32_t term_size;
	uint32_t hash;
};
_Static_assert(sizeof(struct entry) <= 64, "an entry is one cache line");

/* Of the hash table: the number plus one, 0 when free. */
struct slot {
	uint32_t hash, number_plus_one;
};

struct inversion {
	struct entry *entries;
	size_t *term_ends;       /* offsets in `terms` */
	size_t count, capacity, term_ends_capacity;
	struct buffer terms;     /* their bytes one behind the other */
	struct slot *slots;
	size_t slot_count;       /* a power of two */
	struct arena pieces;
	size_t piece_bytes;
	struct term_key *order;  /* set by inversion_sort; as many again are scratch */
	size_t order_capacity;
};

struct inversion *inversion_new(void)
{
	struct inversion *inversion = memory_allocate(sizeof(*inversion));

	*inversion = (struct inversion){0};
	inversion->slot_count = FIRST_SLOT_COUNT;
	inversion->slots = memory_allocate_array(inversion->slot_count, sizeof(struct slot));
	return inversion;
}

void inversion_free(struct inversion *inversion)
{
	if (!inversion)
		return;
	arena_clear(&inversion->pieces);
	buffer_clear(&inversion->terms);
	memory_free(inversion->order);
	memory_free(inversion->slots);
	memory_free(inversion->term_ends);
	memory_free(inversion->entries);
	memory_free(inversion);
}

void inversion_reset(struct inversion *inversion)
{
	arena_reset(&inversion->pieces);
	buffer_reset(&inversion->terms);
	memset(inversion->slots, 0, inversion->slot_count * sizeof(struct slot));
	inversion->piece_bytes = 0;
	inversion->count = 0;
}

size_t inversion_memory(const struct inversion *inversion)
{
	return inversion->capacity * sizeof(struct entry) +
		inversion->term_ends_capacity * sizeof(size_t) + inversion->terms.capacity +
		inversion->slot_count * sizeof(struct slot) + inversion->piece_bytes +
		inversion->order_capacity * sizeof(struct term_key);
}

size_t inversion_term_count(const struct inversion *inversion)
{
	return inversion->count;
}

static struct slice term_of(const struct inversion *inversion, uint32_t number)
{
	const uint32_t size = inversion->entries[number].term_size;

	return slice_make(inversion->terms.data + inversion->term_ends[number] - size, size);
}

static void grow_slots(struct inversion *inversion)
{
	memory_free(inversion->slots);
	inversion->slot_count *= 2;
	inversion->slots = memory_allocate_array(inversion->slot_count, sizeof(struct slot));
	for (size_t number = 0; number < inversion->count; number++) {
		const uint32_t hash = inversion->entries[number].hash;
		size_t place = hash & (inversion->slot_count - 1);

		while (inversion->slots[place].number_plus_one)
			place = (place + 1) & (inversion->slot_count - 1);
		inversion->slots[place] = (struct slot){hash, (uint32_t)number + 1};
	}
}

static uint32_t add_term(struct inversion *inversion, struct slice term, uint32_t hash)
{
	const size_t number = inversion->count;

	assert(number < UINT32_MAX && term.size <= UINT32_MAX);
	inversion->entries = memory_grow(inversion->entries, &inversion->capacity, number + 1,
		sizeof(struct entry));
	inversion->term_ends = memory_grow(inversion->term_ends, &inversion->term_ends_capacity,
		number + 1, sizeof(size_t));
	buffer_append(&inversion->terms, term);
	inversion->entries[number] = (struct entry){
		.term_size = (uint32_t)term.size,
		.hash = hash,
	};
	inversion->term_ends[number] = inversion->terms.size;
	inversion->count++;
	return (uint32_t)number;
}

uint32_t inversion_term(struct inversion *inversion, struct slice term)
{
	const uint32_t hash = (uint32_t)digest_64(term);
	size_t place;

	if (inversion->count >= inversion->slot_count / 2)
		grow_slots(inversion);
	place = hash & (inversion->slot_count - 1);
	for (;;) {
		struct slot *slot = &inversion->slots[place];

		if (!slot->number_plus_one) {
			const uint32_t number = add_term(inversion, term, hash);

			*slot = (struct slot){hash, number + 1};
			return number;
		}
		if (slot->hash == hash &&
			slice_equal(term_of(inversion, slot->number_plus_one - 1), term))
			return slot->number_plus_one - 1;
		place = (place + 1) & (inversion->slot_count - 1);
	}
}

static void add_piece(struct inversion *inversion, struct entry *entry)
{
	size_t size = FIRST_PIECE_SIZE;
	unsigned char *piece;

	if (entry->first_piece)
		size = entry->last_piece_size < LARGEST_PIECE_SIZE ?
			2 * (size_t)entry->last_piece_size : LARGEST_PIECE_SIZE;
	piece = arena_allocate(&inversion->pieces, size);
	if (entry->first_piece)
		memcpy(entry->end, &piece, LINK_SIZE);
	else
		entry->first_piece = piece;
	entry->write = piece;
	entry->end = piece + size - LINK_SIZE;
	entry->last_piece_size = (uint32_t)size;
	inversion->piece_bytes += size;
}

static unsigned char *put_varint(unsigned char *to, uint32_t number)
{
	while (number >= 0x80) {
		*to++ = (unsigned char)(number | 0x80);
		number >>= 7;
	}
	*to++ = (unsigned char)number;
	return to;
}

/* Numbers run on from one piece into the next. */
static void append_across(struct inversion *inversion, struct entry *entry,
	const unsigned char *bytes, size_t size)
{
	while (size) {
		size_t part = (size_t)(entry->end - entry->write);

		if (part > size)
			part = size;
		if (part)
			memcpy(entry->write, bytes, part);
		entry->write += part;
		bytes += part;
		size -= part;
		if (size)
			add_piece(inversion, entry);
	}
}

static void close_document(struct inversion *inversion, struct entry *entry, uint32_t next)
{
	const uint32_t distance = next - entry->open_document - 1;

	if (entry->end - entry->write >= 2 * VARINT_SIZE) {
		entry->write = put_varint(put_varint(entry->write, entry->open_count), distance);
	} else {
		unsigned char bytes[2 * VARINT_SIZE];
		const unsigned char *const end =
			put_varint(put_varint(bytes, entry->open_count), distance);

		append_across(inversion, entry, bytes, (size_t)(end - bytes));
	}
	entry->closed_count += entry->open_count;
	if (entry->largest_count < entry->open_count)
		entry->largest_count = entry->open_count;
}

static inline void post(struct inversion *inversion, struct entry *entry, uint32_t document,
	uint32_t count)
{
	if (entry->open_document == document) {
		entry->open_count += count;
		return;
	}
	assert(document > entry->open_document);
	if (entry->document_count)
		close_document(inversion, entry, document);
	else
		entry->first_document = document;
	entry->document_count++;
	entry->open_document = document;
	entry->open_count = count;
}

void inversion_post(struct inversion *inversion, uint32_t term, uint32_t document, uint32_t count)
{
	post(inversion, &inversion->entries[term], document, count);
}

void inversion_post_each(struct inversion *inversion, const uint32_t *terms, size_t term_count,
	uint32_t document, uint32_t count)
{
	struct entry *entries = inversion->entries;

	for (size_t i = 0; i < term_count; i++) {
		if (term_count - i > ENTRY_AHEAD)
			__builtin_prefetch(&entries[terms[i + ENTRY_AHEAD]], 1);
		if (term_count - i > PIECE_AHEAD)
			__builtin_prefetch(entries[terms[i + PIECE_AHEAD]].write, 1);
		post(inversion, &entries[terms[i]], document, count);
	}
}

void inversion_sort(struct inversion *inversion)
{
	inversion->order = memory_grow(inversion->order, &inversion->order_capacity,
		2 * inversion->count, sizeof(struct term_key));
	for (uint32_t number = 0; number < inversion->count; number++) {
		const struct slice term = term_of(inversion, number);

		inversion->order[number] = (struct term_key){
			.bytes = (const unsigned char *)term.data,
			.size = (uint32_t)term.size,
			.number = number,
		};
	}
	term_order_sort(inversion->order, inversion->order + inversion->count, inversion->count);
}

bool inversion_next_term(struct inversion_cursor *cursor)
{
	const struct inversion *inversion = cursor->inversion;
	const struct term_key *key;
	const struct entry *entry;

	if (cursor->next >= inversion->count)
		return false;
	/* Not in a function of their own: gcc takes one that only prefetches for pure and drops
	 * the call. */
	if (inversion->count - cursor->next > ENTRY_AHEAD) {
		key = &inversion->order[cursor->next + ENTRY_AHEAD];
		__builtin_prefetch(&inversion->entries[key->number]);
		__builtin_prefetch(key->bytes);
	}
	if (inversion->count - cursor->next > PIECE_AHEAD) {
		key = &inversion->order[cursor->next + PIECE_AHEAD];
		__builtin_prefetch(inversion->entries[key->number].first_piece);
	}
	key = &inversion->order[cursor->next++];
	entry = &inversion->entries[key->number];
	cursor->number = key->number;
	cursor->term = slice_make((const char *)key->bytes, key->size);
	cursor->document_count = entry->document_count;
	cursor->occurrence_count = entry->closed_count + entry->open_count;
	cursor->largest_count = entry->largest_count > entry->open_count ?
		entry->largest_count : entry->open_count;
	cursor->first_document = entry->first_document;
	cursor->last_document = entry->open_document;
	return true;
}

void inversion_postings(const struct inversion_cursor *cursor, struct inversion_postings *postings)
{
	const struct entry *entry = &cursor->inversion->entries[cursor->number];

	*postings = (struct inversion_postings){
		.position = entry->first_piece,
		.end = entry->first_piece ?
			entry->first_piece + FIRST_PIECE_SIZE - LINK_SIZE : NULL,
		.piece_size = FIRST_PIECE_SIZE,
		.first_document = entry->first_document,
		.last_count = entry->open_count,
		.left = entry->document_count,
	};
}

static void next_piece(struct inversion_postings *postings)
{
	memcpy(&postings->position, postings->end, LINK_SIZE);
	if (postings->piece_size < LARGEST_PIECE_SIZE)
		postings->piece_size *= 2;
	postings->end = postings->position + postings->piece_size - LINK_SIZE;
}

static uint32_t take_varint(struct inversion_postings *postings)
{
	uint32_t number = 0;

	for (unsigned shift = 0;; shift += 7) {
		unsigned char byte;

		if (postings->position == postings->end)
			next_piece(postings);
		byte = *postings->position++;
		number |= (uint32_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return number;
	}
}

bool inversion_next_posting(struct inversion_postings *postings)
{
	if (!postings->left)
		return false;
	if (postings->document)
		postings->document += take_varint(postings) + 1;
	else
		postings->document = postings->first_document;
	postings->left--;
	postings->count = postings->left ? take_varint(postings) : postings->last_count;
	return true;
}
