#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# tests/cases/foldings.case and inflections.case, from quoth-index to quoth: words are found in
# any case and with any marks, and by their other forms, the language given or guessed.
. "${srcdir:-.}/tests/system/tap.subr"
trap 'for index in folding given guessed; do
	"$builddir/quoth" --index "$folder/$index" -q stop 2>/dev/null || true
done; rm -rf "$folder"' EXIT
XDG_RUNTIME_DIR=$folder
export XDG_RUNTIME_DIR

# as_json KEY: the blocks of a case file as JSON lines with their first line as id and KEY.
as_json()
{
	awk -v key="$1" 'BEGIN { RS = ""; FS = "\n" }
		/^#/ { next }
		{ gsub(/"/, "\\\"", $2)
		  printf "{\"id\":\"%s\",%s\"body\":\"%s\"}\n", $1,
			key == "" ? "" : "\"" key "\":\"" $1 "\",", $2 }'
}

# finds INDEX NAME QUERY: 0 where the query finds the article of this name.
finds()
{
	"$builddir/quoth" --index "$folder/$1" -q --ids -n 100 --match all -- "$3" \
		>"$folder/out" 2>"$folder/err"
	grep -qx "$2" "$folder/out"
}

# ask INDEX FILE: each query of each block.
ask()
{
	name=
	line=0
	while IFS= read -r text || [ -n "$text" ]; do
		case $text in
		'#'*) continue ;;
		'') line=0; continue ;;
		esac
		line=$((line + 1))
		if [ "$line" -eq 1 ]; then
			name=$text
		elif [ "$line" -gt 2 ]; then
			"$3" "$1" "$name" "$text"
		fi
	done <"$2"
}

ask_folded()
{
	good=0
	case $3 in
	'! '*) ! finds "$1" "$2" "${3#! }" || good=1; ok "$good" "$2: $3" ;;
	*) finds "$1" "$2" "$3" || good=1; ok "$good" "$2: $3" ;;
	esac
}

ask_words()
{
	good=0
	for word in $3; do
		finds "$1" "$2" "$word" || { good=1; echo "# $2: $word"; }
	done
	ok "$good" "$1 $2: $3"
	good=0
	finds "$1" "$2" "lang:$2" || good=1
	ok "$good" "$1 $2 is the language"
}

cases=$srcdir/tests/cases
as_json '' <"$cases/foldings.case" >"$folder/folding.jsonl"
as_json language <"$cases/inflections.case" >"$folder/given.jsonl"
as_json '' <"$cases/inflections.case" >"$folder/guessed.jsonl"
for index in folding given guessed; do
	"$quoth_index" -q --index "$folder/$index" "$folder/$index.jsonl"
done
ask folding "$cases/foldings.case" ask_folded
ask given "$cases/inflections.case" ask_words
ask guessed "$cases/inflections.case" ask_words
end
