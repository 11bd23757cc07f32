#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Prints how many lines of each source the tests reach.
set -eu

usage()
{
	echo "Usage: tools/coverage.sh [MAKE-ARGUMENT]..."
	echo "Builds in build/coverage, runs make check and prints the share of lines run, file by file."
	echo "With TESTS=tests/text/check_word as argument: of that suite alone. Needs gcc and gcov."
}

case "${1-}" in
-h | --help)
	usage
	exit 0
	;;
esac

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
[ -x configure ] || autoreconf -fi
mkdir -p build/coverage
cd build/coverage
[ -f Makefile ] || ../../configure --enable-coverage
find . -name '*.gcda' -exec rm -f {} +
make -j"$(getconf _NPROCESSORS_ONLN)" check "$@" || echo "some tests failed: see build/coverage"

# One line a source: gcov prints "File 'X'" and then "Lines executed:P% of N".
find . -name '*.gcda' | while read -r data; do
	gcov -n -o "$(dirname "$data")" "$data" 2>/dev/null
done | awk -v root="../../" '
/^File / {
	file = $2
	gsub(/\047/, "", file)
	sub(/^.*\/\.\.\/\.\.\//, "", file)
	sub("^" root, "", file)
}
/^Lines executed/ && file ~ /\.(c|cc)$/ && file !~ /^(\/|tests\/)/ {
	split($0, part, /[:% ]+/)
	share = part[3]
	count = part[5]
	if (!(file in lines) || share > best[file])
		best[file] = share
	lines[file] = count
}
END {
	for (file in lines) {
		printf "%6.1f %% of %5d  %s\n", best[file], lines[file], file | "sort -n"
		run += best[file] * lines[file] / 100
		all += lines[file]
	}
	close("sort -n")
	printf "%6.1f %% of %5d  all\n", all ? 100 * run / all : 0, all
}'
