/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/check/claim.h"

#include "schema/term.h"

#define WEIGHT_STOPWORD 0.2f
#define SLIP_SHARE 10000 /* a word that no more than one in so many articles has */

/* The language that most articles of the index are in. */
static enum language main_language(const struct reader *reader)
{
	const uint32_t *articles = reader->snapshot->manifest.language_articles;
	enum language best = LANGUAGE_ENGLISH;

	for (int language = LANGUAGE_NONE + 1; language < LANGUAGE_COUNT; language++) {
		if (articles[language] > articles[best])
			best = (enum language)language;
	}
	return best;
}

static struct alignment_word word_of(const struct token *token, uint32_t offset)
{
	const struct lexeme *lexeme = token->lexeme;

	return (struct alignment_word){
		.folded = lexeme->folded,
		.stem = lexeme->stem,
		.hash = lexeme->hash,
		.span = {token->span.begin + offset, token->span.end + offset},
		.weight = lexeme->flags & LEXEME_STOPWORD ? WEIGHT_STOPWORD : 1,
		.is_known = true,
	};
}

/* What the writer put between two words: a bracket, an ellipsis. */
static void read_marks(struct slice between, bool *is_own, bool *has_ellipsis)
{
	unsigned dots = 0;

	*has_ellipsis = false;
	for (size_t i = 0; i < between.size; i++) {
		char c = between.data[i];

		if (c == '[')
			*is_own = true;
		else if (c == ']')
			*is_own = false;
		dots = c == '.' ? dots + 1 : c == ' ' ? dots : 0;
		if (dots >= 3)
			*has_ellipsis = true;
	}
	if (slice_find(between, SLICE_LITERAL("\xe2\x80\xa6"), 0, &(size_t){0}))
		*has_ellipsis = true;
}

/* A word that next to no article has is a slip of the pen or of the scanner, not another
 * wording: large collections hold slips themselves. */
static bool is_known(struct reader *reader, struct slice folded)
{
	const struct xc_database *articles = reader->snapshot->articles;
	uint32_t frequency;

	buffer_reset(&reader->scratch);
	term_word(FIELD_TEXT, folded, &reader->scratch);
	frequency = xc_database_frequency(articles, buffer_slice(&reader->scratch));
	return frequency > xc_database_document_count(articles) / SLIP_SHARE;
}

void claim_read(struct reader *reader, struct slice text, struct claim *claim)
{
	struct token_list list = {0};
	bool is_own = false;
	size_t end = 0;

	analysis_words(reader->analysis, main_language(reader), text, &list);
	claim->text = text;
	claim->count = list.count;
	claim->words = arena_allocate_array(&reader->arena, list.count + 1, sizeof(*claim->words));
	for (size_t i = 0; i < list.count; i++) {
		const struct token *token = &list.tokens[i];
		struct alignment_word *word = &claim->words[i];

		*word = word_of(token, 0);
		read_marks(slice_range(text, end, token->span.begin), &is_own,
			&word->follows_ellipsis);
		word->is_own = is_own;
		word->is_known = is_known(reader, word->folded);
		end = token->span.end;
	}
	token_list_clear(&list);
}

void claim_source_words(struct reader *reader, const struct claim_source *source,
	struct alignment_word *words, size_t *count, size_t capacity)
{
	struct token_list list = {0};

	analysis_words(reader->analysis, source->language, source->text, &list);
	for (size_t i = 0; i < list.count && *count < capacity; i++)
		words[(*count)++] = word_of(&list.tokens[i], source->offset);
	token_list_clear(&list);
}

/* --- who said it --- */

static bool has_word(const struct claim *name, const struct alignment_word *word)
{
	for (size_t i = 0; i < name->count; i++) {
		if (name->words[i].hash == word->hash)
			return true;
	}
	return false;
}

static bool has_initial(const struct claim *name, const struct alignment_word *word)
{
	for (size_t i = 0; i < name->count; i++) {
		const struct slice other = name->words[i].folded;

		if ((other.size == 1 && slice_starts_with(word->folded, other)) ||
			(word->folded.size == 1 && slice_starts_with(other, word->folded)))
			return true;
	}
	return false;
}

/* "he", "the two": nothing that a name could be held against. */
static bool is_nameless(const struct claim *name)
{
	for (size_t i = 0; i < name->count; i++) {
		if (name->words[i].weight > WEIGHT_STOPWORD)
			return false;
	}
	return true;
}

enum check_agreement claim_agreement(struct reader *reader, const struct claim *speaker,
	struct slice entity, struct slice mention)
{
	const struct alignment_word *last;
	struct claim name, written;

	if (speaker->count == 0)
		return CHECK_SPEAKER_SAME;
	claim_read(reader, entity, &name);
	claim_read(reader, mention, &written);
	last = &speaker->words[speaker->count - 1];
	if (!has_word(&name, last) && !has_word(&written, last))
		return is_nameless(&name) && is_nameless(&written) ? CHECK_SPEAKER_UNKNOWN
								   : CHECK_SPEAKER_OTHER;
	/* A surname alone on either side will do; else something more must be the same. */
	if (speaker->count == 1 || (name.count <= 1 && written.count <= 1))
		return CHECK_SPEAKER_SAME;
	for (const struct alignment_word *word = speaker->words; word < last; word++) {
		if (has_word(&name, word) || has_word(&written, word) || has_initial(&name, word))
			return CHECK_SPEAKER_SAME;
	}
	return CHECK_SPEAKER_UNKNOWN;
}
