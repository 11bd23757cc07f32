/* SPDX-License-Identifier: GPL-2.0-or-later */
/* articles.h - the articles of a file, one after the other, as quoth-index would read them. */
#ifndef BENCH_ARTICLES_H
#define BENCH_ARTICLES_H

#include "base/arena.h"
#include "schema/article.h"

struct articles;

struct articles *articles_open(const char *path);
void articles_close(struct articles *articles);
/* Valid until the next call; false at the end. What is damaged is passed over. */
bool articles_next(struct articles *articles, struct article *article);
/* Nanoseconds of processor time spent on cutting and parsing so far. */
int64_t articles_reading_ns(const struct articles *articles);
int64_t articles_parsing_ns(const struct articles *articles);

#endif
