#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# quoth-index killed at random moments (KILL_RUNS of them, 10 by default): what was
# acknowledged is there, nothing is there in part, and the next run completes it.
. "${srcdir:-.}/tests/system/tap.subr"

runs=${KILL_RUNS:-10}
index=$folder/index
input=$folder/in.jsonl
seed=${KILL_SEED:-1}
case ${sanitize:-no} in no) count=3000 ;; *) count=600 ;; esac
make_lines 0 "$count" 1 >"$input"

# Batches are 64 KiB with --memory 1M: how many articles are there after each of them.
awk '{
	size = length($0)
	if (NR > 1 && bytes + size > 65536) { print NR - 1; bytes = 0 }
	bytes += size
} END { print NR }' "$input" >"$folder/whole"

live()
{
	"$quoth_index" --index "$index" --stats --json | sed 's/.*"articles":\([0-9]*\),"dead.*/\1/'
}

milliseconds()
{
	date +%s%3N
}

begin=$(milliseconds)
run "$quoth_index" --index "$index" --memory 1M --jobs 2 "$input"
took=$(($(milliseconds) - begin + 1))
exits 0 "a run that is left alone"
"$quoth_index" --index "$index" --dump | sort >"$folder/reference"

killed=0
lost=0
while [ "$killed" -lt "$runs" ]; do
	killed=$((killed + 1))
	rm -rf "$index"
	delay=$(awk -v seed="$((seed * 1000 + killed))" -v took="$took" \
		'BEGIN { srand(seed); printf "%.3f", rand() * took * 1.1 / 1000 }')
	"$quoth_index" -q --index "$index" --memory 1M --jobs 2 "$input" 2>/dev/null &
	process=$!
	sleep "$delay"
	kill -9 "$process" 2>/dev/null || :
	wait "$process" 2>/dev/null || :
	good=0
	have=0
	if [ -e "$index/manifest.json" ]; then
		have=$(live) || good=1
		grep -qx "$have" "$folder/whole" || good=1
		run "$quoth_index" --index "$index" --verify
		[ "$status" -eq 0 ] || good=1
	fi
	run "$quoth_index" --index "$index" --memory 1M --jobs 2 "$input"
	[ "$status" -eq 0 ] || good=1
	grep -q "^$((count - have)) new, 0 changed, $have unchanged" "$folder/err" || good=1
	"$quoth_index" --index "$index" --dump | sort >"$folder/dump"
	cmp -s "$folder/dump" "$folder/reference" || good=1
	left=$(ls "$index/segments" | wc -l)
	[ "$left" -le 40 ] || good=1
	[ "$good" -eq 0 ] || lost=$((lost + 1))
	ok "$good" "killed after $delay s with $have of $count articles acknowledged"
done
echo "# $killed kills, $lost with a fault"
end
