/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/query/plan_text.h"

#include "base/memory.h"
#include "text/fold.h"
#include "text/stopword.h"

/* The stems a word has in the languages of the index, each once. */
static void add_stems(const struct plan_setting *setting, struct slice written,
	struct plan_word *word)
{
	struct slice *stems =
		arena_allocate_array(setting->arena, setting->language_count, sizeof(*stems));
	struct token_list list = {0};

	word->stems = stems;
	for (size_t i = 0; i < setting->language_count; i++) {
		bool is_known = false;

		list.count = 0;
		analysis_words(setting->analysis, setting->languages[i], written, &list);
		if (list.count != 1)
			continue;
		for (size_t j = 0; j < word->stem_count; j++)
			is_known |= slice_equal(stems[j], list.tokens[0].lexeme->stem);
		if (!is_known)
			stems[word->stem_count++] =
				arena_copy(setting->arena, list.tokens[0].lexeme->stem);
	}
	token_list_clear(&list);
}

static void add_word(const struct plan_setting *setting, struct slice text,
	const struct token *token, struct plan_word *word)
{
	*word = (struct plan_word){
		.place = PLAN_PLACE_WORD,
		.written = span_of(text, token->span),
		.folded = arena_copy(setting->arena, token->lexeme->folded),
		.hash = token->lexeme->hash,
		.is_stopword = token->lexeme->flags & LEXEME_STOPWORD ||
			       (setting->is_shouted &&
				       stopword_is(setting->languages[0], token->lexeme->folded)),
		.is_common = token->lexeme->common != 0,
	};
	add_stems(setting, word->written, word);
	if (word->stem_count == 0) {
		/* A single character out of a run of pairs is cut otherwise alone. */
		struct slice *own = arena_allocate_array(setting->arena, 1, sizeof(*own));

		*own = arena_copy(setting->arena, token->lexeme->stem);
		word->stems = own;
		word->stem_count = 1;
	}
}

struct plan_word *plan_text_words(const struct plan_setting *setting, struct slice text,
	size_t *count, bool *all_pairs)
{
	struct token_list list = {0};
	struct plan_word *words;

	analysis_words(setting->analysis, setting->languages[0], text, &list);
	words = arena_allocate_array(setting->arena, list.count, sizeof(*words));
	*all_pairs = list.count > 0;
	for (size_t i = 0; i < list.count; i++) {
		if (!(list.tokens[i].lexeme->flags & LEXEME_PAIR))
			*all_pairs = false;
		add_word(setting, text, &list.tokens[i], &words[i]);
	}
	*count = list.count;
	token_list_clear(&list);
	return words;
}

static bool is_joint(char c)
{
	return c == '*' || c == '?';
}

struct slice plan_text_pattern(const struct plan_setting *setting, struct slice text)
{
	struct buffer folded = {0};
	struct slice pattern;

	/* Folding may drop or change letters, never * and ?: piece by piece. */
	for (size_t begin = 0, end; begin < text.size; begin = end) {
		end = begin + 1;
		if (is_joint(text.data[begin])) {
			if (text.data[begin] != '*' || folded.size == 0 ||
				folded.data[folded.size - 1] != '*')
				buffer_append_byte(&folded, text.data[begin]);
			continue;
		}
		while (end < text.size && !is_joint(text.data[end]))
			end++;
		fold_append(slice_range(text, begin, end), &folded);
	}
	pattern = arena_copy(setting->arena, buffer_slice(&folded));
	buffer_clear(&folded);
	return pattern.size && is_joint(pattern.data[0]) ? (struct slice){0} : pattern;
}

/* The next chunk without blanks. */
static bool next_chunk(struct slice *rest, struct slice *chunk)
{
	size_t end = 0;

	*rest = slice_trim(*rest);
	while (end < rest->size && (unsigned char)rest->data[end] > ' ')
		end++;
	*chunk = slice_range(*rest, 0, end);
	*rest = slice_range(*rest, end, rest->size);
	return end > 0;
}

static struct slice trim_punctuation(struct slice chunk)
{
	while (chunk.size && (unsigned char)chunk.data[chunk.size - 1] < 0x80 &&
		chunk.data[chunk.size - 1] != '*' && chunk.data[chunk.size - 1] < '0')
		chunk.size--;
	return chunk;
}

struct plan_word *plan_text_places(const struct plan_setting *setting, struct slice text,
	size_t *count)
{
	/* Every word has a byte at least, so this is room enough. */
	struct plan_word *places =
		arena_allocate_array(setting->arena, text.size + 1, sizeof(*places));
	struct slice rest = text, chunk;
	size_t star, found = 0, first = 0;

	while (next_chunk(&rest, &chunk)) {
		struct plan_word *words;
		struct slice pattern;
		size_t word_count;
		bool all_pairs;

		if (slice_equal_string(chunk, "*")) {
			places[found++] = (struct plan_word){.place = PLAN_PLACE_ANY, .written = chunk};
			continue;
		}
		pattern = slice_find_byte(chunk, '*', 0, &star)
				  ? plan_text_pattern(setting, trim_punctuation(chunk))
				  : (struct slice){0};
		if (pattern.size) {
			places[found++] = (struct plan_word){.place = PLAN_PLACE_PATTERN,
				.written = chunk, .folded = pattern};
			continue;
		}
		words = plan_text_words(setting, chunk, &word_count, &all_pairs);
		for (size_t i = 0; i < word_count; i++)
			places[found++] = words[i];
	}
	while (found > 0 && places[found - 1].place == PLAN_PLACE_ANY)
		found--;
	while (first < found && places[first].place == PLAN_PLACE_ANY)
		first++;
	*count = found - first;
	return places + first;
}
