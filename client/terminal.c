/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/terminal.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wchar.h>

#include "base/file.h"
#include "base/visible.h"

#define COLUMNS_INITIAL 80
#define ROWS_INITIAL 24
#define COLUMNS_LEAST 20

static bool is_set(const char *variable)
{
	const char *value = getenv(variable);

	return value && value[0];
}

void terminal_init(struct terminal *terminal, const struct client_options *options)
{
	struct winsize size = {0};
	const char *type = getenv("TERM");
	uint64_t columns;
	bool is_dumb = !type || strcmp(type, "dumb") == 0;

	terminal->is_terminal = isatty(STDOUT_FILENO);
	terminal->has_color = options->color == WHEN_ALWAYS ||
			      (options->color == WHEN_AUTO && terminal->is_terminal && !is_dumb &&
				      !is_set("NO_COLOR"));
	terminal->pages = terminal->is_terminal && !options->no_pager && !is_dumb;
	terminal->columns = COLUMNS_INITIAL;
	terminal->rows = ROWS_INITIAL;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
		terminal->columns = size.ws_col;
		terminal->rows = size.ws_row;
	}
	if (is_set("COLUMNS") && slice_to_unsigned(slice_of(getenv("COLUMNS")), &columns) &&
		columns > 0 && columns < 10000)
		terminal->columns = (unsigned)columns;
	if (terminal->columns < COLUMNS_LEAST)
		terminal->columns = COLUMNS_LEAST;
}

static const char *const style_codes[] = {
	[STYLE_PLAIN] = "",
	[STYLE_TITLE] = "\033[1m",
	[STYLE_MARK] = "\033[1;31m",
	[STYLE_DIM] = "\033[2m",
	[STYLE_NUMBER] = "\033[36m",
	[STYLE_REMOVED] = "\033[9;31m",
	[STYLE_ADDED] = "\033[1;32m",
};

void terminal_append(const struct terminal *terminal, enum style style, struct slice text,
	struct buffer *output)
{
	bool is_styled = terminal->has_color && style != STYLE_PLAIN;

	if (is_styled)
		buffer_append_string(output, style_codes[style]);
	visible_append(text, output);
	if (is_styled)
		buffer_append_string(output, "\033[0m");
}

void terminal_tell(struct slice line)
{
	struct buffer clean = {0};

	visible_append(line, &clean);
	fwrite(clean.data, 1, clean.size, stderr);
	buffer_clear(&clean);
}

/* Bytes of the next character, and its columns. */
static size_t measure(struct slice text, size_t i, size_t *columns)
{
	mbstate_t state = {0};
	wchar_t c;
	size_t size = mbrtowc(&c, text.data + i, text.size - i, &state);
	int width;

	if (size == 0 || size > text.size - i) {
		*columns = 1;
		return 1;
	}
	width = wcwidth(c);
	*columns = width > 0 ? (size_t)width : 0;
	return size;
}

size_t terminal_fit(struct slice text, size_t columns)
{
	size_t used = 0, width;

	for (size_t i = 0, size; i < text.size; i += size) {
		size = measure(text, i, &width);
		if (used + width > columns)
			return i;
		used += width;
	}
	return text.size;
}

size_t terminal_width(struct slice text)
{
	size_t used = 0, width;

	for (size_t i = 0; i < text.size; i += measure(text, i, &width)) {
		measure(text, i, &width);
		used += width;
	}
	return used;
}

/* Lines that are wider than the screen take several; style codes count as text: a pager that is
 * asked for too early leaves at once (LESS=F). */
static bool is_longer_than_screen(const struct terminal *terminal, struct slice output)
{
	struct slice rest = output, line;
	size_t lines = 0;

	while (lines < terminal->rows && slice_split(&rest, '\n', &line))
		lines += 1 + line.size / (terminal->columns + 1);
	return lines >= terminal->rows;
}

/* NULL: none. As git: an empty PAGER and cat are none. */
static const char *choose_pager(void)
{
	const char *pager = getenv("PAGER");

	if (!pager)
		return "less";
	return pager[0] && strcmp(pager, "cat") != 0 ? pager : NULL;
}

static void ignore_interrupt(int number)
{
	(void)number;
}

/* False where no pager could be started: then it is printed plainly. */
static bool page(struct slice output)
{
	const char *pager = choose_pager();
	FILE *pipe;

	if (!pager)
		return false;
	/* As git does: quit when it fits, keep colours, leave the screen as it is. */
	setenv("LESS", "FRX", 0);
	/* ^C is for the pager, which is not to be left behind. A handler, since what is ignored
	 * would be ignored by the pager, too. */
	signal(SIGINT, ignore_interrupt);
	pipe = popen(pager, "w");
	if (!pipe)
		return false;
	fwrite(output.data, 1, output.size, pipe);
	return WEXITSTATUS(pclose(pipe)) != 127;
}

bool terminal_write(struct slice output, struct error *error)
{
	struct error problem = {0};

	errno = 0;
	if (file_write_all(STDOUT_FILENO, output, &problem))
		return true;
	if (errno != EPIPE)
		*error = problem;
	return false;
}

bool terminal_print(const struct terminal *terminal, struct slice output, struct error *error)
{
	if (terminal->pages && is_longer_than_screen(terminal, output) && page(output))
		return true;
	return terminal_write(output, error);
}
