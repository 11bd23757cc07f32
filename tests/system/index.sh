#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# quoth-index by its command line: what it indexes, says, prints, and exits with.
. "${srcdir:-.}/tests/system/tap.subr"

index=$folder/index
news=$folder/news
mkdir -p "$news/sub"
make_lines 0 20 1 >"$news/a.jsonl"
make_lines 100 5 1 | gzip >"$news/sub/b.jsonl.gz"
printf 'Harbour reopens\nFerries sail from Monday\n\n"We are glad," said Anna Berg.\n' >"$news/c.txt"

live()
{
	"$quoth_index" --index "$index" --stats --json | sed 's/.*"articles":\([0-9]*\),"dead.*/\1/'
}

# has COUNT WHAT: so many articles are live.
has()
{
	good=0
	[ "$(live)" = "$1" ] || good=1
	ok "$good" "$2"
}

run "$quoth_index" --index "$index" "$news"
exits 0 "a folder is indexed"
says err '^26 new, 0 changed, 0 unchanged, 0 rejected; 26 quotations; ' "the last line counts"
has 26 "all of it is there"
run "$quoth_index" --index "$index" "$news"
says err '^0 new, 0 changed, 26 unchanged, 0 rejected' "a second run finds nothing new"

make_lines 0 3 2 >"$news/a.jsonl"
make_lines 3 19 1 >>"$news/a.jsonl"
run "$quoth_index" --index "$index" --dry-run "$news"
exits 0 "a dry run"
says err '^would be: 2 new, 3 changed, 23 unchanged, 0 rejected' "says what would be"
has 26 "and changes nothing"
run "$quoth_index" --index "$index" "$news"
says err '^2 new, 3 changed, 23 unchanged, 0 rejected' "what has changed is replaced"
has 28 "and there once"

make_lines 0 10 2 >"$news/a.jsonl"
rm "$news/c.txt"
run "$quoth_index" --index "$index" --sync "$news"
exits 0 "sync"
says err '^0 new, 7 changed, 8 unchanged, 13 gone, 0 rejected' "forgets what is gone"
has 15 "and nothing else"
run "$quoth_index" --index "$index" --sync "$news/sub"
has 15 "sync of one folder leaves the others alone"

run "$quoth_index" --index "$index" --dry-run --delete a0 nobody
exits 1 "a dry run of a deletion"
says err '^would be: .* 1 gone, 1 rejected' "says what would be gone"
has 15 "and deletes nothing"
run "$quoth_index" --index "$index" --delete a0 a100
exits 0 "articles are deleted by id"
has 13 "and gone"
run "$quoth_index" --index "$index" --delete a0 a1
exits 1 "an id that is not there"
says err 'a0: no such article' "is named"
has 12 "and the others are deleted"
run "$quoth_index" --index "$index" --optimize
exits 0 "optimize"
run "$quoth_index" --index "$index" --stats
says out '^segments: *1 (0 articles' "leaves one segment without the dead"
run "$quoth_index" --index "$index" --stats --verbose
says out '^  records ' "and tells its parts when asked for more"
run "$quoth_index" --index "$index" --stats
has 12 "and all that is live"
run "$quoth_index" --index "$index" --verify
exits 0 "the index is whole"

run "$quoth_index" --index "$index" --dump
cp "$folder/out" "$folder/dump.jsonl"
run "$quoth_index" --index "$folder/copy" "$folder/dump.jsonl"
exits 0 "a dump is indexed"
run "$quoth_index" --index "$folder/copy" --dump
good=0
cmp -s "$folder/out" "$folder/dump.jsonl" || good=1
ok "$good" "and gives the same dump"

make_lines 500 3 1 | "$quoth_index" --index "$folder/stdin" - 2>"$folder/err"
says err '^3 new' "standard input is read"
make_lines 500 3 1 | gzip | "$quoth_index" --index "$folder/stdin" - 2>"$folder/err"
says err '^0 new, 0 changed, 3 unchanged' "gzipped too"
printf '[{"kop":"Een","tekst":"Twee"}]' |
	"$quoth_index" --index "$folder/stdin" --map title=kop --map body=tekst - 2>"$folder/err"
says err '^1 new' "keys are mapped"
run "$quoth_index" --index "$folder/glob" "$news/sub/*.gz"
says err '^5 new' "a glob is expanded"

{
	make_lines 900 2 1
	echo '{"id":"broken'
	echo '{"no":"text"}'
	make_lines 910 2 1
} >"$folder/bad.jsonl"
run "$quoth_index" --index "$folder/bad" "$folder/bad.jsonl" "$folder/nowhere" "$news/sub"
exits 1 "bad documents"
says err 'bad.jsonl:3: ' "are named with their line"
says err 'bad.jsonl:4: has no title and no body' "and the reason"
says err 'nowhere: No such file' "as is a path that is not there"
says err '^9 new, 0 changed, 0 unchanged, 3 rejected' "and all others are indexed"
run "$quoth_index" --index "$folder/bad" "$folder/bad.jsonl" -q
says err 'bad.jsonl:3: ' "quiet still names them"
good=0
[ "$(wc -l <"$folder/err")" -eq 2 ] || good=1
ok "$good" "and says nothing else"

mkdir "$folder/odd"
mkfifo "$folder/odd/pipe"
ln -s /etc "$folder/odd/etc"
ln -s . "$folder/odd/loop"
printf '\211PNG' >"$folder/odd/picture.png"
make_lines 0 1 1 >"$folder/odd/.hidden.jsonl"
printf 'Only article\n\nIts body.\n' >"$folder/odd/a.txt"
run "$quoth_index" --index "$folder/odd-index" -v "$folder/odd"
exits 0 "pipes, links and pictures do no harm"
says err '^1 new, .* 4 skipped' "and are skipped"
says err 'odd/pipe: a named pipe' "for a reason"
says err 'odd/etc: a symbolic link' "links too"

run "$quoth_index" --extract "$news/sub"
exits 0 "quotations are extracted"
says out '^{"article":"a100","quotes":\[{"start":[0-9]*,"end":[0-9]*,' "as JSON lines"
says out '"text":"No ferry today,","speaker":"Anna Berg"' "with their speakers"
printf '{"id":"x","body":"Caf\303\251: \\"Yes,\\" said Anna Berg."}' >"$folder/x.json"
run "$quoth_index" --extract "$folder/x.json"
says out '"start":7,"end":11,' "offsets count code points"
run "$quoth_index" --extract --offsets byte "$folder/x.json"
says out '"start":8,"end":12,' "or bytes"

run "$quoth_index" --index "$index"
exits 2 "nothing to do"
run "$quoth_index" --index "$index" --fromat json "$news"
exits 2 "an unknown option"
says err 'format' "the one meant is named"
run "$quoth_index" --index "$index" --format docx "$news"
exits 2 "an unknown format"
run "$quoth_index" --index "$index" --map colour=x "$news"
exits 2 "an unknown field"
run "$quoth_index" --index "$index" --verify --stats
exits 2 "two things at once"
run "$quoth_index" --index "$folder/none" --stats
exits 3 "no index"
says err 'no index at' "is said"
for what in "--delete a0" "--dry-run --delete a0" --optimize --verify; do
	# shellcheck disable=SC2086
	run "$quoth_index" --index "$folder/none" $what
	exits 3 "no index for $what"
	good=0
	{ [ "$(grep -c 'no index at' "$folder/err")" -eq 1 ] && [ ! -e "$folder/none" ]; } || good=1
	ok "$good" "is said once, and none is made"
done
run "$quoth_index" --index "$folder/odd-index" "$folder/odd/pipe"
exits 1 "a pipe that is named itself"
says err 'odd/pipe: a named pipe' "is no silent success"
run sh -c "'$quoth_index' --index '$index' --verify >/dev/full"
exits 3 "a verdict that cannot be written"
run "$quoth_index" --index /proc/none/index "$news"
exits 3 "an index that cannot be written"
run "$quoth_index" --help
exits 0 "help"
says out '--memory SIZE' "lists the options"

segment=$(ls "$index"/segments/*.articles)
cp "$segment" "$folder/saved"
printf 'X' | dd of="$segment" bs=1 seek=5000 conv=notrunc 2>/dev/null
run "$quoth_index" --index "$index" --verify
exits 3 "a damaged index"
says err 'digest' "is found by its digest"
cp "$folder/saved" "$segment"

printf 'no manifest' >"$index/manifest.json"
run "$quoth_index" --index "$index" "$news"
exits 3 "a manifest that cannot be read"
run "$quoth_index" --index "$index" --rebuild "$news"
exits 0 "is replaced by a rebuild"
run "$quoth_index" --index "$index" --verify
exits 0 "which is whole"
has 15 "and has what was read"

# The lock is held from before the first byte is read to the end.
mkfifo "$folder/feed"
"$quoth_index" --index "$folder/locked" - <"$folder/feed" 2>"$folder/first" &
first=$!
exec 3>"$folder/feed"
while [ ! -s "$folder/locked/lock" ]; do sleep 0.01; done
run "$quoth_index" --index "$folder/locked" "$news"
exits 3 "a second indexer"
says err 'lock' "says that the index is locked"
make_lines 0 2 1 >&3
exec 3>&-
status=0
wait "$first" || status=$?
exits 0 "the first goes on"
cp "$folder/first" "$folder/err"
says err '^2 new' "and indexes what it was given"
end
