/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "tests/support/oracle.h"

#include "base/banned.h"

/* --- words --- */

static bool fits_pattern(const char *word, const char *pattern)
{
	if (*pattern == '\0')
		return *word == '\0';
	if (*pattern == '*')
		return fits_pattern(word, pattern + 1) || (*word && fits_pattern(word + 1, pattern));
	return *word && (*pattern == '?' || *pattern == *word) && fits_pattern(word + 1, pattern + 1);
}

/* Whether `a` becomes `b` by at most so many edits, tried one by one. */
static bool is_like(const char *a, const char *b, int edits)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	if (*a == *b)
		return true;
	if (edits == 0)
		return false;
	return (*a && is_like(a + 1, b, edits - 1)) || (*b && is_like(a, b + 1, edits - 1)) ||
	       (*a && *b && is_like(a + 1, b + 1, edits - 1)) ||
	       (a[0] && a[1] && b[0] && a[0] == b[1] && a[1] == b[0] && is_like(a + 2, b + 2, edits - 1));
}

static bool fits_word(const struct oracle_node *node, int word)
{
	const char *text;

	if (word == ORACLE_GAP)
		return false;
	text = oracle_vocabulary[word].folded;
	switch (node->kind) {
	case ORACLE_IS_WORD:
		return oracle_vocabulary[word].stem == oracle_vocabulary[node->word].stem;
	case ORACLE_IS_PATTERN:
		return fits_pattern(text, node->pattern);
	case ORACLE_IS_FUZZY:
		return text[0] == oracle_vocabulary[node->word].folded[0] &&
		       is_like(oracle_vocabulary[node->word].folded, text, node->edits);
	case ORACLE_IS_EXACT:
	case ORACLE_IS_PHRASE:
	case ORACLE_IS_NEAR:
	case ORACLE_IS_AND:
	case ORACLE_IS_OR:
	case ORACLE_IS_WITHOUT:
	case ORACLE_IS_LOOSE:
	case ORACLE_IS_DATE:
	case ORACLE_IS_LENGTH:
	case ORACLE_IS_SOURCE:
	case ORACLE_IS_AUTHOR:
		break;
	}
	return node->word == ORACLE_GAP || node->word == word;
}

/* --- places: [begin][end] of all stretches where a part stands --- */

struct stretches {
	bool has[ORACLE_WORDS + 1][ORACLE_WORDS + 1];
};

static void find_stretches(const struct oracle_node *node, const struct oracle_article *article,
	struct stretches *found);

struct trial {
	const struct oracle_node *node;
	const struct oracle_article *article;
	const struct stretches *parts; /* one a child */
	struct stretches *found;
	int gap;                       /* words between parts, at most */
	int begins[ORACLE_CHILDREN], ends[ORACLE_CHILDREN];
};

static void try_whole(struct trial *trial)
{
	int begin = ORACLE_WORDS, end = 0, covered = 0;

	for (int i = 0; i < trial->node->count; i++) {
		begin = trial->begins[i] < begin ? trial->begins[i] : begin;
		end = trial->ends[i] > end ? trial->ends[i] : end;
		covered += trial->ends[i] - trial->begins[i];
	}
	if (end - begin - covered > trial->gap)
		return;
	for (int i = begin; i < end; i++) {
		if (trial->article->words[i] == ORACLE_GAP)
			return;
	}
	trial->found->has[begin][end] = true;
}

static bool goes_with_earlier(const struct trial *trial, int child, int begin, int end)
{
	for (int i = 0; i < child; i++) {
		if (trial->node->is_ordered || trial->node->kind == ORACLE_IS_PHRASE ?
				begin < trial->ends[i] :
				begin < trial->ends[i] && trial->begins[i] < end)
			return false;
	}
	return true;
}

static void try_child(struct trial *trial, int child)
{
	if (child == trial->node->count) {
		try_whole(trial);
		return;
	}
	for (int begin = 0; begin < ORACLE_WORDS; begin++) {
		for (int end = begin + 1; end <= ORACLE_WORDS; end++) {
			if (!trial->parts[child].has[begin][end] ||
				!goes_with_earlier(trial, child, begin, end))
				continue;
			trial->begins[child] = begin;
			trial->ends[child] = end;
			try_child(trial, child + 1);
		}
	}
}

static void find_joined(const struct oracle_node *node, const struct oracle_article *article,
	struct stretches *found)
{
	struct stretches *parts = calloc((size_t)node->count, sizeof(*parts));
	struct trial trial = {.node = node, .article = article, .parts = parts, .found = found,
		.gap = node->kind == ORACLE_IS_NEAR ? node->distance - 1 : node->distance};

	ck_assert_ptr_nonnull(parts);
	for (int i = 0; i < node->count; i++)
		find_stretches(node->children[i], article, &parts[i]);
	try_child(&trial, 0);
	free(parts);
}

static void find_stretches(const struct oracle_node *node, const struct oracle_article *article,
	struct stretches *found)
{
	if (node->kind == ORACLE_IS_PHRASE || node->kind == ORACLE_IS_NEAR) {
		find_joined(node, article, found);
	} else if (node->kind == ORACLE_IS_OR) {
		for (int i = 0; i < node->count; i++)
			find_stretches(node->children[i], article, found);
	} else {
		for (int i = 0; i < ORACLE_WORDS; i++)
			found->has[i][i + 1] |= fits_word(node, article->words[i]);
	}
}

static bool has_stretch(const struct oracle_node *node, const struct oracle_article *article)
{
	static const int begins[] = {0, 0, ORACLE_TITLE + 1, ORACLE_BODY_AT};
	static const int ends[] = {ORACLE_WORDS, ORACLE_TITLE, ORACLE_BODY_AT - 1, ORACLE_WORDS};
	struct stretches *found = calloc(1, sizeof(*found));
	bool is_found = false;

	ck_assert_ptr_nonnull(found);
	find_stretches(node, article, found);
	for (int begin = begins[node->field]; begin < ends[node->field]; begin++) {
		for (int end = begin + 1; end <= ends[node->field]; end++)
			is_found |= found->has[begin][end];
	}
	free(found);
	return is_found;
}

/* --- articles --- */

static bool is_filter(const struct oracle_node *node)
{
	if (node->kind != ORACLE_IS_AND && node->kind != ORACLE_IS_OR)
		return node->kind >= ORACLE_IS_DATE;
	for (int i = 0; i < node->count; i++) {
		if (!is_filter(node->children[i]))
			return false;
	}
	return true;
}

static bool is_small(const struct oracle_node *node)
{
	return node->kind == ORACLE_IS_WORD && node->sign == 0 && oracle_is_stopword(node->word);
}

/* Children side by side, those of groups without a sign among them, say what is found, if any
 * of them is more than a small word. */
struct loose {
	bool has_telling, has_required, has_plain, has_welcome;
	bool fits; /* all that is needed is there, nothing that is not wanted */
};

static void look_for_telling(const struct oracle_node *node, struct loose *loose)
{
	for (int i = 0; i < node->count; i++) {
		const struct oracle_node *child = node->children[i];

		if (child->kind == ORACLE_IS_LOOSE && child->sign == 0)
			look_for_telling(child, loose);
		else if (child->sign != '-' && !is_filter(child) && !is_small(child))
			loose->has_telling = true;
	}
}

static void judge(const struct oracle_node *node, const struct oracle_article *article, bool any,
	struct loose *loose)
{
	for (int i = 0; i < node->count; i++) {
		const struct oracle_node *child = node->children[i];
		const bool is_needed = child->sign == '+' || is_filter(child) || !any;

		if (child->kind == ORACLE_IS_LOOSE && child->sign == 0) {
			judge(child, article, any, loose);
			continue;
		}
		if (is_small(child) && loose->has_telling)
			continue;
		if (child->sign == '-') {
			loose->fits = loose->fits && !oracle_fits(child, article, false);
			continue;
		}
		loose->has_required |= child->sign == '+';
		loose->has_plain |= !is_needed;
		if (is_needed)
			loose->fits = loose->fits && oracle_fits(child, article, any);
		else
			loose->has_welcome |= oracle_fits(child, article, any);
	}
}

static bool fits_loose(const struct oracle_node *node, const struct oracle_article *article,
	bool any)
{
	struct loose loose = {.fits = true};

	look_for_telling(node, &loose);
	judge(node, article, any, &loose);
	return loose.fits && (loose.has_required || !loose.has_plain || loose.has_welcome);
}

static bool has_name(const struct oracle_node *node, int name)
{
	const char *wanted = oracle_names[node->word], *blank = strchr(wanted, ' ');
	const char *given = oracle_names[name], *last = strchr(given, ' ');

	return node->edits == 2 ? name == node->word :
	       node->edits == 1 ? strcmp(blank, last) == 0 :
				  blank - wanted == last - given &&
					  strncmp(wanted, given, (size_t)(blank - wanted)) == 0;
}

bool oracle_fits(const struct oracle_node *node, const struct oracle_article *article, bool any)
{
	bool fits = node->kind != ORACLE_IS_OR;

	switch (node->kind) {
	case ORACLE_IS_WORD:
	case ORACLE_IS_EXACT:
	case ORACLE_IS_PATTERN:
	case ORACLE_IS_FUZZY:
	case ORACLE_IS_PHRASE:
	case ORACLE_IS_NEAR:
		return has_stretch(node, article);
	case ORACLE_IS_AND:
		for (int i = 0; i < node->count; i++)
			fits = fits && oracle_fits(node->children[i], article, any);
		return fits;
	case ORACLE_IS_OR:
		for (int i = 0; i < node->count; i++)
			fits = fits || oracle_fits(node->children[i], article, any);
		return fits;
	case ORACLE_IS_WITHOUT:
		fits = oracle_fits(node->children[0], article, any);
		for (int i = 1; i < node->count; i++)
			fits = fits && !oracle_fits(node->children[i], article, false);
		return fits;
	case ORACLE_IS_LOOSE:
		return fits_loose(node, article, any);
	case ORACLE_IS_DATE:
		return article->day >= node->low && article->day <= node->high;
	case ORACLE_IS_LENGTH:
		return article->length >= node->low && article->length <= node->high;
	case ORACLE_IS_SOURCE:
		return has_name(node, article->source);
	case ORACLE_IS_AUTHOR:
		return has_name(node, article->author);
	}
	return false;
}
