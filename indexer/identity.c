/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/identity.h"

#include "base/digest.h"
#include "text/utf8.h"

#include "base/banned.h"

/* "https://user@www.Example.org:80/a" gives "www.Example.org" (RFC 3986 §3.2). */
static struct slice host_of(struct slice url)
{
	size_t begin, end;

	if (!slice_find(url, SLICE_LITERAL("://"), 0, &begin))
		return (struct slice){0};
	url = slice_range(url, begin + 3, url.size);
	for (end = 0; end < url.size; end++) {
		if (url.data[end] == '/' || url.data[end] == '?' || url.data[end] == '#')
			break;
	}
	url = slice_range(url, 0, end);
	if (slice_find_byte(url, '@', 0, &begin))
		url = slice_range(url, begin + 1, url.size);
	if (slice_find_byte(url, ':', 0, &end))
		url = slice_range(url, 0, end);
	return url;
}

static struct slice name_by_content(const struct article *article, struct arena *arena)
{
	return arena_printf(arena, "stdin:%016llx", (unsigned long long)article_digest(article));
}

void identity_complete(struct article *article, const char *path, uint64_t position,
	struct arena *arena)
{
	article->identity = slice_trim(article->identity);
	article->url = slice_trim(article->url);
	if (!article->site.size)
		article->site = host_of(article->url);
	if (path)
		article->path = utf8_repair(slice_of(path), arena);
	if (article->identity.size)
		return;
	if (article->url.size)
		article->identity = article->url;
	else if (!path)
		article->identity = name_by_content(article, arena);
	else if (position > 1)
		article->identity = arena_printf(arena, "%.*s:%llu", SLICE_ARGS(article->path),
			(unsigned long long)position);
	else
		article->identity = article->path;
}
