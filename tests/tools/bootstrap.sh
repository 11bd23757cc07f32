#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# script/bootstrap on machines that have this or that: a PATH of few commands, some of them false.
set -eu

bootstrap=$(cd "$srcdir" && pwd)/script/bootstrap
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
number=0

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

# bare USER: a machine of this user number with nothing to build with.
bare()
{
	rm -rf "$folder/bin"
	mkdir "$folder/bin"
	for command in sh cat env sort tr; do
		ln -s "$(command -v "$command")" "$folder/bin/$command"
	done
	false_command id "echo $1"
}

# false_command NAME LINE
false_command()
{
	printf '#!%s\n%s\n' "$(command -v sh)" "$2" >"$folder/bin/$1"
	chmod +x "$folder/bin/$1"
}

# run ARGUMENT...: on the machine made; the status goes to $status.
run()
{
	status=0
	PATH=$folder/bin "$bootstrap" "$@" >"$folder/output" 2>&1 </dev/null || status=$?
}

# said STATUS WORD...: and all of these.
said()
{
	[ "$status" -eq "$1" ] || return 1
	shift
	for word in "$@"; do
		grep -qF -e "$word" "$folder/output" || return 1
	done
}

# judge NAME STATUS WORD...
judge()
{
	name=$1
	shift
	good=0
	said "$@" || good=1
	result "$good" "$name"
}

bare 0
run
judge "without apt-get the packages are named" 1 'no apt-get' gcc g++ make autoconf automake \
	pkg-config libxapian-dev libevent-dev zlib1g-dev libjansson-dev libutf8proc-dev \
	libxxhash-dev libinih-dev libexttextcat-dev check

bare 1000
false_command apt-get 'exit 9'
run
judge "without root and sudo the packages are named" 1 'neither root nor sudo' libxapian-dev

false_command sudo 'exit 1'
run
judge "sudo that wants a password is not waited for" 1 'sudo wants a password' libxapian-dev

# apt-get that writes down how it was called, and brings nothing.
bare 0
false_command apt-get "echo \"\$DEBIAN_FRONTEND \$*\" >>'$folder/calls'"
run
judge "what apt-get did not bring is named" 1 'still missing' libxapian-dev
good=0
[ "$(wc -l <"$folder/calls")" -eq 2 ] || good=1
head -n 1 "$folder/calls" | grep -q '^noninteractive.* update' || good=1
tail -n 1 "$folder/calls" | grep -q -e '-y --no-install-recommends install .*libxapian-dev' || good=1
result "$good" "lists are updated, then packages installed, and nobody is asked"

# apt-get that brings all: pkg-config and the commands are there afterwards.
bare 1000
false_command sudo "shift; [ \"\$1\" != true ] || exit 0; : >'$folder/asked'; exec \"\$@\""
{
	echo "cd '$folder/bin'"
	for command in gcc g++ make autoconf automake pkg-config scdoc xapian-check gzip xz; do
		echo "echo 'exit 0' >$command; $(command -v chmod) +x $command"
	done
} >"$folder/bring"
false_command apt-get ". '$folder/bring'"
sed -i "1i #!$(command -v sh)" "$folder/bring"
run
judge "with sudo all is brought" 0 'all is there'
good=0
[ -e "$folder/asked" ] || good=1
result "$good" "by way of sudo"
rm "$folder/asked"
run
judge "a second time nothing is done" 0
good=0
[ ! -e "$folder/asked" ] && [ ! -s "$folder/output" ] || good=1
result "$good" "and nothing is said"

run --check
judge "--check agrees" 0
rm "$folder/bin/scdoc"
run --check
judge "--check names what is missing and installs nothing" 1 scdoc
good=0
[ ! -e "$folder/asked" ] || good=1
result "$good" "and asks nobody"

run --help
judge "--help explains" 0 'Usage: script/bootstrap'
run --nonsense
judge "what is no option is refused" 2 'Usage: script/bootstrap'
echo "1..$number"
