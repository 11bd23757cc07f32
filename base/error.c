/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/banned.h"

bool error_set(struct error *error, enum error_code code, const char *format, ...)
{
	/* By way of a copy: an argument may be the old message. */
	char message[ERROR_MESSAGE_SIZE];
	va_list arguments;

	va_start(arguments, format);
	if (vsnprintf(message, sizeof(message), format, arguments) < 0)
		message[0] = '\0';
	va_end(arguments);
	error->code = code;
	memcpy(error->message, message, sizeof(message));
	return false;
}

/* Adds to a message of `size` bytes as much as there is room for; its new size. */
static size_t append(char message[ERROR_MESSAGE_SIZE], size_t size, const char *text)
{
	while (size < ERROR_MESSAGE_SIZE - 1 && *text)
		message[size++] = *text++;
	message[size] = '\0';
	return size;
}

bool error_prefix(struct error *error, const char *format, ...)
{
	char message[ERROR_MESSAGE_SIZE];
	size_t size;
	va_list arguments;

	va_start(arguments, format);
	if (vsnprintf(message, sizeof(message), format, arguments) < 0)
		message[0] = '\0';
	va_end(arguments);
	size = append(message, strlen(message), ": ");
	size = append(message, size, error->message);
	memcpy(error->message, message, size + 1);
	return false;
}

void error_clear(struct error *error)
{
	error->code = ERROR_NONE;
	error->message[0] = '\0';
}
