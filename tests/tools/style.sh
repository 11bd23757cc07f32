#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The tree keeps the house rules, and the check would notice if it did not.
set -eu

check=$srcdir/tools/check-style.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
number=0
sample=$folder/sample
licence='/* SPDX-License-Identifier: GPL-2.0-or-later */'

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

# A tree of one folder that passes, but perhaps for the sample.
begin()
{
	rm -rf "$folder/tree"
	mkdir -p "$folder/tree/base"
	echo '# base' >"$folder/tree/base/README.md"
	cp "$sample" "$folder/tree/$1"
}

# refuses FILE LINE WHAT: and says so at this line.
refuses()
{
	begin "$1"
	good=1
	"$check" "$folder/tree" >"$folder/output" 2>&1 || good=0
	grep -q "^$1:$2: .*$3" "$folder/output" || good=1
	result "$good" "refused: $3"
}

accepts()
{
	begin "$1"
	good=0
	"$check" "$folder/tree" >"$folder/output" 2>&1 || good=1
	result "$good" "accepted: $2"
}

# lines COUNT TEXT
lines()
{
	i=0
	while [ "$i" -lt "$1" ]; do
		printf '%s\n' "$2"
		i=$((i + 1))
	done
}

# a_function COUNT PARAMETERS: one of so many lines.
a_function()
{
	printf '%s\n\nint f(%s)\n{\n' "$licence" "$2"
	lines "$1" '	call();'
	echo '}'
}

good=0
"$check" "$srcdir" >"$folder/output" 2>&1 || good=1
result "$good" "the tree keeps the house rules"

echo 'int x;' >"$sample"
refuses base/a.c 1 'licence'
printf '#!/bin/sh\nset -eu\n' >"$sample"
refuses base/a.sh 2 'licence'
printf '%s\nchar *a = strcpy(b, c);\n' "$licence" >"$sample"
refuses base/a.c 2 'banned'
printf '%s\n\treturn !atoi (text);\n' "$licence" >"$sample"
refuses base/a.c 2 'banned'
printf '%s\n/* %s: later */\n' "$licence" "TO""DO" >"$sample"
refuses base/a.c 2 'unfinished'
printf '%s\nint x; \n' "$licence" >"$sample"
refuses base/a.c 2 'blank at the end'
printf '%s\nint x;\r\n' "$licence" >"$sample"
refuses base/a.c 2 'blank at the end'
printf '%s\n    int x;\n' "$licence" >"$sample"
refuses base/a.c 2 'indented by blanks'
printf '%s\n\t \tint x;\n' "$licence" >"$sample"
refuses base/a.c 2 'blank before a tab'
printf '%s\nint x;\n\n' "$licence" >"$sample"
refuses base/a.c 3 'blank line at the end'
printf '%s\n%0130d\n' "$licence" 0 >"$sample"
refuses base/a.c 2 'columns'
printf '%s\n#ifndef A_H\n' "$licence" >"$sample"
refuses base/a.h 2 'include guard'
a_function 61 void >"$sample"
refuses base/a.c 66 'function over 60 lines'
a_function 1 'int a, int b, int c, int d, int e, int g, int h' >"$sample"
refuses base/a.c 6 'over 6 parameters'
(echo "$licence"; lines 600 'int x;') >"$sample"
refuses base/a.c 601 'over 600 lines'
(echo "$licence"; lines 90 'int x;') >"$sample"
refuses base/a.h 91 'header over 90 lines'

a_function 60 'int a, int b, int c, int (*d)(int, int), int e, int f' >"$sample"
accepts base/a.c 'function at the limits'
printf '%s\nputs("strcpy(a, b)"); /* strcpy() */ my_strcpy(a, b);\n' "$licence" >"$sample"
accepts base/a.c 'banned names in text and in other names'
printf '%s\n#ifndef BASE_A_H\n#ifndef OTHER\n' "$licence" >"$sample"
accepts base/a.h 'include guard'
printf '#!/bin/sh\n# %s\n' "SPDX-License-Identifier: GPL-2.0-or-later" >"$sample"
accepts base/a.sh 'licence behind the interpreter'

printf '%s\n' "$licence" >"$sample"
begin base/a.c
rm "$folder/tree/base/README.md"
good=1
"$check" "$folder/tree" >"$folder/output" 2>&1 || good=0
result "$good" "refused: a folder without README.md"
echo "1..$number"
