/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Forms of a word that meet in one stem, where that hangs on accents. */
#include "text/accent.h"

#include "base/memory.h"
#include "tests/support/suite.h"
#include "text/fold.h"
#include "text/lexicon.h"

#include "base/banned.h"

static const struct row {
	enum language language;
	const char *forms[4]; /* all of one stem */
} rows[] = {
	{LANGUAGE_FRENCH, {"annuler", "annulée", "annulées", "ANNULÉS"}},
	{LANGUAGE_FRENCH, {"négocier", "négocié", "négociées", "l’négociés"}},
	{LANGUAGE_FRENCH, {"décider", "décida", "décidèrent", "decidees"}},
	{LANGUAGE_FRENCH, {"sécurité", "sécurités", "securite", "SECURITES"}},
	{LANGUAGE_SPANISH, {"negociación", "negociaciones", "negociacion", "NEGOCIACIÓN"}},
	{LANGUAGE_SPANISH, {"decisión", "decisiones", "decision", NULL}},
	{LANGUAGE_SPANISH, {"subir", "subirán", "subirá", NULL}},
	{LANGUAGE_PORTUGUESE, {"negociação", "negociações", "negociacao", "negociacoes"}},
	{LANGUAGE_PORTUGUESE, {"subir", "subirá", "subirão", NULL}},
	{LANGUAGE_CATALAN, {"acció", "accions", "accio", NULL}},
	{LANGUAGE_ITALIAN, {"portare", "porterà", "portò", NULL}},
	{LANGUAGE_ROMANIAN, {"oraș", "orașe", "oras", NULL}},
	{LANGUAGE_HUNGARIAN, {"város", "városok", "városért", "varos"}},
	{LANGUAGE_TURKISH, {"köprü", "köprüler", "köprüleri", "KÖPRÜLER"}},
	{LANGUAGE_TURKISH, {"gün", "günler", "gun", NULL}},
	/* Without accents as good as with. */
	{LANGUAGE_GERMAN, {"Häuser", "Haus", "HÄUSERN", NULL}},
	{LANGUAGE_RUSSIAN, {"договор", "договоры", "ДОГОВОРОВ", NULL}},
};

static const struct lexeme *find(struct lexicon *lexicon, const char *word)
{
	return lexicon_find(lexicon, slice_of(word), WORD_LETTERS);
}

START_TEST(forms_meet_in_one_stem)
{
	const struct row *row = &rows[_i];
	struct lexicon *lexicon = lexicon_new(row->language);
	const struct slice stem = find(lexicon, row->forms[0])->stem;

	for (size_t i = 1; i < COUNT_OF(row->forms) && row->forms[i]; i++) {
		const struct slice other = find(lexicon, row->forms[i])->stem;

		ck_assert_msg(slice_equal(other, stem), "%s: %.*s, %s: %.*s", row->forms[0],
			SLICE_ARGS(stem), row->forms[i], SLICE_ARGS(other));
	}
	lexicon_free(lexicon);
}
END_TEST

/* A stem is a term: it is compared with others byte by byte. */
START_TEST(stems_are_folded)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct lexicon *lexicon = lexicon_new(rows[i].language);
		struct buffer folded = {0};

		for (size_t j = 0; j < COUNT_OF(rows[i].forms) && rows[i].forms[j]; j++) {
			const struct lexeme *lexeme = find(lexicon, rows[i].forms[j]);

			buffer_reset(&folded);
			fold_append(lexeme->stem, &folded);
			ck_assert(slice_equal(buffer_slice(&folded), lexeme->stem));
		}
		buffer_clear(&folded);
		lexicon_free(lexicon);
	}
}
END_TEST

/* What is to be stemmed of a French word. */
static const struct {
	const char *written, *expected;
} words[] = {
	{"Élue", "élue"}, {"E\u0301LUE", "élue"}, {"l’élu", "l'élu"}, {"elue", "elue"},
	{"annulee", "annulée"}, {"QUALITE", "qualité"}, {"ite", "ite"}, {"ﬁancée", "fiancée"},
	{"Ｎａïｆ", "naïf"},
};

START_TEST(accents_are_kept_and_small_letters_made)
{
	struct buffer output = {0}, folded = {0};

	fold_append(slice_of(words[_i].written), &folded);
	accent_append(LANGUAGE_FRENCH, slice_of(words[_i].written), buffer_slice(&folded), &output);
	ck_assert_str_eq(output.data, words[_i].expected);
	buffer_clear(&output);
	buffer_clear(&folded);
}
END_TEST

START_TEST(initials_lose_their_full_stops)
{
	struct lexicon *lexicon = lexicon_new(LANGUAGE_SPANISH);

	ck_assert(slice_equal(lexicon_find(lexicon, SLICE_LITERAL("E.U"), WORD_INITIALS)->stem,
		find(lexicon, "EU")->stem));
	lexicon_free(lexicon);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("text/accent");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, forms_meet_in_one_stem, 0, COUNT_OF(rows));
	tcase_add_test(all, stems_are_folded);
	tcase_add_loop_test(all, accents_are_kept_and_small_letters_made, 0, COUNT_OF(words));
	tcase_add_test(all, initials_lose_their_full_stops);
	suite_add_tcase(suite, all);
	return suite;
}
