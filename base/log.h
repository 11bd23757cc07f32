/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * log.h - one event, one line on stderr.
 *
 * A line is `level=info event=commit articles=5000 ms=812`, or the same as JSON. The level
 * and the format are set once, before threads start; they are the program's only mutable
 * global state. Thread-safe: a line is written with one write().
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level {
	LOG_ERROR,   /* someone must act */
	LOG_WARNING, /* someone should look */
	LOG_INFO,    /* start, stop, commit, reopen */
	LOG_DEBUG,   /* for developers */
};

enum log_format {
	LOG_FORMAT_TEXT,
	LOG_FORMAT_JSON,
};

void log_set_level(enum log_level level);
void log_set_format(enum log_format format);
enum log_level log_get_level(void);

/* `event` is one word; `format` gives the rest of the line as key=value pairs separated by
 * blanks, values with blanks in double quotes ("path=\"%s\""); it may be "". */
void log_error(const char *event, const char *format, ...) __attribute__((format(printf, 2, 3)));
void log_warning(const char *event, const char *format, ...) __attribute__((format(printf, 2, 3)));
void log_info(const char *event, const char *format, ...) __attribute__((format(printf, 2, 3)));
void log_debug(const char *event, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
