/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian-c/stem.h"

#include "xapian-c/guard.hh"

struct xc_stem {
	Xapian::Stem stemmer;
	std::string word, stem; /* kept, so that a word costs no allocation here */

	explicit xc_stem(const char *algorithm) : stemmer(algorithm)
	{
	}
};

bool xc_stem_open(const char *algorithm, struct xc_stem **stem, struct error *error)
{
	if (!xc_guard(error, [&] { *stem = new xc_stem(algorithm); }))
		return error_set(error, ERROR_USAGE, "no stemmer is called \"%s\"", algorithm);
	return true;
}

void xc_stem_close(struct xc_stem *stem)
{
	delete stem;
}

struct slice xc_stem_run(struct xc_stem *stem, struct slice word)
{
	return xc_quietly(word, [&]() -> struct slice {
		stem->word.assign(word.data, word.size);
		stem->stem = stem->stemmer(stem->word);
		return {stem->stem.data(), stem->stem.size()};
	});
}
