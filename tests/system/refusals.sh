#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What quoth cannot do, it says: no option, word or fault is passed over in silence, and what is
# not its own terminal's is not shown there.
. "${srcdir:-.}/tests/system/tap.subr"

unset QUOTH_SERVER QUOTH_DAEMON NO_COLOR PAGER || true
XDG_RUNTIME_DIR=$folder/run QUOTH_INDEX=$folder/index
export XDG_RUNTIME_DIR QUOTH_INDEX
mkdir -p -m 700 "$XDG_RUNTIME_DIR"
quoth=$builddir/quoth
trap '"$quoth" -q stop 2>/dev/null || true; rm -rf "$folder"' EXIT

cat >"$folder/articles.jsonl" <<'TEXT'
{"id":"pier","title":"A pier for the port","date":"2025-03-01","body":"The pier was opened. \"It is a good pier,\" said Anna Berg."}
{"id":"es\u001b[1mc\u009b","title":"Another pier \u001b[31m","date":"2025-03-02","body":"This pier \u001b]0;x\u0007 was not."}
TEXT
"$quoth_index" -q "$folder/articles.jsonl"

# refused WHAT PATTERN ARGUMENT...: exit status 2, and a message on one line.
refused()
{
	what=$1 pattern=$2
	shift 2
	run "$quoth" "$@"
	exits 2 "$what"
	says err "^quoth: .*$pattern" "it says why"
	good=0
	{ [ "$(wc -l <"$folder/err")" -eq 1 ] && [ ! -s "$folder/out" ]; } || good=1
	ok "$good" "and nothing else"
}

run "$quoth" --ids pier
exits 0 "a search"
refused "words behind stop" 'quoth search stop the war' stop the war
run "$quoth" -q status
exits 0 "and the daemon still runs"
refused "words behind status" 'takes no words' status quo
refused "ids of speakers" '--ids is not of speakers' speakers --ids
refused "a run of a check" '--format trec is not of check' check --format trec pier
refused "a count of an article" '--only-count is not of show' show -c pier
refused "a speaker of a search" 'speaker:NAME' --speaker Berg pier
refused "variants of a search" '--variants is of quotes' --variants pier
refused "explaining a check" '--explain' check --explain pier
refused "a NUL behind what is no name" '--null' -0 pier
refused "an option nobody knows" 'put -- before words' pier -x
refused "an empty value" 'not empty' --tsv '' pier
refused "a number that is none" 'from 0 to 1000' -n many pier
refused "a folder of queries" 'Is a directory' --batch "$folder"
refused "a port that is none" 'no server address' --server http://127.0.0.1:65537 pier
run "$quoth" -n 0 --facets month pier
exits 0 "no hits but facets"
says out '^month	2025-03	2$' "are there"
good=0
[ "$(wc -l <"$folder/out")" -eq 2 ] || good=1
ok "$good" "alone"

for what in pier "--json pier" "status" "show pier" "check pier" "--help"; do
	run sh -c "'$quoth' $what >/dev/full"
	exits 2 "a full disk behind quoth $what"
	run sh -c "'$quoth' $what >&-"
	exits 2 "closed standard output behind quoth $what"
done
printf 'q\tpier\n' >"$folder/queries"
run sh -c "'$quoth' --batch '$folder/queries' >/dev/full"
exits 2 "a full disk behind a batch"
run sh -c "'$quoth' --json pier | head -c 1"
exits 0 "a reader that has enough"
good=0
[ ! -s "$folder/err" ] || good=1
ok "$good" "is none of our faults"

XDG_RUNTIME_DIR=$folder/nowhere TMPDIR=$folder
export TMPDIR
run "$quoth" --ids pier
exits 0 "a runtime folder that is not there is as none"
run "$quoth" -q stop
long=$(printf '%0120d' 0)
mkdir -p -m 700 "$folder/$long"
XDG_RUNTIME_DIR=$folder/$long
refused "a socket whose name is too long" "$long.*XDG_RUNTIME_DIR" pier
XDG_RUNTIME_DIR=$folder/run

# terminal ARGUMENT...: what quoth writes to one, in $folder/out.
terminal()
{
	run env TERM=xterm PAGER= script -qec "'$quoth' --color never $*" /dev/null
}

# is_plain WHAT: something was written, and nothing in it commands a terminal.
is_plain()
{
	good=0
	[ -s "$folder/out" ] && ! tr -d '\r\n\t' <"$folder/out" | LC_ALL=C grep -q "[[:cntrl:]]\|$(printf '\302[\200-\237]')" ||
		good=1
	ok "$good" "$1 does not command the terminal"
}

# Where there is no script(1), or no terminals for it as in a chroot, there is nothing to see.
if script -qec true /dev/null >/dev/null 2>&1; then
	id=$("$quoth" --ids -- pier -anna)
	for what in pier "--json pier" "--jsonl pier" "--ids pier" "--tsv id,title pier" \
		"--format {id}{title} pier" "quotes pier" "show '$id'" "show '$id' --json" \
		"show '$id-'" "similar pier" "status"; do
		terminal "$what"
		is_plain "quoth $(printf '%s' "$what" | tr -d '[:cntrl:]')"
	done
	run env TERM=xterm PAGER='cat >/dev/null; echo paged' script -qec \
		"stty rows 5 columns 80; '$quoth' show pier" /dev/null
	says out paged "what is longer than the screen is paged"
else
	ok 0 "nothing on a terminal # SKIP no script(1), or no terminals"
fi
end
