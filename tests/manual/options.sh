#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Each manual page lists the long options that --help lists, and no others.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
number=0

# options FILE: the long options that stand in it, one a line.
options()
{
	grep -oE -e '(^|[^[:alnum:]-])--[a-z][a-z-]*' "$1" | grep -oE -e '--[a-z-]+' | sort -u
}

echo "1..$(ls "$srcdir"/docs/man/*.scd | wc -l)"
for page in "$srcdir"/docs/man/*.scd; do
	number=$((number + 1))
	program=$(basename "$page" .scd)
	program=${program%.*}
	"$builddir/$program" --help >"$folder/help"
	options "$folder/help" >"$folder/in-help"
	# Only where a page defines an option; it may speak of those of other programs.
	sed -n '/^# OPTIONS/,/^# [^O]/p' "$page" | grep '^\*-' >"$folder/page" || true
	options "$folder/page" >"$folder/in-page"
	if diff "$folder/in-help" "$folder/in-page" >"$folder/difference"; then
		echo "ok $number - $program"
	else
		echo "not ok $number - $program"
		sed 's/^/# /' "$folder/difference"
	fi
done
