/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

#include "base/banned.h"

void buffer_init(struct buffer *buffer)
{
	*buffer = (struct buffer){0};
}

void buffer_clear(struct buffer *buffer)
{
	memory_free(buffer->data);
	buffer_init(buffer);
}

void buffer_reset(struct buffer *buffer)
{
	buffer->size = 0;
	if (buffer->data)
		buffer->data[0] = '\0';
}

char *buffer_enlarge(struct buffer *buffer, size_t more)
{
	size_t wanted;

	if (__builtin_add_overflow(buffer->size, more, &wanted) ||
		__builtin_add_overflow(wanted, (size_t)1, &wanted))
		wanted = SIZE_MAX; /* which memory_grow refuses */
	buffer->data = memory_enlarge(buffer->data, &buffer->capacity, wanted, 1);
	return buffer->data + buffer->size;
}

void buffer_append_bytes(struct buffer *buffer, const void *data, size_t size)
{
	char *end = buffer_reserve(buffer, size);

	if (size)
		memcpy(end, data, size);
	end[size] = '\0';
	buffer->size += size;
}

void buffer_append(struct buffer *buffer, struct slice slice)
{
	buffer_append_bytes(buffer, slice.data, slice.size);
}

void buffer_append_string(struct buffer *buffer, const char *string)
{
	buffer_append_bytes(buffer, string, strlen(string));
}

void buffer_append_byte(struct buffer *buffer, char byte)
{
	char *end = buffer_reserve(buffer, 1);

	end[0] = byte;
	end[1] = '\0';
	buffer->size++;
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	char *end = buffer_reserve(buffer, 64);
	const size_t room = buffer->capacity - buffer->size;
	va_list arguments;
	va_list again;
	int size;

	va_start(arguments, format);
	va_copy(again, arguments);
	size = vsnprintf(end, room, format, arguments);
	if (size >= 0 && (size_t)size >= room) {
		end = buffer_reserve(buffer, (size_t)size);
		size = vsnprintf(end, (size_t)size + 1, format, again);
	}
	va_end(again);
	va_end(arguments);
	if (size > 0)
		buffer->size += (size_t)size;
	else
		*end = '\0';
}

void buffer_append_varint(struct buffer *buffer, uint64_t number)
{
	char *end = buffer_reserve(buffer, 10);
	size_t size = 0;

	while (number >= 0x80) {
		end[size++] = (char)(unsigned char)(number | 0x80);
		number >>= 7;
	}
	end[size++] = (char)(unsigned char)number;
	end[size] = '\0';
	buffer->size += size;
}

bool slice_take_varint(struct slice *rest, uint64_t *number)
{
	uint64_t value = 0;

	for (size_t i = 0; i < rest->size && i < 10; i++) {
		const unsigned char byte = (unsigned char)rest->data[i];

		if (i == 9 && byte > 1)
			return false;
		value |= (uint64_t)(byte & 0x7f) << (7 * i);
		if (byte < 0x80) {
			*rest = slice_range(*rest, i + 1, rest->size);
			*number = value;
			return true;
		}
	}
	return false;
}

struct slice buffer_slice(const struct buffer *buffer)
{
	return (struct slice){buffer->data, buffer->size};
}

char *buffer_take(struct buffer *buffer)
{
	char *data = buffer->data ? buffer->data : memory_copy("", 0);

	buffer_init(buffer);
	return data;
}
