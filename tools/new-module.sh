#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Begins a module: header, source, suite, and their words in the makefiles.
set -eu

usage()
{
	echo "Usage: tools/new-module.sh FOLDER NAME"
	echo "Makes FOLDER/NAME.h, FOLDER/NAME.c and tests/TOP/check_NAME.c, TOP being FOLDER's first part,"
	echo "and names them in the local.mk of each. Example: tools/new-module.sh text syllable"
}

case "${1-}" in
-h | --help)
	usage
	exit 0
	;;
esac
if [ $# -ne 2 ]; then
	usage >&2
	exit 2
fi

cd "$(dirname "$0")/.."
folder=${1%/}
name=$2
top=${folder%%/*}
below=${folder#"$top"}
below=${below#/}
guard=$(printf '%s_%s_H' "$folder" "$name" | tr 'a-z/-' 'A-Z__')
licence='/* SPDX-License-Identifier: GPL-2.0-or-later */'

for file in "$top/local.mk" "tests/$top/local.mk"; do
	[ -f "$file" ] || { echo "$file is not there: is $folder a folder of the tree?" >&2; exit 2; }
done
for file in "$folder/$name.h" "$folder/$name.c" "tests/$top/check_$name.c"; do
	[ ! -e "$file" ] || { echo "$file is there already" >&2; exit 2; }
done

mkdir -p "$folder"
cat >"$folder/$name.h" <<END
$licence
/*
 * $name.h - says in one line what it is for.
 */
#ifndef $guard
#define $guard

#endif
END
cat >"$folder/$name.c" <<END
$licence
#include "$folder/$name.h"

#include "base/banned.h"
END
cat >"tests/$top/check_$name.c" <<END
$licence
#include "$folder/$name.h"

#include "tests/support/suite.h"

#include "base/banned.h"

START_TEST(says_what_holds)
{
	ck_abort_msg("not written");
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("$folder/$name");
	TCase *cases = tcase_create("$name");

	tcase_add_test(cases, says_what_holds);
	suite_add_tcase(suite, cases);
	return suite;
}
END

library=lib$(printf '%s' "$top" | tr - _)_a_SOURCES
stem="%D%/${below:+$below/}$name"
printf '%s += %s.c %s.h\n' "$library" "$stem" "$stem" >>"$top/local.mk"
printf 'check_PROGRAMS += %s\n' "%D%/check_$name" >>"tests/$top/local.mk"
echo "made $folder/$name.h, $folder/$name.c, tests/$top/check_$name.c"
echo "now put their words in order in $top/local.mk and tests/$top/local.mk"
