/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * corpus.c - invents news articles, as JSON lines: bench/corpus MEGABYTES [SEED]
 *
 * Nothing in them is anybody's: the words are made of syllables, with the frequencies that
 * words have (Zipf), the function words of English between them, and some that each article
 * comes back to. There are people with offices who are quoted in the ways of newspapers,
 * dates, sums, sections and sources. The same size and seed give the same bytes.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"

#define VOCABULARY 400000.0 /* ranks that are drawn from */
#define FIRST_RANK 60.0     /* before them come the function words */
#define TOPIC_COUNT 24      /* words that an article comes back to */
#define PERSON_COUNT 4
#define NAME_COUNT 3000     /* surnames there are */

struct person {
	char given[32], surname[32];
	const char *office;
};

struct writer {
	uint64_t state;
	uint32_t topics[TOPIC_COUNT];
	struct person people[PERSON_COUNT];
	struct buffer body, title;
};

static const char *const small_words[] = {"the", "of", "to", "and", "a", "in", "that", "for", "is",
	"on", "it", "with", "was", "as", "he", "at", "by", "be", "said", "has", "from", "have", "but",
	"an", "are", "not", "his", "they", "will", "who", "this", "we", "their", "which", "had", "more",
	"were", "been", "about", "its", "would", "or", "she", "there", "when", "one", "after", "all",
	"out", "up", "if", "her", "what", "people", "new", "so", "can", "than", "year", "last", "over"};
static const char *const offices[] = {"the finance minister", "the head of the port authority",
	"a spokesman for the council", "the party's leader", "a professor of hydrology",
	"the club's manager", "the chief executive", "a retired judge", "the police commissioner"};
static const char *const cues[] = {"said", "told reporters", "added", "argued", "warned", "says"};
static const char *const sources[] = {"Harbour Courier", "Morning Ledger", "Valley Gazette",
	"The Northern Post", "Evening Register"};
static const char *const sections[] = {"world", "business", "sport", "culture", "science"};
static const char *const months[] = {"January", "March", "May", "July", "September", "November"};
static const char *const onsets[] = {"b", "br", "c", "d", "dr", "f", "g", "gl", "h", "k", "l", "m",
	"n", "p", "pr", "r", "s", "st", "t", "tr", "v", "w", "sh", "th"};
static const char *const middles[] = {"a", "e", "i", "o", "u", "ai", "ea", "ou", "or", "an", "en",
	"il", "um", "er"};
static const char *const endings[] = {"", "", "", "s", "ed", "ing", "ly", "ment", "er", "ion"};

static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static uint32_t below(uint64_t *state, uint32_t limit)
{
	return (uint32_t)(next_random(state) % limit);
}

static double unit(uint64_t *state)
{
	return (double)(next_random(state) >> 11) * 0x1p-53;
}

/* Zipf's law: a rank's share falls with its number, so its logarithm is even. */
static uint32_t draw_rank(uint64_t *state)
{
	return (uint32_t)(FIRST_RANK * exp(unit(state) * log(VOCABULARY / FIRST_RANK)));
}

/* The word of a rank: rarer ones are longer, and eight neighbours share one stem. */
static void spell(uint32_t rank, char word[32])
{
	uint64_t letters = rank / 8 + 1;
	uint64_t bits = next_random(&letters);
	unsigned syllables = 2 + (rank > 2000) + (rank > 60000);
	size_t size = 0;

	for (unsigned i = 0; i < syllables; i++, bits >>= 10)
		size += (size_t)snprintf(word + size, 32 - size, "%s%s",
			onsets[bits % COUNT_OF(onsets)],
			middles[(bits >> 5) % COUNT_OF(middles)]);
	snprintf(word + size, 32 - size, "%s", endings[rank % 8]);
}

static void make_name(uint64_t *state, uint32_t salt, char name[32])
{
	spell(1000003u * (salt + below(state, NAME_COUNT)) % 50000u + 8, name);
	name[0] = (char)(name[0] - 'a' + 'A');
}

static void begin_article(struct writer *writer)
{
	buffer_reset(&writer->body);
	buffer_reset(&writer->title);
	for (size_t i = 0; i < TOPIC_COUNT; i++)
		writer->topics[i] = draw_rank(&writer->state);
	for (size_t i = 0; i < PERSON_COUNT; i++) {
		make_name(&writer->state, 7, writer->people[i].given);
		make_name(&writer->state, 4001, writer->people[i].surname);
		writer->people[i].office = offices[below(&writer->state, COUNT_OF(offices))];
	}
}

static void add_word(struct writer *writer, struct buffer *text, bool is_first)
{
	uint64_t *state = &writer->state;
	uint32_t kind = below(state, 100);
	char word[32];

	if (kind < 47) {
		double skewed = unit(state) * unit(state);

		snprintf(word, sizeof(word), "%s",
			small_words[(size_t)(skewed * COUNT_OF(small_words))]);
	} else if (kind < 60) {
		spell(writer->topics[below(state, TOPIC_COUNT)], word);
	} else if (kind < 62) {
		snprintf(word, sizeof(word), "%" PRIu32, below(state, 3) ? below(state, 100) :
			1950 + below(state, 76));
	} else {
		spell(draw_rank(state), word);
	}
	if ((is_first || kind >= 97) && word[0] >= 'a')
		word[0] = (char)(word[0] - 'a' + 'A');
	buffer_append_string(text, word);
}

static void add_words(struct writer *writer, struct buffer *text, uint32_t count, bool is_sentence)
{
	for (uint32_t i = 0; i < count; i++) {
		if (i)
			buffer_append_string(text, is_sentence && below(&writer->state, 14) == 0 ? ", " : " ");
		add_word(writer, text, is_sentence && i == 0);
	}
}

/* One of the ways in which newspapers quote. */
static void add_quotation(struct writer *writer)
{
	uint64_t *state = &writer->state;
	struct buffer *body = &writer->body;
	const struct person *person = &writer->people[below(state, PERSON_COUNT)];
	const char *cue = cues[below(state, COUNT_OF(cues))];
	bool is_curly = below(state, 2);
	const char *opening = is_curly ? "\xe2\x80\x9c" : "\\\"";
	const char *closing = is_curly ? "\xe2\x80\x9d" : "\\\"";

	switch (below(state, 4)) {
	case 0: /* partial, behind the speaker */
		buffer_printf(body, "%s %s called it %s", person->given, person->surname, opening);
		add_words(writer, body, 2 + below(state, 4), false);
		buffer_printf(body, "%s in ", closing);
		add_words(writer, body, 3 + below(state, 8), false);
		buffer_append_byte(body, '.');
		return;
	case 1: /* introduced by a colon */
		buffer_printf(body, "%s %s: %s", person->surname, cue, opening);
		add_words(writer, body, 6 + below(state, 16), true);
		buffer_printf(body, ".%s", closing);
		return;
	default:
		buffer_append_string(body, opening);
		add_words(writer, body, 6 + below(state, 18), true);
		buffer_printf(body, ",%s %s %s %s, %s.", closing, cue, person->given, person->surname,
			person->office);
	}
}

static void add_sentence(struct writer *writer)
{
	uint64_t *state = &writer->state;
	uint32_t kind = below(state, 100);

	if (kind < 14) {
		add_quotation(writer);
		return;
	}
	if (kind < 20)
		buffer_printf(&writer->body, "On %" PRIu32 " %s, ", 1 + below(state, 28),
			months[below(state, COUNT_OF(months))]);
	else if (kind < 24)
		buffer_printf(&writer->body, "At $%" PRIu32 ".%" PRIu32 " billion, ", below(state, 500),
			below(state, 10));
	add_words(writer, &writer->body, 8 + below(state, 22), true);
	buffer_append_byte(&writer->body, '.');
}

/* Lengths spread as those of real articles: most near the middle, a few very long. */
static size_t draw_length(uint64_t *state)
{
	double normal = 0;

	for (int i = 0; i < 12; i++)
		normal += unit(state);
	return (size_t)(2100 * exp((normal - 6) * 0.6));
}

static size_t write_article(struct writer *writer, uint64_t number, FILE *stream)
{
	uint64_t *state = &writer->state;
	size_t wanted = draw_length(state);
	unsigned year, month, day;

	begin_article(writer);
	add_words(writer, &writer->title, 6 + below(state, 6), true);
	while (writer->body.size < wanted) {
		for (uint32_t left = 1 + below(state, 4); left; left--) {
			add_sentence(writer);
			buffer_append_string(&writer->body, left > 1 ? " " : "\\n");
		}
	}
	year = 1990 + below(state, 36);
	month = 1 + below(state, 12);
	day = 1 + below(state, 28);
	fprintf(stream, "{\"id\": \"a%" PRIu64 "\", \"title\": \"%s\", \"date\": \"%04u-%02u-%02u\", "
		"\"source\": \"%s\", \"section\": \"%s\", \"body\": \"%s\"}\n", number,
		writer->title.data, year, month, day, sources[below(state, COUNT_OF(sources))],
		sections[below(state, COUNT_OF(sections))], writer->body.data);
	return writer->title.size + writer->body.size;
}

int main(int argc, char **argv)
{
	struct writer writer = {0};
	double megabytes = argc > 1 ? strtod(argv[1], NULL) : 0;
	size_t written = 0;

	if (argc < 2 || argc > 3 || megabytes <= 0) {
		fprintf(stderr, "usage: %s MEGABYTES [SEED]\n", argv[0]);
		return EXIT_FAILURE;
	}
	writer.state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	for (uint64_t number = 1; (double)written < megabytes * 1e6; number++)
		written += write_article(&writer, number, stdout);
	buffer_clear(&writer.body);
	buffer_clear(&writer.title);
	return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
