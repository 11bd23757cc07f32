#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Each ```query block of docs/QUERY-LANGUAGE.md, and each query in the first column of its tables,
# is asked: it is read without a note, in articles or among quotations.
set -eu

folder=$(mktemp -d)
quoth=$builddir/quoth
trap '"$quoth" -q --index "$folder/index" stop || true; rm -rf "$folder"' EXIT
XDG_RUNTIME_DIR=$folder
export XDG_RUNTIME_DIR
"$builddir/quoth-index" -q --index "$folder/index" "$srcdir/examples"

# A field alone is asked with a word behind it.
awk '
	/^```query$/ { inside = 1; next }
	/^```/ { inside = 0 }
	inside { print; next }
	/^\| `/ {
		gsub(/\\\|/, "\001")
		split($0, columns, "|")
		count = split(columns[2], parts, "`")
		for (i = 2; i <= count; i += 2) {
			gsub("\001", "|", parts[i])
			if (parts[i] ~ /^[a-z]+:$/)
				parts[i] = parts[i] (parts[i] ~ /direct/ ? "yes" : parts[i] ~ /date|length/ ? "2024" : "harbour")
			print parts[i]
		}
	}' "$srcdir/docs/QUERY-LANGUAGE.md" >"$folder/queries"

# ask COMMAND QUERY: its notes in $folder/notes; false when it fails or has a note.
ask()
{
	status=0
	"$quoth" --index "$folder/index" --match all -c "$1" -- "$2" >/dev/null 2>"$folder/notes" ||
		status=$?
	[ $status -le 1 ] && [ ! -s "$folder/notes" ]
}

number=0
echo "1..$(wc -l <"$folder/queries")"
while IFS= read -r query; do
	number=$((number + 1))
	[ "$query" != "( )" ] || query="(harbour)"
	if ask search "$query" || ask quotes "$query"; then
		echo "ok $number - $query"
	else
		echo "not ok $number - $query"
		sed 's/^/# /' "$folder/notes"
	fi
done <"$folder/queries"
