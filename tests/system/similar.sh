#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# quoth similar over examples/: what comes first, in every form; an id that is not there.
. "${srcdir:-.}/tests/system/tap.subr"
trap '"$builddir/quoth" --index "$folder/index" -q stop 2>/dev/null || true; rm -rf "$folder"' EXIT
XDG_RUNTIME_DIR=$folder
export XDG_RUNTIME_DIR
"$quoth_index" -q --index "$folder/index" "$srcdir/examples"

quoth()
{
	run "$builddir/quoth" --index "$folder/index" "$@"
}

# prints PATTERN WHAT: the last run ended well and its first line has it.
prints()
{
	good=0
	[ "$status" -eq 0 ] || good=1
	head -n 1 "$folder/out" | grep -q -e "$1" || good=1
	ok "$good" "$2"
}

quoth --ids -n 3 similar cw-2024-1112-017
prints '^mp-2024-88121$' 'the same story in another paper comes first'
good=0
[ "$(wc -l <"$folder/out")" -eq 3 ] || good=1
ok "$good" '-n says how many'
quoth --ids -n 1000 similar cw-2024-1112-017
good=0
! grep -qx cw-2024-1112-017 "$folder/out" || good=1
ok "$good" 'the article itself is not among them'
quoth similar https://herald.example/energy/skarholm-cable
prints 'wind-farm-skarholm.txt' 'an address is an id'
quoth --tsv title,date similar arch-1974-02
prints '^Herring quota cut by a third' '--tsv'
quoth --json similar arch-1974-02
prints '"similar": *"arch-1974-02"' '--json names the article'
quoth --jsonl --from 1 similar arch-1974-02
prints '"snippets"' '--jsonl has hits as of a search'
quoth --facets source -c similar sh-2025-0405
prints '^[0-9][0-9]*$' '--only-count'
printf '1\tsh-2025-0405\n2\tsh-2024-0611\n' >"$folder/ids"
quoth --batch "$folder/ids" --format trec similar
prints '^1 Q0 [^ ]* 1 ' '--batch asks for each id of a file'
quoth similar nobody
exits 1 'an id that is not there is nothing found'
good=0
grep -q 'no article has the id nobody' "$folder/err" || good=1
ok "$good" 'and is named'
quoth similar
exits 2 'without an id it is a mistake'
quoth --batch "$folder/ids" show
exits 2 'what lists no hits takes no batch'
end
