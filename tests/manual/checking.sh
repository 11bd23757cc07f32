#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Each command of docs/CHECKING.md ends with the exit status it says, over examples/, and says of
# the speaker what the page says.
set -u

folder=$(mktemp -d)
top=$(cd "$builddir" && pwd)
page=$srcdir/docs/CHECKING.md
QUOTH_INDEX=$folder/index
XDG_RUNTIME_DIR=$folder
export QUOTH_INDEX XDG_RUNTIME_DIR

quoth()
{
	"$top/quoth" "$@"
}

cleanup()
{
	quoth -q stop >/dev/null 2>&1
	rm -rf "$folder"
}
trap cleanup EXIT

"$top/quoth-index" -q "$srcdir/examples" || exit 1
grep '^    quoth .*# [0-9]' "$page" >"$folder/commands"
number=0
echo "1..$(wc -l <"$folder/commands")"
while read -r line; do
	number=$((number + 1))
	expected=${line##*# }
	remark=$(expr "$expected" : '.*, \(.* said it\)$' \| "$expected" : '.*, \(said by .*\)$') || remark=
	expected=${expected%%,*}
	eval "${line%#*}" >"$folder/output" 2>&1 </dev/null
	status=$?
	if [ "$status" -eq "$expected" ] && grep -qF -e "$remark" "$folder/output"; then
		echo "ok $number - $line"
	else
		echo "not ok $number - $line"
		echo "# status $status"
		sed 's/^/# /' "$folder/output"
	fi
done <"$folder/commands"
