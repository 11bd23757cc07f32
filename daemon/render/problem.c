/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/render/problem.h"

#include "base/memory.h"
#include "daemon/render/json.h"

#include "base/banned.h"

static const struct title_row {
	unsigned status;
	const char *title;
} titles[] = {
	{200, "OK"},
	{202, "Accepted"},
	{304, "Not Modified"},
	{400, "Bad Request"},
	{404, "Not Found"},
	{405, "Method Not Allowed"},
	{408, "Request Timeout"},
	{411, "Length Required"},
	{413, "Content Too Large"},
	{414, "URI Too Long"},
	{417, "Expectation Failed"},
	{421, "Misdirected Request"},
	{431, "Request Header Fields Too Large"},
	{500, "Internal Server Error"},
	{501, "Not Implemented"},
	{503, "Service Unavailable"},
	{505, "HTTP Version Not Supported"},
};

static const unsigned statuses[] = {
	[ERROR_NONE] = 500,
	[ERROR_IO] = 503,
	[ERROR_FORMAT] = 500,
	[ERROR_QUERY] = 400,
	[ERROR_INDEX] = 503,
	[ERROR_LIMIT] = 503,
	[ERROR_LOCKED] = 503,
	[ERROR_USAGE] = 500,
	[ERROR_TIMEOUT] = 503,
};

const char *problem_title(unsigned status)
{
	for (size_t i = 0; i < COUNT_OF(titles); i++) {
		if (titles[i].status == status)
			return titles[i].title;
	}
	return "Error";
}

unsigned problem_status(enum error_code code)
{
	return statuses[code];
}

void problem_render(unsigned status, const char *detail, size_t position, struct buffer *output)
{
	struct json json;

	json_init(&json, output);
	json_open_object(&json);
	json_key(&json, "type");
	json_text(&json, SLICE_LITERAL("about:blank"));
	json_key(&json, "title");
	json_text(&json, slice_of(problem_title(status)));
	json_key(&json, "status");
	json_unsigned(&json, status);
	json_field(&json, "detail", slice_of(detail));
	if (position != SIZE_MAX) {
		json_key(&json, "position");
		json_unsigned(&json, position);
	}
	json_close_object(&json);
	buffer_append_byte(output, '\n');
}
