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

/* A list's postings lie in pieces that double in size; the last bytes of a piece are the
 * address of the next. The bytes are: count of the first posting, then in turn the distance
 * to the next document less one and its count. The count of the last posting is not among
 * them: it stays open in the list, so that a list of one document has no piece at all. */
#define FIRST_PIECE_SIZE 32
#define LARGEST_PIECE_SIZE 4096
#define LINK_SIZE sizeof(unsigned char *)
#define VARINT_SIZE 5 /* at most, of 32 bits */

#define FIRST_SLOT_COUNT 4096
#define NONE UINT32_MAX

/* How far ahead memory is asked for: a term, its list, what that points to. A block's terms
 * are far more than a processor's caches hold. */
#define TERM_AHEAD 24
#define LIST_AHEAD 16
#define PIECE_AHEAD 8

/* The terms a list counts for, and in the chain of each the list after it. */
enum side { WORD, STEM, SIDES };

struct list {
	unsigned char *write, *end; /* in the last piece; its link is at `end` */
	unsigned char *first_piece;
	uint32_t open_document, open_count;
	uint32_t first_document, document_count;
	uint32_t last_piece_size;
	uint32_t terms[SIDES], next[SIDES];
};
_Static_assert(sizeof(struct list) <= 64, "a list is one cache line");

struct term {
	size_t begin; /* of its bytes, in `bytes` */
	uint32_t size;
	uint32_t first_list;
};

/* Of the hash table: the term's number plus one, 0 when free. */
struct slot {
	uint32_t hash, number_plus_one;
};

/* A list as it is read. */
struct inversion_run {
	const unsigned char *position, *end; /* of the current piece */
	size_t piece_size;
	uint32_t document, count;            /* of the posting it is on */
	uint32_t last_count, left;           /* left: with that one */
};

struct inversion {
	struct list *lists;
	size_t list_count, list_capacity;
	struct term *terms;
	size_t count, capacity;  /* terms */
	struct buffer bytes;     /* of the terms, one behind the other */
	struct slot *slots;
	size_t slot_count;       /* a power of two */
	struct arena pieces;
	size_t piece_bytes;
	struct term_key *order;  /* set by inversion_sort; as many again are scratch */
	size_t order_capacity;
	struct inversion_run *runs; /* of the term that is read */
	size_t run_capacity;
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
	buffer_clear(&inversion->bytes);
	memory_free(inversion->runs);
	memory_free(inversion->order);
	memory_free(inversion->slots);
	memory_free(inversion->terms);
	memory_free(inversion->lists);
	memory_free(inversion);
}

void inversion_reset(struct inversion *inversion)
{
	arena_reset(&inversion->pieces);
	buffer_reset(&inversion->bytes);
	memset(inversion->slots, 0, inversion->slot_count * sizeof(struct slot));
	inversion->piece_bytes = 0;
	inversion->count = 0;
	inversion->list_count = 0;
}

size_t inversion_memory(const struct inversion *inversion)
{
	return inversion->list_capacity * sizeof(struct list) +
		inversion->capacity * sizeof(struct term) + inversion->bytes.capacity +
		inversion->slot_count * sizeof(struct slot) + inversion->piece_bytes +
		inversion->order_capacity * sizeof(struct term_key) +
		inversion->run_capacity * sizeof(struct inversion_run);
}

size_t inversion_term_count(const struct inversion *inversion)
{
	return inversion->count;
}

static struct slice bytes_of(const struct inversion *inversion, uint32_t number)
{
	const struct term *term = &inversion->terms[number];

	return slice_make(inversion->bytes.data + term->begin, term->size);
}

static void grow_slots(struct inversion *inversion)
{
	const struct slot *old = inversion->slots;
	const size_t old_count = inversion->slot_count;
	struct slot *slots;

	inversion->slot_count *= 2;
	slots = memory_allocate_array(inversion->slot_count, sizeof(struct slot));
	for (size_t i = 0; i < old_count; i++) {
		size_t place = old[i].hash & (inversion->slot_count - 1);

		if (!old[i].number_plus_one)
			continue;
		while (slots[place].number_plus_one)
			place = (place + 1) & (inversion->slot_count - 1);
		slots[place] = old[i];
	}
	memory_free(inversion->slots);
	inversion->slots = slots;
}

static uint32_t add_term(struct inversion *inversion, struct slice term)
{
	const size_t number = inversion->count;

	assert(number < NONE && term.size <= UINT32_MAX);
	inversion->terms = memory_grow(inversion->terms, &inversion->capacity, number + 1,
		sizeof(struct term));
	inversion->terms[number] = (struct term){
		.begin = inversion->bytes.size,
		.size = (uint32_t)term.size,
		.first_list = NONE,
	};
	buffer_append(&inversion->bytes, term);
	inversion->count++;
	return (uint32_t)number;
}

static uint32_t find_term(struct inversion *inversion, struct slice term)
{
	const uint32_t hash = (uint32_t)digest_64(term);
	size_t place;

	if (inversion->count >= inversion->slot_count / 2)
		grow_slots(inversion);
	place = hash & (inversion->slot_count - 1);
	for (;;) {
		struct slot *slot = &inversion->slots[place];

		if (!slot->number_plus_one) {
			const uint32_t number = add_term(inversion, term);

			*slot = (struct slot){hash, number + 1};
			return number;
		}
		if (slot->hash == hash &&
			slice_equal(bytes_of(inversion, slot->number_plus_one - 1), term))
			return slot->number_plus_one - 1;
		place = (place + 1) & (inversion->slot_count - 1);
	}
}

/* Which term of the list's it is whose chain it was met in. */
static enum side side_of(const struct list *list, uint32_t term)
{
	return list->terms[WORD] == term ? WORD : STEM;
}

/* A chain is short: a word has several lists only where languages stem it differently. */
static uint32_t find_list(struct inversion *inversion, uint32_t word, uint32_t stem)
{
	const uint32_t number = (uint32_t)inversion->list_count;
	struct list list = {.terms = {word, stem}, .next = {NONE, NONE}};

	for (uint32_t i = inversion->terms[word].first_list; i != NONE;) {
		const struct list *met = &inversion->lists[i];

		if (met->terms[WORD] == word && met->terms[STEM] == stem)
			return i;
		i = met->next[side_of(met, word)];
	}
	assert(number < NONE);
	for (enum side side = WORD; side < SIDES && list.terms[side] != NONE; side++) {
		struct term *term = &inversion->terms[list.terms[side]];

		list.next[side] = term->first_list;
		term->first_list = number;
	}
	inversion->lists = memory_grow(inversion->lists, &inversion->list_capacity,
		inversion->list_count + 1, sizeof(struct list));
	inversion->lists[inversion->list_count++] = list;
	return number;
}

uint32_t inversion_term(struct inversion *inversion, struct slice term)
{
	return find_list(inversion, find_term(inversion, term), NONE);
}

uint32_t inversion_word(struct inversion *inversion, struct slice word, struct slice stem)
{
	const uint32_t first = find_term(inversion, word), second = find_term(inversion, stem);

	return find_list(inversion, first, first == second ? NONE : second);
}

static void add_piece(struct inversion *inversion, struct list *list)
{
	size_t size = FIRST_PIECE_SIZE;
	unsigned char *piece;

	if (list->first_piece)
		size = list->last_piece_size < LARGEST_PIECE_SIZE ?
			2 * (size_t)list->last_piece_size : LARGEST_PIECE_SIZE;
	piece = arena_allocate(&inversion->pieces, size);
	if (list->first_piece)
		memcpy(list->end, &piece, LINK_SIZE);
	else
		list->first_piece = piece;
	list->write = piece;
	list->end = piece + size - LINK_SIZE;
	list->last_piece_size = (uint32_t)size;
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
static void append_across(struct inversion *inversion, struct list *list,
	const unsigned char *bytes, size_t size)
{
	while (size) {
		size_t part = (size_t)(list->end - list->write);

		if (part > size)
			part = size;
		if (part)
			memcpy(list->write, bytes, part);
		list->write += part;
		bytes += part;
		size -= part;
		if (size)
			add_piece(inversion, list);
	}
}

static void close_document(struct inversion *inversion, struct list *list, uint32_t next)
{
	const uint32_t distance = next - list->open_document - 1;

	if (list->end - list->write >= 2 * VARINT_SIZE) {
		list->write = put_varint(put_varint(list->write, list->open_count), distance);
	} else {
		unsigned char bytes[2 * VARINT_SIZE];
		const unsigned char *const end =
			put_varint(put_varint(bytes, list->open_count), distance);

		append_across(inversion, list, bytes, (size_t)(end - bytes));
	}
}

static inline void post(struct inversion *inversion, struct list *list, uint32_t document,
	uint32_t count)
{
	if (list->open_document == document) {
		list->open_count += count;
		return;
	}
	assert(document > list->open_document);
	if (list->document_count)
		close_document(inversion, list, document);
	else
		list->first_document = document;
	list->document_count++;
	list->open_document = document;
	list->open_count = count;
}

void inversion_post(struct inversion *inversion, uint32_t list, uint32_t document, uint32_t count)
{
	post(inversion, &inversion->lists[list], document, count);
}

void inversion_post_each(struct inversion *inversion, const uint32_t *lists, size_t list_count,
	uint32_t document, uint32_t count)
{
	struct list *all = inversion->lists;

	for (size_t i = 0; i < list_count; i++) {
		if (list_count - i > LIST_AHEAD)
			__builtin_prefetch(&all[lists[i + LIST_AHEAD]], 1);
		if (list_count - i > PIECE_AHEAD)
			__builtin_prefetch(all[lists[i + PIECE_AHEAD]].write, 1);
		post(inversion, &all[lists[i]], document, count);
	}
}

void inversion_sort(struct inversion *inversion)
{
	inversion->order = memory_grow(inversion->order, &inversion->order_capacity,
		2 * inversion->count, sizeof(struct term_key));
	for (uint32_t number = 0; number < inversion->count; number++) {
		const struct slice term = bytes_of(inversion, number);

		inversion->order[number] = (struct term_key){
			.bytes = (const unsigned char *)term.data,
			.size = (uint32_t)term.size,
			.number = number,
		};
	}
	term_order_sort(inversion->order, inversion->order + inversion->count, inversion->count);
}

void inversion_end_reading(struct inversion *inversion)
{
	memory_free(inversion->order);
	inversion->order = NULL;
	inversion->order_capacity = 0;
}

bool inversion_next_term(struct inversion_cursor *cursor)
{
	const struct inversion *inversion = cursor->inversion;
	const size_t left = inversion->count - cursor->next;
	const struct term_key *key;

	if (!left)
		return false;
	key = &inversion->order[cursor->next];
	/* Not in a function of their own: gcc takes one that only prefetches for pure and drops
	 * the call. Every term has a list. */
	if (left > TERM_AHEAD) {
		__builtin_prefetch(&inversion->terms[key[TERM_AHEAD].number]);
		__builtin_prefetch(key[TERM_AHEAD].bytes);
	}
	if (left > LIST_AHEAD)
		__builtin_prefetch(
			&inversion->lists[inversion->terms[key[LIST_AHEAD].number].first_list]);
	if (left > PIECE_AHEAD)
		__builtin_prefetch(
			inversion->lists[inversion->terms[key[PIECE_AHEAD].number].first_list].first_piece);
	cursor->next++;
	cursor->number = key->number;
	cursor->term = slice_make((const char *)key->bytes, key->size);
	return true;
}

static void next_piece(struct inversion_run *run)
{
	memcpy(&run->position, run->end, LINK_SIZE);
	if (run->piece_size < LARGEST_PIECE_SIZE)
		run->piece_size *= 2;
	run->end = run->position + run->piece_size - LINK_SIZE;
}

/* Of a number of more than one byte, or behind a piece's end. */
static __attribute__((noinline)) uint32_t take_long_varint(struct inversion_run *run)
{
	uint32_t number = 0;

	for (unsigned shift = 0;; shift += 7) {
		unsigned char byte;

		if (run->position == run->end)
			next_piece(run);
		byte = *run->position++;
		number |= (uint32_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return number;
	}
}

static inline uint32_t take_varint(struct inversion_run *run)
{
	if (run->position < run->end && *run->position < 0x80)
		return *run->position++;
	return take_long_varint(run);
}

static inline void take_count(struct inversion_run *run)
{
	run->count = run->left > 1 ? take_varint(run) : run->last_count;
}

/* The list has a posting at least. */
static struct inversion_run open_run(const struct list *list)
{
	struct inversion_run run = {
		.position = list->first_piece,
		.end = list->first_piece ? list->first_piece + FIRST_PIECE_SIZE - LINK_SIZE : NULL,
		.piece_size = FIRST_PIECE_SIZE,
		.document = list->first_document,
		.last_count = list->open_count,
		.left = list->document_count,
	};

	take_count(&run);
	return run;
}

static inline bool run_next(struct inversion_run *run)
{
	if (!--run->left)
		return false;
	run->document += take_varint(run) + 1;
	take_count(run);
	return true;
}

static void sink(struct inversion_run *runs, size_t count, size_t at)
{
	const struct inversion_run moved = runs[at];

	for (size_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
		if (child + 1 < count && runs[child + 1].document < runs[child].document)
			child++;
		if (runs[child].document >= moved.document)
			break;
		runs[at] = runs[child];
		at = child;
	}
	runs[at] = moved;
}

void inversion_postings(const struct inversion_cursor *cursor, struct inversion_postings *postings)
{
	struct inversion *inversion = cursor->inversion;
	size_t count = 0;

	for (uint32_t i = inversion->terms[cursor->number].first_list; i != NONE;) {
		const struct list *list = &inversion->lists[i];

		if (list->document_count) {
			inversion->runs = memory_grow(inversion->runs, &inversion->run_capacity,
				count + 1, sizeof(struct inversion_run));
			inversion->runs[count++] = open_run(list);
		}
		i = list->next[side_of(list, cursor->number)];
	}
	for (size_t i = count / 2; i-- > 0;)
		sink(inversion->runs, count, i);
	*postings = (struct inversion_postings){.runs = inversion->runs, .run_count = count};
}

/* Moves the first run on, or takes it out at its end. */
static inline void advance(struct inversion_postings *postings)
{
	struct inversion_run *runs = postings->runs;

	if (!run_next(&runs[0]))
		runs[0] = runs[--postings->run_count];
	if (postings->run_count > 1)
		sink(runs, postings->run_count, 0);
}

bool inversion_next_posting(struct inversion_postings *postings)
{
	const struct inversion_run *first = &postings->runs[0];

	if (!postings->run_count)
		return false;
	postings->document = first->document;
	postings->count = 0;
	do {
		postings->count += first->count;
		advance(postings);
	} while (postings->run_count && first->document == postings->document);
	return true;
}

/* Of a term with one list: nothing is merged. */
static size_t take_run(struct inversion_run *run, uint32_t *documents, uint32_t *counts,
	size_t limit)
{
	size_t size = 0;

	do {
		documents[size] = run->document;
		counts[size++] = run->count;
	} while (run_next(run) && size < limit);
	return size;
}

size_t inversion_take(struct inversion_postings *postings, uint32_t *documents, uint32_t *counts,
	size_t limit)
{
	size_t size = 0;

	if (postings->run_count == 1) {
		size = take_run(&postings->runs[0], documents, counts, limit);
		postings->run_count = postings->runs[0].left ? 1 : 0;
		return size;
	}
	for (; size < limit && inversion_next_posting(postings); size++) {
		documents[size] = postings->document;
		counts[size] = postings->count;
	}
	return size;
}
