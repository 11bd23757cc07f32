/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/term.h"

#include <string.h>

#include "base/digest.h"
#include "text/fold.h"

#define PAIR_PREFIX "XPA"

static const char *prefix_of(enum field field)
{
	const char *prefix = field_get(field)->prefix;

	return prefix ? prefix : "";
}

/* What stands behind the first `keep` bytes gives way to its digest when the term is too
 * long, or has a NUL, which Xapian would count twice. */
static void limit(struct buffer *term, size_t keep)
{
	struct digest digest;
	char text[DIGEST_TEXT_SIZE];

	if (term->size <= TERM_LIMIT && !memchr(term->data, 0, term->size))
		return;
	digest = digest_128(slice_range(buffer_slice(term), keep, term->size));
	digest_to_text(digest, text);
	term->size = keep;
	buffer_append_byte(term, '#');
	buffer_append_string(term, text);
}

static void compose(struct buffer *term, const char *stem_mark, const char *prefix, struct slice word)
{
	size_t keep;

	buffer_reset(term);
	buffer_append_string(term, stem_mark);
	buffer_append_string(term, prefix);
	keep = term->size;
	buffer_append(term, word);
	limit(term, keep);
}

void term_word(enum field field, struct slice folded, struct buffer *term)
{
	compose(term, "", prefix_of(field), folded);
}

void term_stem(enum field field, struct slice stem, struct buffer *term)
{
	compose(term, "Z", prefix_of(field), stem);
}

void term_pair(struct slice first, struct slice second, struct buffer *term)
{
	size_t keep;

	buffer_reset(term);
	buffer_append_string(term, PAIR_PREFIX);
	keep = term->size;
	buffer_append(term, first);
	buffer_append_byte(term, ' ');
	buffer_append(term, second);
	limit(term, keep);
}

void term_value(enum field field, struct slice value, struct buffer *term)
{
	size_t keep;

	buffer_reset(term);
	buffer_append_string(term, prefix_of(field));
	if (field_get(field)->kind == FIELD_KIND_NAME)
		buffer_append_byte(term, '=');
	keep = term->size;
	fold_append(slice_trim(value), term);
	limit(term, keep);
}

void term_identity(struct slice identity, struct buffer *term)
{
	compose(term, "", prefix_of(FIELD_IDENTITY), identity);
}

static enum term_kind kind_of_field(enum field field)
{
	switch (field_get(field)->kind) {
	case FIELD_KIND_TEXT:
		return TERM_TITLE;
	case FIELD_KIND_NAME:
		return TERM_NAME;
	case FIELD_KIND_EXACT:
	case FIELD_KIND_RANGE:
		break;
	}
	return field == FIELD_IDENTITY || field == FIELD_ARTICLE ? TERM_IDENTITY : TERM_VALUE;
}

enum term_kind term_kind(struct slice term)
{
	if (slice_starts_with(term, SLICE_LITERAL("Z")))
		return TERM_STEM;
	if (slice_starts_with(term, SLICE_LITERAL(PAIR_PREFIX)))
		return TERM_PAIR;
	/* No prefix is the start of another, and no folded word begins with a capital. */
	for (enum field field = 0; field < FIELD_COUNT; field++) {
		const struct slice prefix = slice_of(prefix_of(field));

		if (prefix.size && slice_starts_with(term, prefix))
			return kind_of_field(field);
	}
	return TERM_WORD;
}
