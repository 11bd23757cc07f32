/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json.h - writes JSON (RFC 8259) by appending to a buffer.
 *
 * There is no tree: what is written is there at once, with no allocation but the buffer's.
 * Text must be valid UTF-8. Commas are the writer's affair.
 */
#ifndef DAEMON_RENDER_JSON_H
#define DAEMON_RENDER_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/slice.h"

struct json {
	struct buffer *output;
	bool needs_comma; /* something stands before the next value */
};

void json_init(struct json *json, struct buffer *output);

void json_open_object(struct json *json);
void json_close_object(struct json *json);
void json_open_array(struct json *json);
void json_close_array(struct json *json);
/* A literal that needs no escapes; a value follows. */
void json_key(struct json *json, const char *key);

void json_text(struct json *json, struct slice text);
void json_unsigned(struct json *json, uint64_t number);
/* At most `digits` (0 to 6) after the point, without the zeros at the end; what is not
 * finite, or over 10^12, is null. */
void json_decimal(struct json *json, double number, unsigned digits);
void json_bool(struct json *json, bool value);
/* Bytes that are JSON already. */
void json_raw(struct json *json, struct slice value);

/* Key and text; nothing where the text is empty. */
void json_field(struct json *json, const char *key, struct slice text);

#endif
