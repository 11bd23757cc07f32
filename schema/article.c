/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/article.h"

#include <string.h>

#include "base/digest.h"

void article_init(struct article *article)
{
	memset(article, 0, sizeof(*article));
	article->date = CLOCK_DATE_NONE;
}

uint64_t article_digest(const struct article *article)
{
	/* The identity is what versions are compared under; it is not part of them. */
	const struct slice parts[] = {article->title, article->subtitle, article->body,
		article->author, article->source, article->site, article->url, article->path,
		article->section, article->tags, article->extra, article->language_name};
	uint64_t digests[sizeof(parts) / sizeof(parts[0]) + 1];
	size_t count = sizeof(parts) / sizeof(parts[0]);

	/* Part by part: moving a word from the title to the body changes the digest. */
	for (size_t i = 0; i < count; i++)
		digests[i] = digest_64(parts[i]);
	digests[count] = (uint64_t)article->date;
	return digest_64(slice_make((const char *)digests, sizeof(digests)));
}
