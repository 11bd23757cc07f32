/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/person_name.h"

#include "base/memory.h"
#include "tests/support/suite.h"
#include "text/entity.h"
#include "text/lexicon.h"

/* A text, the name of its last mention without titles, what kind it is, and whom the last
 * mention stands for. */
static const struct {
	const char *text, *name;
	enum mention_kind kind;
	const char *entity;
} rows[] = {
	{"They met Clara Dunmore.", "Clara Dunmore", MENTION_PERSON, "Clara Dunmore"},
	{"They met Mr. Tolliver.", "Tolliver", MENTION_PERSON, "Tolliver"},
	{"They met Senator Ina Quell.", "Ina Quell", MENTION_PERSON, "Ina Quell"},
	{"They met Secretary of Labor Alice Brown.", "Alice Brown", MENTION_PERSON, "Alice Brown"},
	{"They met growers spokeswoman Petra Hahn.", "Petra Hahn", MENTION_PERSON, "Petra Hahn"},
	{"They met J. R. Holloway.", "J. R. Holloway", MENTION_NAME, "J. R. Holloway"},
	{"They met Jan van der Meer.", "Jan van der Meer", MENTION_PERSON, "Jan van der Meer"},
	{"They met Min Ji-won.", "Min Ji-won", MENTION_NAME, "Min Ji-won"},
	{"They met Martin Cole Jr. there.", "Martin Cole", MENTION_PERSON, "Martin Cole"},
	{"They met Diane Black.", "Diane Black", MENTION_PERSON, "Diane Black"},
	{"They met the Harbour Board.", "Harbour Board", MENTION_ORGANISATION, "Harbour Board"},
	{"They met the Association of Flight Attendants.", "Association of Flight Attendants",
		MENTION_ORGANISATION, "Association of Flight Attendants"},
	{"They went to Ohio.", "Ohio", MENTION_PLACE, ""},
	{"Clara Dunmore left. They met Dunmore.", "Dunmore", MENTION_SINGLE, "Clara Dunmore"},
	{"Clara Dunmore left. They met Clara.", "Clara", MENTION_SINGLE, "Clara Dunmore"},
	{"Clara Dunmore left. Then she came.", "she", MENTION_PRONOUN, "Clara Dunmore"},
	{"Robert Ash met Julia Ash. They met Mr. Ash.", "Ash", MENTION_PERSON, "Robert Ash"},
	{"Robert Ash met Julia Ash. They met Mrs. Ash.", "Ash", MENTION_PERSON, "Julia Ash"},
	{"Robert Ash met Clara Dunmore. Then she came.", "she", MENTION_PRONOUN, "Clara Dunmore"},
	{"Diane Black left. They met Black.", "Black", MENTION_SINGLE, "Diane Black"},
	{"They met Clara Dunmore's brother.", "Clara Dunmore's", MENTION_PERSON, "Clara Dunmore"},
};

struct fixture {
	struct vocabulary *vocabulary;
	struct lexicon *lexicon;
	struct token_list tokens;
	struct frame frame;
	struct mention_list mentions;
	struct entity_table entities;
	struct arena arena;
};

static void read_names(struct fixture *fixture, const char *text)
{
	static const struct quote_list no_quotes;
	size_t roots;

	fixture->vocabulary = vocabulary_new();
	fixture->lexicon = lexicon_new(LANGUAGE_ENGLISH);
	lexicon_cut(fixture->lexicon, slice_of(text), &fixture->tokens);
	frame_build(&fixture->frame, fixture->vocabulary, &(struct frame_text){slice_of(text),
		fixture->lexicon, &fixture->tokens, &no_quotes});
	roots = vocabulary_root_limit(fixture->vocabulary, LANGUAGE_ENGLISH);
	mention_list_find(&fixture->mentions, &fixture->frame);
	entity_table_begin(&fixture->entities, roots);
	entity_table_add(&fixture->entities, &fixture->frame, &fixture->mentions, &fixture->arena);
	entity_table_resolve(
		&fixture->entities, &fixture->frame, &fixture->mentions, &fixture->arena);
}

static void clear(struct fixture *fixture)
{
	vocabulary_free(fixture->vocabulary);
	lexicon_free(fixture->lexicon);
	token_list_clear(&fixture->tokens);
	frame_clear(&fixture->frame);
	mention_list_clear(&fixture->mentions);
	entity_table_clear(&fixture->entities);
	arena_clear(&fixture->arena);
}

START_TEST(names_are_found_and_traced)
{
	struct fixture fixture = {0};
	struct slice name, entity = slice_of("");
	const struct mention *last;

	read_names(&fixture, rows[_i].text);
	ck_assert_uint_gt(fixture.mentions.count, 0);
	last = &fixture.mentions.mentions[fixture.mentions.count - 1];
	name = span_of(fixture.frame.text, frame_span(&fixture.frame, last->name, last->name_end));
	if (last->entity != NO_ENTITY)
		entity = fixture.entities.entities[last->entity].name;
	ck_assert_msg(slice_equal_string(name, rows[_i].name), "%s: name %.*s", rows[_i].text,
		SLICE_ARGS(name));
	ck_assert_msg(last->kind == rows[_i].kind, "%s: kind %d", rows[_i].text, last->kind);
	ck_assert_msg(slice_equal_string(entity, rows[_i].entity), "%s: entity %.*s", rows[_i].text,
		SLICE_ARGS(entity));
	clear(&fixture);
}
END_TEST

START_TEST(small_words_with_a_capital_are_no_names)
{
	struct fixture fixture = {0};

	read_names(&fixture, "The mill closed. However, it was late. Critics left. On Monday it rained.");
	ck_assert_uint_eq(fixture.mentions.count, 0);
	clear(&fixture);
}
END_TEST

START_TEST(headlines_are_known)
{
	struct fixture fixture = {0};

	read_names(&fixture, "Mayor Says Old Mill Must Close Soon\n\nThe mayor spoke on the mill again.");
	ck_assert(fixture.frame.sentences[0].is_headline);
	ck_assert(!fixture.frame.sentences[1].is_headline);
	clear(&fixture);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("text/person_name");
	TCase *cases = tcase_create("cases");

	tcase_add_loop_test(cases, names_are_found_and_traced, 0, COUNT_OF(rows));
	tcase_add_test(cases, small_words_with_a_capital_are_no_names);
	tcase_add_test(cases, headlines_are_known);
	suite_add_tcase(suite, cases);
	return suite;
}
