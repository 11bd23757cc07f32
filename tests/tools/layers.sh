#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The tree keeps its layers, and the check would notice if it did not.
set -eu

check=$srcdir/tools/check-layers.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
number=0

# result STATUS NAME: one line of TAP.
result()
{
	number=$((number + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $number - $2"
	else
		echo "not ok $number - $2"
		sed 's/^/# /' "$folder/output"
	fi
}

# refuses FILE INCLUDE: a tree with this one include is refused, and the place named.
refuses()
{
	rm -rf "$folder/tree"
	mkdir -p "$folder/tree/$(dirname "$1")"
	printf '/* one */\n#include %s\n' "$2" >"$folder/tree/$1"
	good=1
	"$check" "$folder/tree" >"$folder/output" 2>&1 || good=0
	grep -q "^$1:2: " "$folder/output" || good=1
	result "$good" "$1 may not include $2"
}

accepts()
{
	rm -rf "$folder/tree"
	mkdir -p "$folder/tree/$(dirname "$1")"
	printf '#\tinclude %s\n' "$2" >"$folder/tree/$1"
	good=0
	"$check" "$folder/tree" >"$folder/output" 2>&1 || good=1
	result "$good" "$1 may include $2"
}

good=0
"$check" "$srcdir" >"$folder/output" 2>&1 || good=1
result "$good" "the tree keeps its layers"

refuses base/slice.c '"text/word.h"'
refuses text/word.c '"schema/field.h"'
refuses schema/field.c '"store/manifest.h"'
refuses indexer/main.c '"daemon/worker.h"'
refuses daemon/worker.c '"client/request.h"'
refuses client/answer.c '"schema/field.h"'
refuses client/answer.c '"store/manifest.h"'
refuses daemon/query/parser.c '"xapian-c/query.h"'
refuses daemon/render/json.c '"xapian-c/match.h"'
refuses daemon/query/parser.c '"daemon/http/server.h"'
refuses indexer/reader/plain.c '"xapian-c/database.h"'
refuses base/slice.c '"buffer.h"'
refuses text/word.c '<xapian.h>'
refuses xapian-c/match.h '<xapian.h>'
refuses daemon/handler/search.c '<event2/http.h>'
refuses store/record.c '<zlib.h>'
refuses schema/term.c '<xxhash.h>'
refuses daemon/search/search.c '<pthread.h>'
refuses base/slice.c '<glib.h>'
refuses base/slice.c '<check.h>'

accepts base/gunzip.c '<zlib.h>'
accepts xapian-c/match.cc '<xapian.h>'
accepts xapian-c/match.cc '<memory>'
accepts daemon/http/server.c '<event2/buffer.h>'
accepts client/request.c '"schema/wire.h"'
accepts text/word.c '"base/slice.h"'
accepts base/options.c '"config.h"'
accepts base/file.c '<sys/stat.h>'

rm -rf "$folder/tree"
mkdir "$folder/tree"
good=1
"$check" "$folder/tree" >"$folder/output" 2>&1 || good=0
result "$good" "an empty tree is no tree that passes"
echo "1..$number"
