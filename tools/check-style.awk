# SPDX-License-Identifier: GPL-2.0-or-later
# The part of check-style.sh that reads sources; one complaint a line.

function complain(what)
{
	print FILENAME ":" FNR ": " what
	bad = 1
}

# Without strings, characters and comments that end on the line.
function code_of(text)
{
	gsub(/\\./, "", text)
	gsub(/"[^"]*"/, "\"\"", text)
	gsub(/'[^']*'/, "''", text)
	gsub(/\/\*[^*]*\*\//, "", text)
	sub(/\/\/.*/, "", text)
	return text
}

# Columns: a tab goes on to the next eighth, a UTF-8 sequence is one.
function width(text,    n, i, part, columns)
{
	gsub(/[\200-\277]/, "", text)
	n = split(text, part, "\t")
	columns = length(part[1])
	for (i = 2; i <= n; i++)
		columns = columns - columns % 8 + 8 + length(part[i])
	return columns
}

# Commas between the outermost parentheses, and one.
function count_parameters(text,    i, letter, depth, commas)
{
	for (i = 1; i <= length(text); i++) {
		letter = substr(text, i, 1)
		if (letter == "(")
			depth++
		else if (letter == ")")
			depth--
		else if (letter == "," && depth == 1)
			commas++
	}
	return commas + 1
}

function end_of_file()
{
	if (!previous_file)
		return
	if (lines > 600) {
		print previous_file ":" lines ": over 600 lines"
		bad = 1
	}
	if (previous_file ~ /\.h$/ && lines > 90) {
		print previous_file ":" lines ": header over 90 lines"
		bad = 1
	}
	if (last_line == "") {
		print previous_file ":" lines ": blank line at the end"
		bad = 1
	}
}

function check_licence()
{
	if (is_c && FNR == 1 && $0 != "/* SPDX-License-Identifier: GPL-2.0-or-later */")
		complain("first line is not the licence")
	if (is_c || FNR > 2)
		return
	if (FNR == 1 && /^#!/)
		has_interpreter = 1
	else if (FNR == 1 + has_interpreter && $0 != "# SPDX-License-Identifier: GPL-2.0-or-later")
		complain("first line is not the licence")
}

function check_guard(    guard)
{
	if (FILENAME !~ /\.hh?$/ || !/^#ifndef /  || has_guard)
		return
	has_guard = 1
	guard = toupper(FILENAME)
	gsub(/[^A-Z0-9]/, "_", guard)
	if ($2 != guard)
		complain("include guard is not " guard)
}

function check_blanks()
{
	if (/[ \t\r]$/)
		complain("blank at the end of the line")
	if (/ \t/)
		complain("blank before a tab")
	if (is_c && /^ / && !/^ \*/ && !/^ *(public|private|protected):$/)
		complain("indented by blanks")
	# clang-format aims at 100 and exceeds it where breaking would cost more.
	if (is_c && width($0) > 120 && !is_table)
		complain("over 120 columns")
}

function check_words(code)
{
	if (code ~ banned && FILENAME != "base/banned.h")
		complain("banned function: see base/banned.h")
	if (FILENAME !~ /^tools\/check-style|^tests\/tools\// && $0 ~ unfinished)
		complain("unfinished")
}

# A function's braces stand alone at the margin.
function check_function(code)
{
	if (code ~ /^[A-Za-z_].*\(/)
		signature = code
	else if (code ~ /^\t/ && signature != "" && !body)
		signature = signature code
	else if (code == "{")
		body = FNR
	else if (code == "}" && body) {
		if (FNR - body - 1 > 60)
			complain("function over 60 lines")
		if (count_parameters(signature) > 6)
			complain("function of over 6 parameters")
		body = 0
		signature = ""
	}
}

BEGIN {
	banned = "(^|[^A-Za-z0-9_.>:])(strcpy|strcat|strncpy|strncat|sprintf|vsprintf|gets|strtok|" \
		"atoi|atof|scanf|alloca|gmtime|localtime|ctime|asctime|tmpnam|mktemp)[ \t]*\\("
	unfinished = "(^|[^A-Za-z0-9_])(TODO|FIXME|XXX|HACK)([^A-Za-z0-9_X]|$)"
}

FNR == 1 {
	end_of_file()
	previous_file = FILENAME
	is_c = FILENAME ~ /\.(c|h|cc|hh|inc)$/
	has_interpreter = has_guard = is_table = body = 0
	signature = ""
}

{
	lines = FNR
	last_line = $0
	if (/clang-format (off|on)/)
		is_table = /clang-format off/
	check_licence()
	check_blanks()
	if (is_c) {
		code = code_of($0)
		check_guard()
		check_words(code)
		check_function(code)
	} else {
		check_words("")
	}
}

END {
	end_of_file()
	exit bad
}
