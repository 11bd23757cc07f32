/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/reader/registry.h"

#include <string.h>

#include "base/memory.h"

#include "base/banned.h"

/* In the order in which they look at a file's first bytes: plain text takes what is left. */
static const struct reader *const readers[] = {
	&reader_json,
	&reader_json_lines,
	&reader_plain,
};

const struct reader *registry_get(size_t index)
{
	return index < COUNT_OF(readers) ? readers[index] : NULL;
}

const struct reader *registry_by_name(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(readers); i++) {
		if (strcmp(readers[i]->name, name) == 0)
			return readers[i];
	}
	return NULL;
}

/* "a/b.json.gz" gives "json"; empty when there is none. A full stop in front begins a hidden
 * file's name, not an extension. */
static struct slice extension_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct slice name = slice_of(slash ? slash + 1 : path);

	if (name.size > 3 && slice_equal_ignore_case(slice_range(name, name.size - 3, name.size),
				     SLICE_LITERAL(".gz")))
		name.size -= 3;
	for (size_t i = name.size; i > 1; i--) {
		if (name.data[i - 1] == '.')
			return slice_range(name, i, name.size);
	}
	return (struct slice){0};
}

static bool has_extension(const struct reader *reader, struct slice extension)
{
	struct slice rest = slice_of(reader->extensions), known;

	while (slice_split(&rest, '|', &known)) {
		if (known.size && slice_equal_ignore_case(known, extension))
			return true;
	}
	return false;
}

const struct reader *registry_by_path(const char *path, bool *is_extended)
{
	struct slice extension = extension_of(path);

	*is_extended = extension.size > 0;
	for (size_t i = 0; *is_extended && i < COUNT_OF(readers); i++) {
		if (has_extension(readers[i], extension))
			return readers[i];
	}
	return NULL;
}

const struct reader *registry_by_head(struct slice head)
{
	for (size_t i = 0; i < COUNT_OF(readers); i++) {
		if (readers[i]->sniff && readers[i]->sniff(head))
			return readers[i];
	}
	return NULL;
}
