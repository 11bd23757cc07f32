/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stem.h - one Snowball stemmer, as Xapian brings it. Belongs to one thread.
 */
#ifndef XAPIAN_C_STEM_H
#define XAPIAN_C_STEM_H

#include "base/error.h"
#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

struct xc_stem;

/* `algorithm` is Xapian's name for it ("english"). ERROR_USAGE when there is none. */
bool xc_stem_open(const char *algorithm, struct xc_stem **stem, struct error *error);
void xc_stem_close(struct xc_stem *stem);
/* The stem of a folded word; valid until the next call. The word itself if anything fails. */
struct slice xc_stem_run(struct xc_stem *stem, struct slice word);

#ifdef __cplusplus
}
#endif

#endif
