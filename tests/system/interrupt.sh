#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# SIGINT and SIGTERM: what was read is published.
. "${srcdir:-.}/tests/system/tap.subr"

# interrupt SIGNAL STATUS: while the indexer waits for more of standard input.
interrupt()
{
	index=$folder/index-$1
	rm -f "$folder/feed"
	mkfifo "$folder/feed"
	"$builddir/quoth-index" --index "$index" --jobs 2 - <"$folder/feed" 2>"$folder/err" &
	process=$!
	exec 3>"$folder/feed"
	# More than a pipe holds: when all is written, some of it was read.
	make_lines 0 300 1 >&3
	kill -s "$1" "$process"
	status=0
	wait "$process" || status=$?
	exec 3>&-
	exits "$2" "interrupted by SIG$1"
	says err '^[1-9][0-9]* new' "what was read is counted"
	count=$(sed -n 's/^\([0-9]*\) new.*/\1/p' "$folder/err")
	run "$quoth_index" --index "$index" --stats --json
	says out "\"articles\":$count," "and published"
	run "$quoth_index" --index "$index" --verify
	exits 0 "and whole"
}

interrupt TERM 143

# A shell ignores SIGINT for what it runs in the background, and what is ignored stays so; a
# program that catches it is no different from the one above.
make_lines 0 3000 1 >"$folder/in.jsonl"
"$quoth_index" -q --index "$folder/index" --memory 1M --jobs 2 "$folder/in.jsonl" &
process=$!
while [ ! -e "$folder/index/manifest.json" ]; do
	kill -0 "$process" 2>/dev/null || break
	sleep 0.01
done
kill -s TERM "$process" 2>/dev/null || :
status=0
wait "$process" || status=$?
exits 143 "interrupted between two batches"
run "$quoth_index" --index "$folder/index" --verify
exits 0 "the index is whole"
run "$quoth_index" --index "$folder/index" "$folder/in.jsonl"
exits 0 "the next run"
says err '^[1-9][0-9]* new, 0 changed, [1-9][0-9]* unchanged' "completes it"
end
