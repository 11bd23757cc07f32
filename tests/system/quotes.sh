#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Quotations by words, speaker, cue, kind, source and date over examples/; checks and variants.
set -u

bin=$(cd "$builddir" && pwd)
folder=$(mktemp -d)
number=0
QUOTH_INDEX=$folder/index
XDG_RUNTIME_DIR=$folder
export QUOTH_INDEX XDG_RUNTIME_DIR

finish()
{
	"$bin/quoth" -q stop 2>/dev/null || true
	rm -rf "$folder"
}
trap finish EXIT

# is NAME STATUS EXPECTED-STATUS
is()
{
	number=$((number + 1))
	if [ "$2" -eq "$3" ]; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1"
		echo "# status $2, not $3"
		sed 's/^/# /' "$folder/out" "$folder/err"
	fi
}

quotes()
{
	"$bin/quoth" --jsonl -n 100 quotes "$@" >"$folder/out" 2>"$folder/err"
}

# all PATTERN: hits there are, and each line has it.
all()
{
	[ -s "$folder/out" ] && ! grep -qv -- "$1" "$folder/out"
}

"$bin/quoth-index" -q "$srcdir/examples" || exit 1
echo 1..17

quotes speaker:calder && all Calder
is "speaker: finds those of one person" $? 0
quotes 'speaker:"Ines Calder" bridge' && all '"entity": *"Ines Calder"'
is "speaker: takes a whole name" $? 0
quotes speaker:nobodyofthisname
is "a speaker who is not there has said nothing" $? 1
quotes cue:said && all '"cue": *"[^"]*said'
is "cue: finds the word" $? 0
quotes direct:yes bridge && all '"direct": *true'
is "direct:yes finds whole sentences" $? 0
quotes direct:no bridge && all '"direct": *false'
is "direct:no finds partial quotations" $? 0
quotes 'source:"Merrin Post" bridge' && all '"source": *"Merrin Post"'
is "source: finds those of a paper" $? 0
quotes date:2024-11 bridge && all '"date": *"2024-11-'
is "date: finds those of a month" $? 0
quotes --sort date date:2000.. bridge &&
	sed 's/.*"date": *"\([^"]*\)".*/\1/' "$folder/out" >"$folder/dates" &&
	sort "$folder/dates" | diff "$folder/dates" - >/dev/null
is "sorted by date, the oldest first" $? 0
quotes calder bridge && head -n 1 "$folder/out" | grep -q Calder
is "a name among the words ranks what that person said first" $? 0
"$bin/quoth" --jsonl search bridge >"$folder/out" 2>"$folder/err" && grep -q '"quotes": *[1-9]' "$folder/out"
is "articles say how many quotations they hold" $? 0
"$bin/quoth" quotes --variants 'mp-2024-1120#1' >"$folder/out" 2>"$folder/err" &&
	[ "$(wc -l <"$folder/out")" -ge 4 ]
is "variants are gathered" $? 0
"$bin/quoth" --json --facets speaker,source,month quotes bridge >"$folder/out" 2>"$folder/err" &&
	grep -q '"speaker":\[{"value":"Ines Calder","count":[1-9]' "$folder/out" &&
	grep -q '"source":\[{"value":"[A-Z][a-z]* [A-Z]' "$folder/out" &&
	grep -q '"month":\[{"value":"[12][0-9-]*","count":[1-9]' "$folder/out"
is "speakers, sources and months of all hits are counted" $? 0
"$bin/quoth" quotes --variants 'mp-2024-1120#99' >"$folder/out" 2>"$folder/err"
is "variants of what is no quotation are nothing" $? 1
grep -q 'no quotation has the id mp-2024-1120#99' "$folder/err"
is "and the message says so" $? 0
"$bin/quoth" quotes --jsonl bridge harbour "single day" >"$folder/out" 2>"$folder/err" &&
	head -n 1 "$folder/out" | grep -q '"variants": *5.*"first_seen": *"2024-11-20"'
is "a quotation tells how many print it, and since when" $? 0
"$bin/quoth" quotes --json --variants 'sh-2025-0405#4' >"$folder/out" 2>"$folder/err" &&
	grep -q '"total": *5.*"first_article": *"mp-2024-1120"' "$folder/out"
is "any form leads to all of them" $? 0
