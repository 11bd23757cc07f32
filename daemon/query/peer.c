/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/query/peer.h"

#include "base/clock.h"
#include "base/memory.h"
#include "daemon/query/range.h"

#define YEAR_DIGITS 4

static const struct {
	const char *name;
	struct peer_name meaning;
} names[] = {
	{"intitle", {PEER_FIELD, FIELD_TITLE, NULL}},
	{"intext", {PEER_FIELD, FIELD_BODY, NULL}},
	{"inbody", {PEER_FIELD, FIELD_BODY, NULL}},
	{"hostname", {PEER_FIELD, FIELD_SITE, NULL}},
	{"domain", {PEER_FIELD, FIELD_SITE, NULL}},
	{"lang", {PEER_FIELD, FIELD_LANGUAGE, NULL}},
	{"published", {PEER_FIELD, FIELD_DATE, NULL}},
	{"daterange", {PEER_FIELD, FIELD_DATE, NULL}},
	{"allintitle", {PEER_ALL, FIELD_TITLE, NULL}},
	{"allintext", {PEER_ALL, FIELD_BODY, NULL}},
	{"before", {PEER_DATE, FIELD_DATE, "<"}},
	{"older", {PEER_DATE, FIELD_DATE, "<"}},
	{"older_than", {PEER_DATE, FIELD_DATE, "<"}},
	{"until", {PEER_DATE, FIELD_DATE, "<="}},
	{"after", {PEER_DATE, FIELD_DATE, ">"}},
	{"newer", {PEER_DATE, FIELD_DATE, ">"}},
	{"newer_than", {PEER_DATE, FIELD_DATE, ""}},
	{"since", {PEER_DATE, FIELD_DATE, ">="}},
	{"inurl", {PEER_ADDRESS, FIELD_SITE, NULL}},
	{"allinurl", {PEER_ADDRESS, FIELD_SITE, NULL}},
	{"url", {PEER_ADDRESS, FIELD_SITE, NULL}},
	{"cache", {PEER_LEFT_OUT, FIELD_TEXT, NULL}},
	{"ext", {PEER_LEFT_OUT, FIELD_TEXT, NULL}},
	{"filetype", {PEER_LEFT_OUT, FIELD_TEXT, NULL}},
	{"inanchor", {PEER_LEFT_OUT, FIELD_TEXT, NULL}},
	{"allinanchor", {PEER_LEFT_OUT, FIELD_TEXT, NULL}},
	{"link", {PEER_LEFT_OUT, FIELD_TEXT, NULL}},
	{"related", {PEER_LEFT_OUT, FIELD_TEXT, NULL}},
	{"_exists_", {PEER_LEFT_OUT, FIELD_TEXT, NULL}},
};

struct peer_name peer_find(struct slice name)
{
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (slice_equal_ignore_case(name, slice_of(names[i].name)))
			return names[i].meaning;
	}
	return (struct peer_name){PEER_NONE, FIELD_TEXT, NULL};
}

static bool is_letter_or_digit(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool peer_is_date(struct slice text)
{
	struct range range;

	/* Signs would make it a comparison of its own. */
	return text.size && is_letter_or_digit(text.data[0]) &&
	       !slice_find(text, SLICE_LITERAL(".."), 0, &(size_t){0}) &&
	       range_parse_date(text, 0, &range);
}

static bool is_year_at_least(struct slice text)
{
	int64_t begin, end;

	return text.size >= YEAR_DIGITS && (text.data[0] == '1' || text.data[0] == '2') &&
	       clock_parse_period(text, &begin, &end);
}

bool peer_is_date_range(struct slice text)
{
	size_t dots;

	return slice_find(text, SLICE_LITERAL(".."), 0, &dots) &&
	       is_year_at_least(slice_range(text, 0, dots)) &&
	       is_year_at_least(slice_range(text, dots + 2, text.size));
}

bool peer_has_host(struct slice text)
{
	size_t colon, dot, end;

	if (slice_find(text, SLICE_LITERAL("://"), 0, &colon))
		text = slice_range(text, colon + 3, text.size);
	if (slice_find_byte(text, '/', 0, &end))
		text = slice_range(text, 0, end);
	if (!slice_find_byte(text, '.', 0, &dot) || dot == 0 || dot + 2 >= text.size)
		return false;
	for (size_t i = 0; i < text.size; i++) {
		if (!is_letter_or_digit(text.data[i]) && text.data[i] != '.' && text.data[i] != '-')
			return false;
	}
	return true;
}
