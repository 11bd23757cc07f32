#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# quoth as people and scripts use it: it starts its own daemon, prints in every form, and its
# exit status says what happened.
set -u

bin=$(cd "$builddir" && pwd)
folder=$(mktemp -d)
number=0
XDG_RUNTIME_DIR=$folder/run
XDG_DATA_HOME=$folder/data
XDG_CONFIG_HOME=$folder/config
export XDG_RUNTIME_DIR XDG_DATA_HOME XDG_CONFIG_HOME
unset QUOTH_INDEX QUOTH_SERVER QUOTH_DAEMON NO_COLOR PAGER 2>/dev/null || true
mkdir "$XDG_RUNTIME_DIR" "$folder/articles"
index=$folder/index

finish()
{
	"$bin/quoth" --index "$index" -q stop 2>/dev/null || true
	rm -rf "$folder"
}
trap finish EXIT

quoth()
{
	"$bin/quoth" --index "$index" "$@" >"$folder/out" 2>"$folder/err"
}

# is NAME STATUS EXPECTED-STATUS [PATTERN in stdout]
is()
{
	number=$((number + 1))
	if [ "$2" -eq "$3" ] && { [ $# -lt 4 ] || grep -q -e "$4" "$folder/out"; }; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1"
		echo "# status $2, not $3; looked for: ${4:-}"
		sed 's/^/# /' "$folder/out" "$folder/err"
	fi
}

echo 1..50

cat >"$folder/articles/bridge.txt" <<'TEXT'
The harbour bridge opens again
After two winters of repairs the town has its crossing back

The mayor, Anna Lindqvist, cut the ribbon on Sunday.
"We promised a bridge that will outlive us, and here it stands," Lindqvist said.
The repairs cost $4.5 million. "It was worth every coin," she added.
TEXT
cat >"$folder/articles/more.jsonl" <<'TEXT'
{"id":"toll","title":"No toll on the new bridge","date":"2025-03-01","source":"Harbour Gazette","body":"There will be no toll, the council said. A toll was asked for by nobody. Anna Lindqvist warned that \"nobody should pay twice for one bridge\"."}
{"id":"ferry","title":"Last trip of the ferry","date":"2025-02-01","source":"Harbour Gazette","body":"The ferry that crossed the harbour for ninety years made its last trip."}
TEXT

quoth bridge
is "no index is an error that says how to make one" $? 2
grep -q quoth-index "$folder/err"
is "and names the program that does" $? 0

"$bin/quoth-index" -q --index "$index" "$folder/articles" || exit 1

quoth harbour bridge
is "a search starts the daemon and finds" $? 0 'The harbour bridge opens again'
quoth status
is "its daemon goes on" $? 0 'articles'
quoth zeppelin
is "nothing found is exit status 1" $? 1
quoth '"will outlive us"'
is "an exact phrase is found" $? 0 'will outlive us'
quoth '"us outlive will"'
is "in this order alone" $? 1
quoth -- toll -ferry
is "words after -- may begin with a dash" $? 0 '^toll'
quoth search search
is "search can search for its own name" $? 1
quoth --ids toll
is "--ids prints ids" $? 0 '^toll$'
quoth -l bridge
is "-l prints paths" $? 0 'articles/bridge.txt$'
quoth -l -0 bridge
tr '\0' '\n' <"$folder/out" | grep -q 'bridge.txt$'
is "-0 ends them with a NUL" $? 0
quoth -c harbour
is "-c prints the count" $? 0 '^[23]$'
quoth --json toll
is "--json prints the answer" $? 0 '"hits":\['
quoth --jsonl toll
is "--jsonl prints a line a hit" $? 0 '^{"id":"toll"'
quoth --tsv date,source,title toll
is "--tsv prints columns" $? 0 "^2025-03-01	Harbour Gazette	No toll"
quoth --format '{id}|{date}\n' ferry
is "--format fills a template" $? 0 '^ferry|2025-02-01$'
printf 'q1\ttoll\nq2\tzeppelin\nq3\tferry\n' | quoth --batch - --format trec
is "--batch with trec writes a run" $? 0 '^q3 Q0 ferry 1 [0-9.]* quoth$'
quoth --sort=-date --ids harbour
is "--sort=-date puts the newest first" $? 0 '^toll$\|^ferry$'
quoth -n 1 --ids bridge
[ "$(wc -l <"$folder/out")" -eq 1 ]
is "-n limits the hits" $? 0
quoth --json --ids bridge
is "two forms at once are refused" $? 2
quoth --nonsense bridge
is "an unknown option is refused" $? 2
quoth
is "no words are refused" $? 2
quoth show toll
is "show prints an article" $? 0 'There will be no toll'
quoth show nobody
is "show of an unknown id is exit status 1" $? 1
quoth toll
grep -q "$(printf '\033\[')" "$folder/out"
is "no colour where stdout is no terminal" $? 1
quoth --color always toll
is "but where it is asked for, as grep does" $? 0 "$(printf '\033\[1;31mtoll\033\[0m')"
quoth --color always --tsv id,title toll
grep -q "$(printf '\033\[')" "$folder/out"
is "never in columns that were chosen" $? 1
quoth --color never toll
grep -q "$(printf '\033\[')" "$folder/out"
is "--color never has none" $? 1
quoth --facets source harbour
is "facets stand below the hits" $? 0 "^source	Harbour Gazette	[12]$"
[ "$(grep -c '^$' "$folder/out")" -eq 1 ]
is "behind one empty line" $? 0
quoth --facets source --ids harbour
! grep -q '^source' "$folder/out" && grep -q '^source	Harbour Gazette' "$folder/err"
is "and on stderr where stdout is ids" $? 0
quoth --ids 'bridgge -"no toll"'
is "a misspelt word finds nothing" $? 1
grep -qF "Did you mean: bridge -\"no toll\" (1 found; run: quoth 'bridge -\"no toll\"')" "$folder/err"
is "and stderr says what was meant, and how to ask for it" $? 0
! [ -s "$folder/out" ]
is "but stdout does not" $? 0
quoth -q bridgge
! [ -s "$folder/err" ]
is "-q is quiet about it" $? 0
quoth check 'nobody should pay twice for one bridge'
is "a genuine quotation is verbatim" $? 0 '^verbatim'
quoth check 'nobody should ever pay for one bridge'
is "a twisted one is altered" $? 3 '{+ever+}'
quoth check 'the moon is made of green cheese'
is "an invented one is not found" $? 1
quoth quotes outlive
is "quotes finds quotations with their speaker" $? 0 'Anna Lindqvist'
quoth speakers lind
is "speakers lists who is quoted" $? 0 'Anna Lindqvist'
quoth suggest harbour bri
is "suggest completes the word at the end" $? 0 '^harbour bridge$'
quoth suggest lind
is "and names speakers" $? 0 '^speaker:"Anna Lindqvist"$'
quoth --json suggest -n 1 harb
is "as JSON, with counts" $? 0 '"kind":"word","text":"harbour","query":"harbour","count":2'
quoth suggest bridgge fer
is "and another spelling first" $? 0 '^bridge ferry$\|^bridgge ferry$'
quoth suggest zepp
is "with nothing to suggest, exit status 1" $? 1
"$bin/quoth" --index "$index" stop 2>"$folder/err"
is "stop stops the daemon" $? 0
quoth stop
is "and then there is none to stop" $? 2

# Two at once with none running: both answer, and one daemon was started.
"$bin/quoth" --index "$index" --ids toll >"$folder/first" 2>"$folder/first.err" &
first=$!
quoth --ids toll
second=$?
wait "$first"
[ $? -eq 0 ] && [ "$second" -eq 0 ] && [ "$(cat "$folder/first")" = toll ]
is "two clients at once both get their answer" $? 0 '^toll$'
# The daemon that was stopped above may still be on its way out: look until one is left.
daemons()
{
	for process in /proc/[0-9]*/cmdline; do
		tr '\0' ' ' 2>/dev/null <"$process" | grep "^quothd --index $index "
	done | grep -c quothd
}
tries=0
while started=$(daemons) && [ "$started" -ne 1 ] && [ "$tries" -lt 100 ]; do
	tries=$((tries + 1))
	sleep 0.1
done
[ "$started" -eq 1 ]
is "from one daemon that one of them started" $? 0
