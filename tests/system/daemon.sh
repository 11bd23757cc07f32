#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The life of quothd: start, refusals, signals, idle exit, what it leaves behind. What it says
# to requests is in tests/daemon/check_server.c.
set -eu

bin=$(cd "$builddir" && pwd)
folder=$(mktemp -d)
number=0
daemon=

finish()
{
	[ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true
	rm -rf "$folder"
}
trap finish EXIT

echo 1..15

# report STATUS NAME
report()
{
	number=$((number + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $number - $2"
	else
		echo "not ok $number - $2"
		sed 's/^/# /' "$folder/err" "$folder/out" 2>/dev/null || true
	fi
}

# check NAME COMMAND...
check()
{
	name=$1
	shift
	status=0
	"$@" || status=1
	report "$status" "$name"
}

# start LINES OPTION...: returns when it has said on so many lines where it listens.
start()
{
	lines=$1
	shift
	rm -f "$folder/ready"
	mkfifo "$folder/ready"
	"$bin/quothd" --index "$folder/index" "$@" >"$folder/ready" 2>"$folder/err" &
	daemon=$!
	head -n "$lines" <"$folder/ready" >"$folder/out"
	address=$(sed -n 's|^listening on \(http://.*\)|\1|p' "$folder/out")
	socket=$(sed -n 's|^listening on unix:||p' "$folder/out")
}

# ended STATUS: waits for the daemon and compares.
ended()
{
	code=0
	wait "$daemon" || code=$?
	daemon=
	[ "$code" -eq "$1" ]
}

# refused STATUS WORDS OPTION...: it does not start, and says so.
refused()
{
	expected=$1
	words=$2
	shift 2
	code=0
	"$bin/quothd" "$@" >"$folder/out" 2>"$folder/err" || code=$?
	[ "$code" -eq "$expected" ] && grep -qF -e "$words" "$folder/err" && [ ! -s "$folder/out" ]
}

# left_nothing: it ended in order and took its socket along.
left_nothing()
{
	ended 0 && [ ! -e "$socket" ]
}

# answers URL-or-unix:PATH
answers()
{
	"$bin/quoth" --server "$1" status >"$folder/status" 2>&1
}

mkdir "$folder/articles"
printf 'A title\n\nSome words of an article.\n' >"$folder/articles/one.txt"
"$bin/quoth-index" -q --index "$folder/index" "$folder/articles" 2>"$folder/err"

check "a missing index is named, with the remedy" \
	refused 3 "quoth-index --index $folder/none" --index "$folder/none" --listen 127.0.0.1:0
check "an unknown option is a usage error" refused 2 lissen --lissen x
check "an operand is a usage error" refused 2 "options only" --index "$folder/index" x
check "what is no address is a usage error" \
	refused 2 "HOST:PORT" --index "$folder/index" --listen 127.0.0.1

start 1 --listen 127.0.0.1:0
check "it answers where it says" answers "$address"
check "a port in use is named" \
	refused 3 "in use" --index "$folder/index" --listen "${address#http://}"
kill -TERM "$daemon"
check "SIGTERM ends it in order" ended 0

start 1 --socket "$folder/run/quothd"
check "it answers on its socket alone" answers "unix:$socket"
check "a socket that is served is not taken" \
	refused 3 "another quothd" --index "$folder/index" --socket "$socket"
kill -KILL "$daemon"
ended 137 || true
start 1 --socket "$folder/run/quothd"
check "a dead daemon's socket is replaced" answers "unix:$socket"
check "quoth stop ends it" "$bin/quoth" --server "unix:$socket" stop
check "it ends in order and takes its socket along" left_nothing

start 1 --socket "$folder/run/quothd" --idle-exit 300ms
check "idle, it ends" ended 0

printf 'listen = 127.0.0.1:0\nkeep-alive = 5s\n' >"$folder/quoth.conf"
start 1 --config "$folder/quoth.conf"
check "a configuration file says where" answers "$address"
printf 'listen = 127.0.0.1:0\nkeep-alive = 0s\n' >"$folder/quoth.conf"
kill -HUP "$daemon"
check "after SIGHUP with a bad file it goes on" answers "$address"
kill -INT "$daemon"
wait "$daemon" || true
daemon=
