/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tokens_builder.h - token files (tokens.h) made of articles.
 */
#ifndef STORE_TOKENS_BUILDER_H
#define STORE_TOKENS_BUILDER_H

#include "base/buffer.h"
#include "store/tokens.h"
#include "text/lexicon.h"
#include "text/quotation.h"

/* Articles are appended to memory, written at once. */
struct tokens_addition {
	const struct token_list *title, *subtitle, *body;
	uint32_t first_quotation; /* of no meaning where it has none */
	struct quotation_list quotations;
	uint64_t digest;
};

struct tokens_builder {
	struct buffer rows;
	struct buffer pairs;
	struct buffer quotations;
	struct buffer words;  /* of `met`, 4 bytes each */
	struct buffer prints; /* as they come */
	struct buffer hashes; /* of the article at hand */
	struct numbering_words met;
};

void tokens_builder_clear(struct tokens_builder *builder);
void tokens_builder_reset(struct tokens_builder *builder);
void tokens_builder_add(struct tokens_builder *builder, const struct tokens_addition *article);
/* Creates the file, writes and fsyncs it (not the folder). */
bool tokens_builder_write(const struct tokens_builder *builder, const char *path,
	struct error *error);

#endif
