/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/options.h"

#define FIELD(name) offsetof(struct client_options, name)

/* clang-format off */
static const struct option_definition table[] = {
	{"index", 0, OPTION_STRING, FIELD(index), "DIR",
		"index to ask; default: $XDG_DATA_HOME/quoth", NULL, NULL, "Where to ask", false},
	{"server", 0, OPTION_STRING, FIELD(server), "URL",
		"a running quothd: http://host:port or unix:PATH", NULL, NULL, NULL, false},
	{"count", 'n', OPTION_STRING, FIELD(count), "COUNT",
		"hits to show; default 10, with --format trec 1000", NULL, NULL, "What to ask", false},
	{"from", 0, OPTION_UNSIGNED, FIELD(from), "N", "skip the first N hits", NULL, NULL, NULL, false},
	{"sort", 0, OPTION_STRING, FIELD(sort), "KEY",
		"relevance, date, -date, title or length", NULL, NULL, NULL, false},
	{"match", 0, OPTION_STRING, FIELD(match), "MODE",
		"auto, all or any of the loose words", NULL, NULL, NULL, false},
	{"collapse", 0, OPTION_STRING, FIELD(collapse), "WHAT",
		"one hit of each source or of copies (duplicate), or none", NULL, NULL, NULL, false},
	{"facets", 0, OPTION_STRING, FIELD(facets), "LIST",
		"count values of all hits: speaker,source,site,author,section,tag,lang,year,month",
		NULL, NULL, NULL, false},
	{"quotations", 0, OPTION_STRING, FIELD(quotations), "COUNT",
		"matching quotations shown of each article: 0 to 10, default 2", NULL, NULL, NULL, false},
	{"speaker", 0, OPTION_STRING, FIELD(speaker), "NAME",
		"check: who is said to have said it", NULL, NULL, NULL, true},
	{"variants", 0, OPTION_FLAG, FIELD(variants), NULL,
		"quotes: the forms of the quotation ID in all articles", NULL, NULL, NULL, true},
	{"explain", 0, OPTION_FLAG, FIELD(explain), NULL,
		"how the query was read and what it cost", NULL, NULL, NULL, true},
	{"batch", 0, OPTION_STRING, FIELD(batch), "FILE",
		"queries from a file or -: lines of QID<TAB>QUERY", NULL, NULL, NULL, true},
	{"json", 0, OPTION_FLAG, FIELD(json), NULL, "the whole answer as one JSON object", NULL, NULL,
		"How to print", true},
	{"jsonl", 0, OPTION_FLAG, FIELD(jsonl), NULL, "one JSON object a hit", NULL, NULL, NULL, true},
	{"tsv", 0, OPTION_STRING, FIELD(tsv), "FIELDS",
		"columns between tabs: --tsv date,title,url", NULL, NULL, NULL, true},
	{"format", 0, OPTION_STRING, FIELD(format), "TEXT",
		"'{title}\\t{date}\\n', or trec for an evaluation run", NULL, NULL, NULL, true},
	{"ids", 0, OPTION_FLAG, FIELD(ids), NULL, "only ids", NULL, NULL, NULL, true},
	{"paths", 'l', OPTION_FLAG, FIELD(paths), NULL, "only paths of the articles' files", NULL, NULL, NULL, true},
	{"null", '0', OPTION_FLAG, FIELD(nul), NULL, "end lines of --ids and -l with a NUL (xargs -0)", NULL, NULL, NULL, true},
	{"only-count", 'c', OPTION_FLAG, FIELD(only_count), NULL, "only how many match", NULL, NULL, NULL, true},
	{"color", 0, OPTION_CHOICE, FIELD(color), "WHEN",
		"auto, always or never", "auto", "auto|always|never", NULL, false},
	{"no-pager", 0, OPTION_FLAG, FIELD(no_pager), NULL, "do not page long output", NULL, NULL, NULL, false},
	{"quiet", 'q', OPTION_FLAG, FIELD(quiet), NULL, "no notes on stderr", NULL, NULL, NULL, true},
	{"verbose", 'v', OPTION_COUNT, FIELD(verbose), NULL, "say where and how long", NULL, NULL, NULL, true},
	{0},
};
/* clang-format on */

const struct option_program client_program = {
	.name = "quoth",
	.usage = "quoth [OPTION]... [search] QUERY...\n"
		 "quoth [OPTION]... quotes QUERY... | --variants ID\n"
		 "quoth [OPTION]... check TEXT...\n"
		 "quoth [OPTION]... speakers [PREFIX]\n"
		 "quoth [OPTION]... suggest PREFIX...\n"
		 "quoth [OPTION]... show ID | similar ID\n"
		 "quoth [OPTION]... status | stop",
	.summary = "Searches articles and the quotations in them; starts its own quothd when none runs.",
	.closing =
		"Queries: words, \"exact phrases\", AND OR NOT + - ( ), title:word, date:2024..2025,\n"
		"a NEAR/5 b, nego*, word~, =exact, word^3. Put -- before words that begin with a dash.\n"
		"Quote for the shell what is to be a phrase: quoth '\"a realistic outcome\" -canada'\n"
		"\n"
		"  quoth hegseth nato membership\n"
		"  quoth -l '\"burden sharing\"' | xargs less\n"
		"  quoth --tsv date,source,title --sort -date 'title:borders'\n"
		"\n"
		"Exit status: 0 something found, 1 nothing found, 2 error. Of check: 0 verbatim,\n"
		"3 altered or not by the --speaker, 1 not found, 2 error.\n",
	.hint = "; put -- before words that begin with a dash",
	.table = table,
};
