#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Checks every #include of the tree against tools/layers.txt.
set -eu

usage()
{
	echo "Usage: tools/check-layers.sh [ROOT]"
	echo "Prints each #include that tools/layers.txt does not allow; exit 1 when there is one."
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

find base xapian-c text schema store indexer daemon client tests bench \
	\( -name '*.c' -o -name '*.h' -o -name '*.cc' -o -name '*.hh' \) -print 2>/dev/null |
	sort | xargs grep -n '^[[:space:]]*#[[:space:]]*include' /dev/null |
	awk -v rules="$tools/layers.txt" '
# A place as a regular expression: a folder, a file, or a name with *.
function pattern(place)
{
	gsub(/[.+]/, "\\\\&", place)
	gsub(/[*]/, "[^/]*", place)
	return "^" place "(/.*)?$"
}

function fits(path, places,    list, n, i)
{
	n = split(places, list, " ")
	for (i = 1; i <= n; i++)
		if (path ~ pattern(list[i]))
			return 1
	return 0
}

function complain(what)
{
	print file ":" line ": " what
	bad = 1
}

# The longest layer line that fits the file.
function layer_of(path,    place, best)
{
	best = ""
	for (place in layers)
		if (path ~ pattern(place) && length(place) > length(best))
			best = place
	return best
}

function check_project(name,    layer)
{
	layer = layer_of(file)
	if (name == "config.h")
		return
	if (name !~ /\//)
		complain("\"" name "\" is not a path from the root")
	else if (!fits(name, layer " " layers[layer]))
		complain(layer " may not include \"" name "\"")
}

function check_system(name,    i)
{
	for (i = 1; i <= door_count; i++) {
		if (!fits(name, door_headers[i]))
			continue
		if (!fits(file, door_places[i]))
			complain("<" name "> is for " door_places[i] " only")
		return
	}
	if (name ~ /^[a-z_]+$/ && file ~ /\.(cc|hh)$/)
		return
	if (!fits(name, system_headers))
		complain("<" name "> is not in tools/layers.txt")
}

BEGIN {
	while ((getline rule < rules) > 0) {
		colon = index(rule, ":")
		head = substr(rule, 1, colon - 1)
		rest = substr(rule, colon + 2)
		if (rule ~ /^layer /) {
			layers[substr(head, 7)] = rest
		} else if (rule ~ /^door /) {
			door_headers[++door_count] = substr(head, 6)
			door_places[door_count] = rest
		} else if (rule ~ /^system:/) {
			system_headers = system_headers " " rest
		}
	}
}

{
	split($0, part, ":")
	file = part[1]
	line = part[2]
	count++
	name = $0
	sub(/^[^:]*:[^:]*:[^"<]*/, "", name)
	if (name ~ /^"/) {
		sub(/^"/, "", name)
		sub(/".*/, "", name)
		check_project(name)
	} else {
		sub(/^</, "", name)
		sub(/>.*/, "", name)
		check_system(name)
	}
}

END {
	if (!count) {
		print "no #include found: is this the root?"
		bad = 1
	}
	exit bad
}'
