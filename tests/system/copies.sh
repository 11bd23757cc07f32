#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Agency copy that two papers print: collapsed where people read, whole where they do not want
# that, and apart again when an article is replaced.
. "${srcdir:-.}/tests/system/tap.subr"
trap '"$builddir/quoth" --index "$folder/index" -q stop 2>/dev/null || true; rm -rf "$folder"' EXIT
XDG_RUNTIME_DIR=$folder
export XDG_RUNTIME_DIR

# article ID SOURCE DATE TITLE LAST
article()
{
	printf '{"id":"%s","source":"%s","date":"%s","title":"%s","body":"' "$1" "$2" "$3" "$4"
	printf 'The ferry to Skarholm was stopped on Monday after a storm had torn the landing stage from its piles.\\n\\n'
	printf '\\"We will not sail again before every bolt of it has been looked at twice,\\" Captain Torvald Moe said.\\n\\n'
	printf 'About four hundred people live on the island. Their mail and milk came by a fishing boat, which made the way in three hours, and the school was closed for want of a teacher.\\n\\n%s"}\n' "$5"
}

{
	article a1 'Harbour Wire' 2024-03-04 'Ferry stopped' 'The harbour master expects a week of work.'
	article a2 'Merrin Post' 2024-03-05 'Island cut off after storm' 'Merrin has two other ferries.'
	printf '{"id":"a3","source":"Merrin Post","date":"2024-03-09","title":"Ferry sails","body":"The ferry sails again. \\"I have looked at each bolt twice,\\" Captain Torvald Moe said."}\n'
} >"$folder/papers.jsonl"
"$quoth_index" -q --index "$folder/index" "$folder/papers.jsonl"

quoth()
{
	run "$builddir/quoth" --index "$folder/index" "$@"
}

# prints LINES WHAT: the last run printed so many.
prints()
{
	good=0
	[ "$(wc -l <"$folder/out")" -eq "$1" ] || good=1
	ok "$good" "$2"
}

quoth --ids ferry
prints 3 'articles are not collapsed'
quoth --ids --collapse duplicate ferry
prints 2 'copies of an article are one hit where that is asked for'
quoth --tsv source --collapse source ferry
prints 2 'each source has one hit'
quoth --ids --collapse duplicate --from 1 -n 5 ferry
prints 1 'the second page holds what the first did not show'
quoth --only-count --collapse duplicate ferry
says out '^3$' 'the count is of all that match'
quoth quotes --ids bolt
prints 2 'a saying is shown once'
quoth quotes --ids --collapse none bolt
prints 3 'unless all its forms are asked for'
quoth quotes --format trec bolt
prints 3 'an evaluation gets every document'
quoth quotes --format trec --collapse duplicate bolt
prints 2 'unless told otherwise'
quoth --collapse often ferry
exits 2 'what is no way to collapse is an error'

article a2 'Merrin Post' 2024-03-05 'Island cut off' 'x' | sed 's/"body":".*"/"body":"The ferry to Skarholm does not sail. \\"Not one bolt held,\\" said Ines Calder."/' >"$folder/new.jsonl"
"$quoth_index" -q --index "$folder/index" "$folder/new.jsonl"
quoth --ids --collapse duplicate ferry
prints 3 'an article that was replaced is no copy any more'
quoth quotes --ids bolt
prints 3 'nor are its quotations'
end
