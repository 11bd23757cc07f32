#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Checks what docs/CONVENTIONS.md asks for and no compiler finds.
set -eu

usage()
{
	cat <<-'END'
	Usage: tools/check-style.sh [ROOT]
	Prints each breach of the house rules as FILE:LINE: WHAT; exit 1 when there is one.
	Licence line, lengths of files, functions and lines, number of parameters, banned functions,
	include guards, blanks and tabs, unfinished words, a README in every folder.
	END
}

case "${1-}" in
-h | --help)
	usage
	exit 0
	;;
esac

tools=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$tools/..}"

LC_ALL=C
export LC_ALL

list=$(mktemp)
trap 'rm -f "$list"' EXIT
folders='base xapian-c text schema store indexer daemon client tests bench tools script'
status=0

# What was generated or is input for a test is not ours to judge.
for folder in $folders; do
	[ ! -d "$folder" ] || find "$folder" -name corpus -prune -o -type f \( -name '*.[ch]' \
		-o -name '*.cc' -o -name '*.hh' -o -name '*.inc' -o -name '*.sh' -o -name '*.mk' \
		-o -path 'script/*' -o -path 'bench/*' ! -name '*.*' \) -print
done | sort >"$list"
if ! [ -s "$list" ]; then
	echo "no sources found: is this the root?"
	exit 1
fi

xargs awk -f "$tools/check-style.awk" <"$list" || status=1

for folder in $(sed -n 's|/[^/]*\.[ch]c*$||p' "$list" | sort -u); do
	case $folder in
	tests/*) continue ;;
	esac
	if ! [ -f "$folder/README.md" ]; then
		echo "$folder: has no README.md"
		status=1
	elif [ "$(wc -l <"$folder/README.md")" -gt 15 ]; then
		echo "$folder/README.md: over 15 lines"
		status=1
	fi
done
exit "$status"
