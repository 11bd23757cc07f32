/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass/version.h"

#include <string.h>

#include "base/banned.h"

/* The format of 14 March 2016: Xapian 1.3.5 to all of 1.4. */
#define MAGIC SLICE_LITERAL("\x0f\x0dXapian Glass\x04\x6e")
#define REVISION 1

/* Of an entry's tag, for whoever rewrites the table: compress from this size on. */
#define NEVER_COMPRESS 0
#define COMPRESS_FROM_SIZE 18

#define ROOT_IS_FAKE 1
#define ROOT_IS_SEQUENTIAL 2
#define LEVEL_SHIFT 2

static void append_root(struct buffer *bytes, const struct glass_root *root, unsigned compress)
{
	buffer_append_varint(bytes, root->block);
	/* Leaves are in order, but Xapian never says so of a table with entries, and its path
	 * for tables that do would be untried. */
	buffer_append_varint(bytes, root->is_empty ? ROOT_IS_FAKE | ROOT_IS_SEQUENTIAL :
		root->level << LEVEL_SHIFT);
	buffer_append_varint(bytes, root->entry_count);
	buffer_append_varint(bytes, GLASS_BLOCK_SIZE / 2048);
	buffer_append_varint(bytes, compress);
}

/* The list of free blocks: its revision, the first block never used, and four zeros, for
 * nothing has been freed. */
static void append_free_list(struct buffer *bytes, const struct glass_root *root)
{
	struct buffer list = {0};

	if (!root->is_empty) {
		buffer_append_varint(&list, REVISION);
		buffer_append_varint(&list, root->end_block);
		for (unsigned i = 0; i < 4; i++)
			buffer_append_varint(&list, 0);
	}
	buffer_append_varint(bytes, list.size);
	buffer_append(bytes, buffer_slice(&list));
	buffer_clear(&list);
}

void glass_version_encode(const struct glass_version *version, struct buffer *bytes)
{
	static const struct glass_root none = {.is_empty = true};
	const struct {
		const struct glass_root *root;
		unsigned compress;
	} tables[] = {
		{&version->postings, NEVER_COMPRESS},
		{&version->documents, COMPRESS_FROM_SIZE},
		{&none, COMPRESS_FROM_SIZE}, /* term lists */
		{&none, NEVER_COMPRESS},     /* positions */
		{&none, NEVER_COMPRESS},     /* spelling */
		{&none, COMPRESS_FROM_SIZE}, /* synonyms */
	};
	/* Stored as what it is above the greatest count: a bound stays one when raised. */
	const uint32_t length_bound = version->greatest_length > version->greatest_count ?
		version->greatest_length : version->greatest_count;

	buffer_append(bytes, MAGIC);
	buffer_append_bytes(bytes, version->uuid, sizeof(version->uuid));
	buffer_append_varint(bytes, REVISION);
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		append_root(bytes, tables[i].root, tables[i].compress);
		append_free_list(bytes, tables[i].root);
	}
	buffer_append_varint(bytes, version->document_count);
	buffer_append_varint(bytes, version->last_document - version->document_count);
	buffer_append_varint(bytes, version->least_length);
	buffer_append_varint(bytes, version->greatest_count);
	buffer_append_varint(bytes, length_bound - version->greatest_count);
	buffer_append_varint(bytes, 0); /* oldest changeset */
	buffer_append_varint(bytes, version->length_sum);
	buffer_append_varint(bytes, 0); /* greatest frequency of a spelling */
}

static bool take_number(struct slice *rest, uint32_t *number)
{
	uint64_t wide;

	if (!slice_take_varint(rest, &wide) || wide > UINT32_MAX)
		return false;
	*number = (uint32_t)wide;
	return true;
}

static bool take_bytes(struct slice *rest, size_t size, struct slice *bytes)
{
	if (size > rest->size)
		return false;
	*bytes = slice_range(*rest, 0, size);
	*rest = slice_range(*rest, size, rest->size);
	return true;
}

static bool take_root(struct slice *rest, struct glass_root *root)
{
	uint32_t level, size, compress, list_size, revision;
	struct slice list;

	if (!take_number(rest, &root->block) || !take_number(rest, &level) ||
		!take_number(rest, &root->entry_count) || !take_number(rest, &size) ||
		!take_number(rest, &compress) || !take_number(rest, &list_size) ||
		!take_bytes(rest, list_size, &list))
		return false;
	root->level = level >> LEVEL_SHIFT;
	root->is_empty = level & ROOT_IS_FAKE;
	return size == GLASS_BLOCK_SIZE / 2048 &&
		(root->is_empty || (take_number(&list, &revision) && revision == REVISION &&
			take_number(&list, &root->end_block)));
}

bool glass_version_decode(struct slice bytes, struct glass_version *version)
{
	struct glass_version decoded = {.document_count = 0};
	struct glass_root none[4] = {{.is_empty = false}};
	struct slice magic, uuid;
	uint32_t revision, more;

	if (!take_bytes(&bytes, MAGIC.size, &magic) || !slice_equal(magic, MAGIC) ||
		!take_bytes(&bytes, GLASS_UUID_SIZE, &uuid) || !take_number(&bytes, &revision) ||
		revision != REVISION || !take_root(&bytes, &decoded.postings) ||
		!take_root(&bytes, &decoded.documents))
		return false;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (!take_root(&bytes, &none[i]) || !none[i].is_empty)
			return false;
	if (!take_number(&bytes, &decoded.document_count) || !take_number(&bytes, &more) ||
		!take_number(&bytes, &decoded.least_length) ||
		!take_number(&bytes, &decoded.greatest_count) ||
		!take_number(&bytes, &decoded.greatest_length) || !take_number(&bytes, &revision) ||
		!slice_take_varint(&bytes, &decoded.length_sum))
		return false;
	if (more != 0 || decoded.greatest_length > UINT32_MAX - decoded.greatest_count)
		return false;
	decoded.last_document = decoded.document_count;
	decoded.greatest_length += decoded.greatest_count;
	memcpy(decoded.uuid, uuid.data, GLASS_UUID_SIZE);
	*version = decoded;
	return true;
}
