/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/query/plan.h"

#include "daemon/query/plan_text.h"
#include "daemon/query/range.h"
#include "base/memory.h"
#include "schema/term.h"
#include "schema/wire.h"

#define FUZZY_SHORTEST 3   /* letters: below, nearly every word is one edit away */
#define FUZZY_LONG 7       /* letters: above, two edits are allowed */
#define FUZZY_EDITS_LIMIT 2

struct planner {
	const struct plan_setting *setting;
	struct plan *plan;
	size_t pattern_count;
	size_t loose_limit; /* loose words that may still come */
	size_t position;
	struct error *error;
};

static struct plan_node *lower(struct planner *planner, const struct tree *tree, bool is_near);

static struct plan_node *node_new(struct planner *planner, enum plan_kind kind,
	const struct tree *tree)
{
	struct plan_node *node = arena_allocate_array(planner->setting->arena, 1, sizeof(*node));

	node->kind = kind;
	node->field = tree->field;
	node->span = tree->span;
	node->occurrence = tree->occurrence;
	node->boost = tree->boost;
	return node;
}

static void append(struct plan_node *parent, struct plan_node *child)
{
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
	child->next = NULL;
}

static void fail(struct planner *planner, const struct tree *tree, const char *what, int limit)
{
	if (planner->error->code)
		return;
	planner->position = tree->span.begin;
	error_set(planner->error, ERROR_QUERY, "the query has more than %d %s; use fewer", limit, what);
}

/* Counts what Xapian will have to look up. */
static bool count_terms(struct planner *planner, const struct tree *tree, size_t more)
{
	planner->plan->term_count += more;
	if (planner->plan->term_count > WIRE_TERMS_LIMIT) {
		fail(planner, tree, "terms", WIRE_TERMS_LIMIT);
		return false;
	}
	return true;
}

/* Counts what will have to be looked for among all words. */
static bool count_patterns(struct planner *planner, const struct tree *tree, size_t more)
{
	planner->pattern_count += more;
	if (planner->pattern_count > WIRE_WILDCARD_LIMIT) {
		fail(planner, tree, "wildcards", WIRE_WILDCARD_LIMIT);
		return false;
	}
	return true;
}

static size_t patterns_in(const struct plan_word *words, size_t count)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
		found += words[i].place == PLAN_PLACE_PATTERN;
	return found;
}

static struct plan_node *word_node(struct planner *planner, const struct tree *tree,
	enum plan_kind kind, struct plan_word *word)
{
	struct plan_node *node = node_new(planner, kind, tree);

	node->words = word;
	node->word_count = 1;
	return node;
}

static struct plan_node *phrase_node(struct planner *planner, const struct tree *tree,
	struct plan_word *words, size_t count)
{
	struct plan_node *node;

	if (count == 0)
		return NULL;
	if (count > WIRE_PHRASE_LIMIT) {
		fail(planner, tree, "words in a phrase", WIRE_PHRASE_LIMIT);
		return NULL;
	}
	if (!count_terms(planner, tree, 1) ||
		!count_patterns(planner, tree, patterns_in(words, count)))
		return NULL;
	if (count == 1 && words[0].place == PLAN_PLACE_WORD)
		return word_node(planner, tree, PLAN_EXACT, words);
	if (count == 1)
		return word_node(planner, tree, PLAN_PATTERN, words);
	node = node_new(planner, PLAN_PHRASE, tree);
	node->words = words;
	node->word_count = count;
	node->distance = tree->distance;
	return node;
}

/* Several words of one chunk, wanted loosely. Beyond the limit they are left out. */
static struct plan_node *loose_words(struct planner *planner, const struct tree *tree,
	struct plan_word *words, size_t count)
{
	struct plan_node *loose = node_new(planner, PLAN_LOOSE, tree);

	for (size_t i = 0; i < count; i++) {
		struct plan_node *word;

		if (planner->loose_limit == 0) {
			notes_add(planner->setting->notes, "only the first %d words are searched for",
				WIRE_TERMS_LIMIT);
			break;
		}
		planner->loose_limit--;
		word = word_node(planner, tree, PLAN_WORD, &words[i]);
		word->occurrence = TREE_PLAIN;
		word->span.begin = tree->span.begin +
				   (uint32_t)(words[i].written.data - tree->text.data);
		word->span.end = word->span.begin + (uint32_t)words[i].written.size;
		append(loose, word);
	}
	if (!loose->first)
		return NULL;
	if (loose->first->next)
		return loose;
	loose->first->span = tree->span;
	loose->first->occurrence = tree->occurrence;
	return loose->first;
}

/* Addresses and their parts are written for hosts, and the parents of a host with a star. */
static struct slice host_of(struct planner *planner, struct slice value)
{
	static const char *const beginnings[] = {"http://", "https://", "*.", ".", "www."};
	size_t slash;

	for (size_t i = 0; i < COUNT_OF(beginnings); i++) {
		if (slice_starts_with(value, slice_of(beginnings[i])))
			value = slice_range(value, slice_of(beginnings[i]).size, value.size);
	}
	if (!slice_find_byte(value, '/', 0, &slash))
		return value;
	if (slash + 1 < value.size)
		notes_add(planner->setting->notes, "site: is a host; %.*s was left out",
			SLICE_ARGS(slice_range(value, slash, value.size)));
	return slice_range(value, 0, slash);
}

/* One term of an exact field. The documents have values folded; patterns end in a star. */
static struct plan_node *value_node(struct planner *planner, const struct tree *tree,
	struct slice value, bool is_word)
{
	struct plan_node *node = node_new(planner, PLAN_VALUE, tree);
	struct buffer term = {0};

	if (!count_terms(planner, tree, 1))
		return NULL;
	if (value.size > 1 && value.data[value.size - 1] == '*') {
		if (!count_patterns(planner, tree, 1))
			return NULL;
		node->is_prefix = true;
		value.size--;
	}
	if (tree->field == FIELD_LANGUAGE && language_by_name(value) != LANGUAGE_NONE)
		value = slice_of(language_code(language_by_name(value)));
	if (tree->field == FIELD_SITE)
		value = host_of(planner, value);
	if (tree->field == FIELD_IDENTITY)
		term_identity(value, &term);
	else if (is_word)
		term_word(tree->field, value, &term);
	else
		term_value(tree->field, value, &term);
	node->term = arena_copy(planner->setting->arena, buffer_slice(&term));
	buffer_clear(&term);
	return node;
}

/* A name: all of its words. */
static struct plan_node *lower_name(struct planner *planner, const struct tree *tree)
{
	struct plan_node *all = node_new(planner, PLAN_AND, tree);
	struct plan_word *words;
	size_t count, star;
	bool all_pairs;

	if (slice_find_byte(tree->text, '*', 0, &star)) {
		struct slice pattern = plan_text_pattern(planner->setting, tree->text);

		if (pattern.size > 1 && pattern.data[pattern.size - 1] == '*')
			return value_node(planner, tree, pattern, true);
	}
	words = plan_text_words(planner->setting, tree->text, &count, &all_pairs);
	for (size_t i = 0; i < count; i++) {
		struct plan_node *value = value_node(planner, tree, words[i].folded, true);

		if (!value)
			return NULL;
		value->words = &words[i];
		value->word_count = 1;
		value->occurrence = TREE_PLAIN;
		append(all, value);
	}
	if (!all->first)
		return NULL;
	if (all->first->next)
		return all;
	all->first->occurrence = tree->occurrence;
	return all->first;
}

static struct plan_node *lower_pattern(struct planner *planner, const struct tree *tree)
{
	struct slice pattern = plan_text_pattern(planner->setting, tree->text);
	struct plan_word *word;

	if (slice_equal_string(tree->text, "*"))
		return node_new(planner, PLAN_ALL, tree);
	if (pattern.size == 0) {
		notes_add(planner->setting->notes,
			"%.*s begins with a wildcard, which would ask for every word; left out",
			SLICE_ARGS(tree->text));
		return NULL;
	}
	if (!count_patterns(planner, tree, 1) || !count_terms(planner, tree, 1))
		return NULL;
	word = arena_allocate_array(planner->setting->arena, 1, sizeof(*word));
	word->place = PLAN_PLACE_PATTERN;
	word->written = tree->text;
	word->folded = pattern;
	return word_node(planner, tree, PLAN_PATTERN, word);
}

static struct plan_node *lower_fuzzy(struct planner *planner, const struct tree *tree,
	struct plan_word *words, size_t count)
{
	struct plan_node *node;
	size_t letters = 0;

	if (count != 1)
		return phrase_node(planner, tree, words, count);
	for (size_t i = 0; i < words[0].folded.size; i++)
		letters += ((unsigned char)words[0].folded.data[i] & 0xc0) != 0x80;
	if (letters < FUZZY_SHORTEST)
		return phrase_node(planner, tree, words, count);
	if (!count_patterns(planner, tree, 1) || !count_terms(planner, tree, 1))
		return NULL;
	node = word_node(planner, tree, PLAN_FUZZY, words);
	node->distance = tree->distance ? tree->distance : letters > FUZZY_LONG ? 2 : 1;
	if (node->distance > FUZZY_EDITS_LIMIT)
		node->distance = FUZZY_EDITS_LIMIT;
	return node;
}

static struct plan_node *lower_text(struct planner *planner, const struct tree *tree, bool is_near)
{
	struct plan_word *words;
	size_t count;
	bool all_pairs;

	if (tree->kind == TREE_PATTERN)
		return lower_pattern(planner, tree);
	if (tree->kind == TREE_PHRASE) {
		words = plan_text_places(planner->setting, tree->text, &count);
		return phrase_node(planner, tree, words, count);
	}
	words = plan_text_words(planner->setting, tree->text, &count, &all_pairs);
	if (count == 0)
		return NULL;
	if (tree->kind == TREE_FUZZY)
		return lower_fuzzy(planner, tree, words, count);
	/* burden-sharing is two loose words among others; what is excluded, near something or
	 * written without spaces is meant as it stands. */
	if (tree->kind == TREE_EXACT || (count > 1 && (all_pairs || is_near ||
							      tree->occurrence == TREE_PROHIBITED)))
		return phrase_node(planner, tree, words, count);
	return loose_words(planner, tree, words, count);
}

static struct plan_node *lower_range(struct planner *planner, const struct tree *tree)
{
	struct plan_node *node = node_new(planner, PLAN_RANGE, tree);
	char bytes[SLOT_NUMBER_SIZE];
	struct range range;
	bool is_date = tree->field == FIELD_DATE;

	if (is_date ? !range_parse_date(tree->text, planner->setting->now, &range)
		    : !range_parse_number(tree->text, &range)) {
		notes_add(planner->setting->notes, "\"%.*s\" is no %s; left out",
			SLICE_ARGS(tree->text), is_date ? "date or range of dates" : "range of numbers");
		return NULL;
	}
	if (range.low > range.high) {
		notes_add(planner->setting->notes, "\"%.*s\" ends before it begins",
			SLICE_ARGS(tree->text));
		node->kind = PLAN_NONE;
		return node;
	}
	node->slot = is_date ? SLOT_DATE : SLOT_LENGTH;
	slot_encode_number(range.low, bytes);
	node->low = arena_copy(planner->setting->arena, slice_make(bytes, sizeof(bytes)));
	slot_encode_number(range.high, bytes);
	node->high = arena_copy(planner->setting->arena, slice_make(bytes, sizeof(bytes)));
	return node;
}

static struct plan_node *lower_leaf(struct planner *planner, const struct tree *tree, bool is_near)
{
	const struct field_definition *field = field_get(tree->field);

	if (!(field->scope & planner->setting->scope)) {
		notes_add(planner->setting->notes, "%s: is no field of %s; left out", field->name,
			planner->setting->scope == FIELD_IN_ARTICLES ? "articles" : "quotations");
		return NULL;
	}
	switch (field->kind) {
	case FIELD_KIND_TEXT:
		return lower_text(planner, tree, is_near);
	case FIELD_KIND_NAME:
		return lower_name(planner, tree);
	case FIELD_KIND_EXACT:
		return value_node(planner, tree, tree->text, false);
	case FIELD_KIND_RANGE:
		return lower_range(planner, tree);
	}
	return NULL;
}

static void append_children(struct plan_node *parent, struct plan_node *child)
{
	struct plan_node *next;

	for (struct plan_node *grandchild = child->first; grandchild; grandchild = next) {
		next = grandchild->next;
		append(parent, grandchild);
	}
}

/* What stands near something is words: groups give theirs up, what has no place in a text is
 * left out. */
static void append_near(struct planner *planner, struct plan_node *parent, struct plan_node *child)
{
	struct plan_node *either, *next;

	switch (child->occurrence == TREE_PROHIBITED ? PLAN_NONE : child->kind) {
	case PLAN_WORD:
	case PLAN_EXACT:
	case PLAN_PATTERN:
	case PLAN_FUZZY:
	case PLAN_PHRASE:
	case PLAN_NEAR:
		append(parent, child);
		return;
	case PLAN_OR:
		either = child->first;
		child->first = child->last = NULL;
		for (; either; either = next) {
			next = either->next;
			append_near(planner, child, either);
		}
		if (child->first)
			append(parent, child);
		return;
	case PLAN_AND:
	case PLAN_LOOSE:
		for (either = child->first; either; either = next) {
			next = either->next;
			append_near(planner, parent, either);
		}
		return;
	case PLAN_WITHOUT:
		append_near(planner, parent, child->first);
		break;
	case PLAN_ALL:
	case PLAN_NONE:
	case PLAN_VALUE:
	case PLAN_RANGE:
		break;
	}
	notes_add(planner->setting->notes, "only words and phrases can be near something; the rest "
		"was left out");
}

static void append_lowered(struct planner *planner, struct plan_node *parent,
	struct plan_node *child)
{
	if (parent->kind == PLAN_NEAR)
		append_near(planner, parent, child);
	else if (parent->kind == PLAN_LOOSE && child->kind == PLAN_LOOSE && child->boost == 1 &&
		 child->occurrence == TREE_PLAIN)
		append_children(parent, child); /* unless it has a sign or weight of its own */
	else
		append(parent, child);
}

/* Narrows `field` to where all of a node stands; false where that is in two places. */
static bool narrow(const struct plan_node *node, enum field *field)
{
	const bool is_part = node->field == FIELD_QUOTE && *field == FIELD_BODY;

	for (const struct plan_node *child = node->first; child; child = child->next) {
		if (!narrow(child, field))
			return false;
	}
	if (node->field == FIELD_TEXT || node->field == *field ||
		(node->field == FIELD_BODY && *field == FIELD_QUOTE))
		return true;
	if (*field != FIELD_TEXT && !is_part)
		return false;
	*field = node->field;
	return true;
}

/* What is near a word of the headline stands in the headline. */
static void place_near(struct planner *planner, const struct tree *tree, struct plan_node *near)
{
	enum field field = FIELD_TEXT;
	int count = 0;

	for (const struct plan_node *child = near->first; child; child = child->next)
		count++;
	if (count > WIRE_PHRASE_LIMIT)
		fail(planner, tree, "words and phrases near each other", WIRE_PHRASE_LIMIT);

	if (narrow(near, &field)) {
		near->field = field;
		return;
	}
	notes_add(planner->setting->notes, "words of two fields are never near each other");
	near->kind = PLAN_NONE;
	near->first = near->last = NULL;
}

/* A star beside other words is meant as in a phrase, or as "anything at all". */
static bool is_idle(const struct planner *planner, const struct tree *parent,
	const struct tree *tree)
{
	if (parent->kind != TREE_LOOSE || tree->kind != TREE_PATTERN ||
		tree->occurrence != TREE_PLAIN || !slice_equal_string(tree->text, "*"))
		return false;
	for (const struct tree *other = parent->first; other; other = other->next) {
		if (other == tree || other->occurrence == TREE_PROHIBITED ||
			slice_equal_string(other->text, "*"))
			continue;
		notes_add(planner->setting->notes, "* stands for a word only between quotation marks; "
			"left out");
		return true;
	}
	return false;
}

static struct plan_node *lower_branch(struct planner *planner, const struct tree *tree,
	enum plan_kind kind, bool is_near)
{
	struct plan_node *node = node_new(planner, kind, tree);

	node->distance = tree->distance;
	node->is_ordered = tree->is_ordered;
	for (const struct tree *child = tree->first; child; child = child->next) {
		struct plan_node *lowered = is_idle(planner, tree, child) ? NULL :
			lower(planner, child, is_near || kind == PLAN_NEAR);

		if (planner->error->code)
			return NULL;
		if (lowered)
			append_lowered(planner, node, lowered);
		else if (kind == PLAN_WITHOUT && child == tree->first)
			append(node, node_new(planner, PLAN_ALL, child));
	}
	if (!node->first)
		return NULL;
	if (kind == PLAN_NEAR && node->first->next)
		place_near(planner, tree, node);
	if (!node->first || node->first->next ||
		(kind == PLAN_LOOSE && node->first->occurrence == TREE_PROHIBITED))
		return node;
	node->first->boost *= node->boost;
	if (node->occurrence != TREE_PLAIN)
		node->first->occurrence = node->occurrence;
	return node->first;
}

static struct plan_node *lower(struct planner *planner, const struct tree *tree, bool is_near)
{
	switch (tree->kind) {
	case TREE_LOOSE:
		return lower_branch(planner, tree, PLAN_LOOSE, is_near);
	case TREE_AND:
		return lower_branch(planner, tree, PLAN_AND, is_near);
	case TREE_OR:
		return lower_branch(planner, tree, PLAN_OR, is_near);
	case TREE_WITHOUT:
		return lower_branch(planner, tree, PLAN_WITHOUT, is_near);
	case TREE_NEAR:
		return lower_branch(planner, tree, PLAN_NEAR, true);
	case TREE_WORD:
	case TREE_EXACT:
	case TREE_PATTERN:
	case TREE_FUZZY:
	case TREE_PHRASE:
	case TREE_RANGE:
		return lower_leaf(planner, tree, is_near);
	case TREE_EMPTY:
		break;
	}
	return NULL;
}

bool plan_build(const struct plan_setting *setting, const struct tree *tree, struct plan *plan,
	size_t *position, struct error *error)
{
	struct error problem = {0};
	struct planner planner = {.setting = setting, .plan = plan,
		.loose_limit = WIRE_TERMS_LIMIT, .error = &problem};

	*plan = (struct plan){.languages = setting->languages,
		.language_count = setting->language_count};
	plan->root = lower(&planner, tree, false);
	if (problem.code) {
		*position = planner.position;
		*error = problem;
		return false;
	}
	if (!plan->root) {
		const struct tree nothing = {.kind = TREE_EMPTY, .boost = 1};

		plan->root = node_new(&planner, PLAN_NONE, &nothing);
	}
	return true;
}
