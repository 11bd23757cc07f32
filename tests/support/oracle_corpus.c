/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>

#include "base/memory.h"
#include "tests/support/oracle.h"

#include "base/banned.h"

const struct oracle_word oracle_vocabulary[ORACLE_VOCABULARY] = {
	{"the", "the", 0}, {"of", "of", 1}, {"to", "to", 2}, {"and", "and", 3},
	{"colour", "colour", 4}, {"color", "color", 5}, {"Colours", "colours", 4}, {"colt", "colt", 7},
	{"talk", "talk", 8}, {"talks", "talks", 8}, {"talking", "talking", 8}, {"tall", "tall", 11},
	{"harbour", "harbour", 12}, {"harbor", "harbor", 13}, {"Harbours", "harbours", 12},
	{"treaty", "treaty", 15}, {"treaties", "treaties", 15}, {"signed", "signed", 17},
	{"sign", "sign", 17}, {"river", "river", 19}, {"rivet", "rivet", 20},
	{"Z\xc3\xbcrich", "zurich", 21}, {"winter", "winter", 22}, {"winner", "winner", 23},
	{"border", "border", 24}, {"borders", "borders", 24}, {"minister", "minister", 26},
	{"1984", "1984", 27},
};

const char *const oracle_names[ORACLE_NAMES] = {"Ada Quill", "Ada Reed", "Bruno Quill", "Cora Marsh"};

bool oracle_is_stopword(int word)
{
	return word < 4;
}

static int append_words(struct buffer *text, const int *words, int count,
	struct suite_random *random)
{
	static const char *const joints[] = {" ", " ", " ", ", ", ". ", "\n", " - ", " ("};
	int written = 0;

	for (int i = 0; i < count && words[i] != ORACLE_GAP; i++, written++)
		buffer_printf(text, "%s%s",
			i ? joints[suite_random_below(random, COUNT_OF(joints))] : "",
			oracle_vocabulary[words[i]].text);
	return written;
}

/* Texts of an article, while it is made. */
struct texts {
	struct buffer title, subtitle, body;
	char identity[16], date[16];
};

static void make_article(struct suite_random *random, struct oracle_article *article,
	struct texts *texts)
{
	const int body = 5 + (int)suite_random_below(random, ORACLE_BODY - 4);
	const bool has_subtitle = suite_random_below(random, 2);

	for (int i = 0; i < ORACLE_WORDS; i++) {
		const bool is_subtitle = i > ORACLE_TITLE && i < ORACLE_BODY_AT - 1;
		const bool is_gap = i == ORACLE_TITLE || i == ORACLE_BODY_AT - 1 ||
				    (is_subtitle && !has_subtitle) || i >= ORACLE_BODY_AT + body;

		article->words[i] =
			is_gap ? ORACLE_GAP : (int)suite_random_below(random, ORACLE_VOCABULARY);
	}
	article->length = append_words(&texts->title, article->words, ORACLE_TITLE, random);
	article->length += append_words(&texts->subtitle, article->words + ORACLE_TITLE + 1,
		ORACLE_SUBTITLE, random);
	article->length += append_words(&texts->body, article->words + ORACLE_BODY_AT, ORACLE_BODY,
		random);
	article->day = (int)suite_random_below(random, 29);
	article->source = (int)suite_random_below(random, ORACLE_NAMES);
	article->author = (int)suite_random_below(random, ORACLE_NAMES);
	snprintf(texts->date, sizeof(texts->date), "2024-05-%02d", article->day);
}

static void make_segment(struct index_fixture *fixture, struct oracle_article *articles,
	struct suite_random *random, int segment)
{
	enum { COUNT = ORACLE_ARTICLES / ORACLE_SEGMENTS };
	struct index_fixture_article rows[COUNT];
	struct texts texts[COUNT] = {{.identity = ""}};

	for (int i = 0; i < COUNT; i++) {
		struct oracle_article *article = &articles[segment * COUNT + i];

		make_article(random, article, &texts[i]);
		snprintf(texts[i].identity, sizeof(texts[i].identity), "a%d", segment * COUNT + i);
		rows[i] = (struct index_fixture_article){.identity = texts[i].identity,
			.title = texts[i].title.data, .subtitle = texts[i].subtitle.data,
			.body = texts[i].body.data, .date = article->day ? texts[i].date : NULL,
			.source = oracle_names[article->source],
			.author = oracle_names[article->author]};
	}
	index_fixture_add(fixture, rows, COUNT);
	for (int i = 0; i < COUNT; i++) {
		buffer_clear(&texts[i].title);
		buffer_clear(&texts[i].subtitle);
		buffer_clear(&texts[i].body);
	}
}

void oracle_open(struct index_fixture *fixture, struct oracle_article articles[ORACLE_ARTICLES])
{
	struct suite_random random = {23};

	index_fixture_open(fixture);
	for (int i = 0; i < ORACLE_SEGMENTS; i++)
		make_segment(fixture, articles, &random, i);
	for (int i = 0; i < ORACLE_ARTICLES; i += 29) {
		char identity[16];

		snprintf(identity, sizeof(identity), "a%d", i);
		index_fixture_bury(fixture, identity);
		articles[i].is_dead = true;
	}
}
