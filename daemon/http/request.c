/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/http/request.h"

#include <string.h>

#include "base/memory.h"

#define LONG_LINE "the request line is longer than 16 KiB"

static const struct method_row {
	const char *name;
	enum request_method method;
} methods[] = {
	{"GET", METHOD_GET},
	{"HEAD", METHOD_HEAD},
	{"POST", METHOD_POST},
	{"OPTIONS", METHOD_OTHER},
	{"PUT", METHOD_OTHER},
	{"DELETE", METHOD_OTHER},
	{"PATCH", METHOD_OTHER},
};

/* What is gathered line by line, and only makes sense once all lines are read. */
struct head {
	struct request *request;
	struct refusal *refusal;
	unsigned host_count, length_count, condition_count;
	bool has_encoding, is_chunked;
	bool says_close, says_keep_alive;
};

static bool refuse(struct refusal *refusal, unsigned status, const char *detail)
{
	refusal->status = status;
	refusal->detail = detail;
	return false;
}

/* RFC 9110 §5.6.2, tchar. */
static bool is_token_byte(unsigned char byte)
{
	static const char others[] = "!#$%&'*+-.^_`|~";

	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
		(byte >= '0' && byte <= '9') || (byte && strchr(others, byte));
}

static bool is_token(struct slice slice)
{
	for (size_t i = 0; i < slice.size; i++) {
		if (!is_token_byte((unsigned char)slice.data[i]))
			return false;
	}
	return slice.size > 0;
}

static bool is_visible(struct slice slice)
{
	for (size_t i = 0; i < slice.size; i++) {
		unsigned char byte = (unsigned char)slice.data[i];

		if (byte <= ' ' || byte >= 0x7f)
			return false;
	}
	return true;
}

static struct slice trim_blanks(struct slice value)
{
	while (value.size && (value.data[0] == ' ' || value.data[0] == '\t'))
		value = slice_range(value, 1, value.size);
	while (value.size && (value.data[value.size - 1] == ' ' || value.data[value.size - 1] == '\t'))
		value.size--;
	return value;
}

/* --- the request line: RFC 9112 §3 --- */

static bool parse_version(struct slice version, struct head *head)
{
	static const struct slice name = {"HTTP/", 5};
	bool is_version = version.size == 8 && slice_starts_with(version, name) &&
		version.data[5] >= '0' && version.data[5] <= '9' && version.data[6] == '.' &&
		version.data[7] >= '0' && version.data[7] <= '9';

	if (!is_version)
		return refuse(head->refusal, 400, "the request line does not end with an HTTP version");
	if (version.data[5] != '1')
		return refuse(head->refusal, 505, "only HTTP/1.0 and HTTP/1.1 are spoken here");
	head->request->minor = version.data[7] == '0' ? 0 : 1;
	return true;
}

static bool parse_method(struct slice name, struct head *head)
{
	if (!is_token(name))
		return refuse(head->refusal, 400, "the method is not a token");
	for (size_t i = 0; i < COUNT_OF(methods); i++) {
		if (slice_equal_string(name, methods[i].name)) {
			head->request->method = methods[i].method;
			return true;
		}
	}
	return refuse(head->refusal, 501, "the method is not known here");
}

static bool parse_target(struct slice target, struct head *head)
{
	static const struct slice scheme = {"http://", 7};
	struct request *request = head->request;
	struct slice rest = target;
	size_t mark;

	if (!is_visible(target))
		return refuse(head->refusal, 400,
			"the target holds a blank, a control character or a raw byte over 127");
	if (memchr(target.data, '#', target.size))
		return refuse(head->refusal, 400, "the target holds a fragment");
	request->target = target;
	if (slice_equal_ignore_case(slice_range(rest, 0, scheme.size), scheme)) {
		size_t end = rest.size;

		slice_find_byte(rest, '/', scheme.size, &end);
		request->authority = slice_range(rest, scheme.size, end);
		rest = slice_range(rest, end, rest.size);
		if (!request->authority.size)
			return refuse(head->refusal, 400, "the target has no host");
	}
	if (!rest.size || rest.data[0] != '/')
		return refuse(head->refusal, 400, "the target is not a path");
	request->path = rest;
	if (slice_find_byte(rest, '?', 0, &mark)) {
		request->path = slice_range(rest, 0, mark);
		request->query = slice_range(rest, mark + 1, rest.size);
	}
	return true;
}

static bool parse_request_line(struct slice line, struct head *head)
{
	size_t first, second;

	if (!slice_find_byte(line, ' ', 0, &first) ||
		!slice_find_byte(line, ' ', first + 1, &second) || second == first + 1)
		return refuse(head->refusal, 400, "the request line is not method, target, version");
	return parse_method(slice_range(line, 0, first), head) &&
		parse_target(slice_range(line, first + 1, second), head) &&
		parse_version(slice_range(line, second + 1, line.size), head);
}

/* --- header lines: RFC 9112 §5 --- */

static bool take_host(struct slice value, struct head *head)
{
	if (head->host_count++)
		return refuse(head->refusal, 400, "there is more than one Host");
	if (!value.size || !is_visible(value) || memchr(value.data, ',', value.size) ||
		memchr(value.data, '@', value.size))
		return refuse(head->refusal, 400, "the Host is not a host");
	head->request->host = value;
	return true;
}

static bool take_length(struct slice value, struct head *head)
{
	uint64_t length;

	if (head->length_count++)
		return refuse(head->refusal, 400, "there is more than one Content-Length");
	for (size_t i = 0; i < value.size; i++) {
		if (value.data[i] < '0' || value.data[i] > '9')
			return refuse(head->refusal, 400, "the Content-Length is not a number");
	}
	if (!value.size)
		return refuse(head->refusal, 400, "the Content-Length is not a number");
	/* Digits that do not fit in 64 bits are a number too: one that is too large. */
	if (!slice_to_unsigned(value, &length) || length > REQUEST_BODY_LIMIT)
		return refuse(head->refusal, 413, "the body is larger than 64 KiB");
	head->request->body_size = (size_t)length;
	return true;
}

static bool take_encoding(struct slice value, struct head *head)
{
	head->is_chunked = !head->has_encoding &&
		slice_equal_ignore_case(value, SLICE_LITERAL("chunked"));
	head->has_encoding = true;
	return true;
}

static bool take_connection(struct slice value, struct head *head)
{
	struct slice part;

	while (slice_split(&value, ',', &part)) {
		part = trim_blanks(part);
		head->says_close |= slice_equal_ignore_case(part, SLICE_LITERAL("close"));
		head->says_keep_alive |= slice_equal_ignore_case(part, SLICE_LITERAL("keep-alive"));
	}
	return true;
}

/* "q=0", "q=0.00" */
static bool is_zero_weight(struct slice weight)
{
	if (!slice_equal_ignore_case(slice_range(weight, 0, 3), SLICE_LITERAL("q=0")))
		return false;
	for (size_t i = 3; i < weight.size; i++) {
		if (weight.data[i] != '0' && weight.data[i] != '.')
			return false;
	}
	return true;
}

/* RFC 9110 §12.5.3. A weight of zero refuses; any other one is taken for yes. */
static bool take_accept_encoding(struct slice value, struct head *head)
{
	struct slice part;

	while (slice_split(&value, ',', &part)) {
		struct slice name, weight = part;

		if (!slice_split(&weight, ';', &name) ||
			!slice_equal_ignore_case(trim_blanks(name), SLICE_LITERAL("gzip")))
			continue;
		head->request->accepts_gzip = !is_zero_weight(trim_blanks(weight));
	}
	return true;
}

static bool take_condition(struct slice value, struct head *head)
{
	/* Several lines are one list; to answer in full is always right. */
	head->request->if_none_match = head->condition_count++ ? (struct slice){NULL, 0} : value;
	return true;
}

static bool take_identity(struct slice value, struct head *head)
{
	if (value.size <= 64 && is_visible(value))
		head->request->identity = value;
	return true;
}

static bool take_expectation(struct slice value, struct head *head)
{
	(void)value;
	return refuse(head->refusal, 417, "no expectation is met here: send the body with the head");
}

static const struct header_row {
	struct slice name;
	bool (*take)(struct slice value, struct head *head);
} headers[] = {
	{SLICE_LITERAL("host"), take_host},
	{SLICE_LITERAL("connection"), take_connection},
	{SLICE_LITERAL("accept-encoding"), take_accept_encoding},
	{SLICE_LITERAL("if-none-match"), take_condition},
	{SLICE_LITERAL("content-length"), take_length},
	{SLICE_LITERAL("transfer-encoding"), take_encoding},
	{SLICE_LITERAL("x-request-id"), take_identity},
	{SLICE_LITERAL("expect"), take_expectation},
};

/* Blanks and tabs are allowed inside a value, other control characters nowhere. */
static bool is_value(struct slice value)
{
	for (size_t i = 0; i < value.size; i++) {
		unsigned char byte = (unsigned char)value.data[i];

		if ((byte < ' ' && byte != '\t') || byte == 0x7f)
			return false;
	}
	return true;
}

static bool parse_header(struct slice line, struct head *head)
{
	struct slice name, value;
	size_t colon;

	if (line.data[0] == ' ' || line.data[0] == '\t')
		return refuse(head->refusal, 400, "a header line is folded");
	if (!slice_find_byte(line, ':', 0, &colon))
		return refuse(head->refusal, 400, "a header line has no colon");
	name = slice_range(line, 0, colon);
	value = trim_blanks(slice_range(line, colon + 1, line.size));
	if (!is_token(name))
		return refuse(head->refusal, 400, "a header's name is not a token");
	if (!is_value(value))
		return refuse(head->refusal, 400, "a header holds a control character");
	for (size_t i = 0; i < COUNT_OF(headers); i++) {
		if (slice_equal_ignore_case(name, headers[i].name))
			return headers[i].take(value, head);
	}
	return true;
}

/* --- the whole head --- */

/* RFC 9112 §6.3: a message whose end two readers could see in two places is refused. */
static bool check_framing(struct head *head)
{
	if (head->has_encoding && head->length_count)
		return refuse(head->refusal, 400,
			"there are both a Transfer-Encoding and a Content-Length");
	if (head->has_encoding && (head->request->minor == 0 || !head->is_chunked))
		return refuse(head->refusal, 501, "the Transfer-Encoding is not known here");
	if (head->has_encoding)
		return refuse(head->refusal, 411, "a body needs a Content-Length");
	if (head->request->minor == 1 && !head->host_count)
		return refuse(head->refusal, 400, "there is no Host");
	return true;
}

static bool parse_head(struct slice bytes, struct request *request, struct refusal *refusal)
{
	struct head head = {.request = request, .refusal = refusal};
	struct slice rest = bytes, line;
	unsigned count = 0;

	*request = (struct request){.head_size = bytes.size};
	/* One empty line before the request is passed over (RFC 9112 §2.2). */
	if (slice_starts_with(rest, SLICE_LITERAL("\r\n")))
		rest = slice_range(rest, 2, rest.size);
	for (; slice_split(&rest, '\n', &line); count++) {
		line.size -= line.size > 0; /* request_parse saw the CR */
		if (!line.size)
			break;
		if (!count && line.size > REQUEST_LINE_LIMIT)
			return refuse(refusal, 414, LONG_LINE);
		if (count > REQUEST_HEADERS_LIMIT)
			return refuse(refusal, 431, "there are more than 64 header lines");
		if (!(count ? parse_header(line, &head) : parse_request_line(line, &head)))
			return false;
	}
	if (!count)
		return refuse(refusal, 400, "there is no request line");
	request->keep_alive = !head.says_close && (request->minor == 1 || head.says_keep_alive);
	return check_framing(&head);
}

/* Looks at the limits and at the line ends that came: false when the head is hopeless. */
static bool find_end(struct slice bytes, struct request_scan *scan, size_t *head_size,
	struct refusal *refusal)
{
	size_t end;

	while (slice_find_byte(bytes, '\n', scan->scanned, &end)) {
		bool is_empty = end == scan->line + 1;
		bool is_leading = end == 1;

		if (end == scan->line || bytes.data[end - 1] != '\r')
			return refuse(refusal, 400, "a line ends with a bare line feed");
		scan->line = end + 1;
		scan->scanned = end + 1;
		if (is_empty && !is_leading) {
			*head_size = end + 1;
			return true;
		}
	}
	scan->scanned = bytes.size;
	return true;
}

enum request_state request_parse(struct slice bytes, struct request_scan *scan,
	struct request *request, struct refusal *refusal)
{
	size_t head_size = 0;

	/* Not HTTP at all, such as a TLS greeting, which may never send a line end. */
	if (bytes.size && bytes.data[0] != '\r' && !is_token_byte((unsigned char)bytes.data[0])) {
		refuse(refusal, 400, "this is not an HTTP request");
		return REQUEST_REFUSED;
	}
	if (!find_end(bytes, scan, &head_size, refusal))
		return REQUEST_REFUSED;
	if (scan->line <= 2 && bytes.size > REQUEST_LINE_LIMIT) {
		refuse(refusal, 414, LONG_LINE);
		return REQUEST_REFUSED;
	}
	if ((head_size ? head_size : bytes.size) > REQUEST_HEAD_LIMIT) {
		refuse(refusal, 431, "the head is larger than 32 KiB");
		return REQUEST_REFUSED;
	}
	if (!head_size)
		return REQUEST_INCOMPLETE;
	return parse_head(slice_range(bytes, 0, head_size), request, refusal) ? REQUEST_COMPLETE
									     : REQUEST_REFUSED;
}
