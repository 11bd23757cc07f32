/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/query/notes.h"

#include <stdarg.h>
#include <stdio.h>

#define NOTE_SIZE 256

void notes_init(struct notes *notes, struct arena *arena)
{
	notes->arena = arena;
	notes->count = 0;
}

void notes_add(struct notes *notes, const char *format, ...)
{
	char text[NOTE_SIZE];
	struct slice note;
	va_list arguments;

	if (!notes)
		return;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	note = slice_of(text);
	for (size_t i = 0; i < notes->count; i++) {
		if (slice_equal(notes->texts[i], note))
			return;
	}
	if (notes->count < NOTES_LIMIT)
		notes->texts[notes->count++] = arena_copy(notes->arena, note);
}
