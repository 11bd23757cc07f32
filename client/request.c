/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/request.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/memory.h"
#include "schema/wire.h"

#define TEXT_OF(number) #number
#define PORT_OF(number) TEXT_OF(number)
#define DEFAULT_PORT PORT_OF(WIRE_PORT)
#define HEAD_LIMIT (64u << 10)
#define BODY_LIMIT (256u << 20)
#define READ_SIZE (64u << 10)

void server_init_socket(struct server *server, const char *path)
{
	*server = (struct server){.socket_path = memory_copy_string(path), .descriptor = -1};
}

/* getaddrinfo takes 65537 for 1. */
static bool is_port(struct slice text)
{
	uint64_t number;

	return slice_to_unsigned(text, &number) && number >= 1 && number <= 65535;
}

bool server_parse(const char *text, struct server *server, struct error *error)
{
	struct slice rest = slice_of(text), host, port = SLICE_LITERAL(DEFAULT_PORT);
	struct slice authority;
	size_t colon;

	if (slice_starts_with(rest, SLICE_LITERAL("unix:"))) {
		if (rest.size == 5)
			return error_set(error, ERROR_USAGE, "--server unix: needs a path behind it");
		server_init_socket(server, text + 5);
		return true;
	}
	if (slice_starts_with(rest, SLICE_LITERAL("https://")))
		return error_set(error, ERROR_USAGE,
			"%s: quoth speaks plain HTTP; put a TLS tunnel or proxy in between", text);
	if (slice_starts_with(rest, SLICE_LITERAL("http://")))
		rest = slice_range(rest, 7, rest.size);
	if (rest.size && rest.data[rest.size - 1] == '/')
		rest.size--;
	host = authority = rest;
	/* [::1]:7348 has colons of its own. */
	if (rest.size && rest.data[0] == '[' && slice_find_byte(rest, ']', 0, &colon)) {
		host = slice_range(rest, 1, colon);
		rest = slice_range(rest, colon + 1, rest.size);
		if (rest.size && rest.data[0] == ':')
			port = slice_range(rest, 1, rest.size);
	} else if (slice_find_byte(rest, ':', 0, &colon)) {
		host = slice_range(rest, 0, colon);
		port = slice_range(rest, colon + 1, rest.size);
	}
	if (host.size == 0 || slice_find_byte(host, '/', 0, &colon) || !is_port(port))
		return error_set(error, ERROR_USAGE,
			"%s: no server address; write http://host:port or unix:PATH", text);
	*server = (struct server){.host = memory_copy(host.data, host.size),
		.port = memory_copy(port.data, port.size),
		.authority = memory_copy(authority.data, authority.size), .descriptor = -1};
	return true;
}

static void disconnect(struct server *server)
{
	if (server->descriptor >= 0)
		close(server->descriptor);
	server->descriptor = -1;
}

void server_clear(struct server *server)
{
	disconnect(server);
	memory_free(server->socket_path);
	memory_free(server->host);
	memory_free(server->port);
	memory_free(server->authority);
	*server = (struct server){.descriptor = -1};
}

static bool connect_socket(struct server *server, struct error *error)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t size = strlen(server->socket_path);
	int descriptor;

	if (size >= sizeof(address.sun_path))
		return error_set(error, ERROR_USAGE, "%s: longer than a socket's path may be",
			server->socket_path);
	memcpy(address.sun_path, server->socket_path, size + 1);
	descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (descriptor < 0)
		return error_set(error, ERROR_IO, "socket: %s", strerror(errno));
	if (connect(descriptor, (const struct sockaddr *)&address, sizeof(address)) < 0) {
		error_set(error, ERROR_IO, "unix:%s: %s", server->socket_path, strerror(errno));
		close(descriptor);
		return false;
	}
	server->descriptor = descriptor;
	return true;
}

static bool connect_tcp(struct server *server, struct error *error)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list;
	int problem = getaddrinfo(server->host, server->port, &hints, &list), last = ECONNREFUSED;

	if (problem)
		return error_set(error, ERROR_IO, "%s:%s: %s", server->host, server->port,
			gai_strerror(problem));
	for (const struct addrinfo *a = list; a && server->descriptor < 0; a = a->ai_next) {
		int descriptor = socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC, a->ai_protocol);

		if (descriptor < 0)
			continue;
		if (connect(descriptor, a->ai_addr, a->ai_addrlen) == 0) {
			server->descriptor = descriptor;
		} else {
			last = errno;
			close(descriptor);
		}
	}
	freeaddrinfo(list);
	if (server->descriptor < 0)
		return error_set(error, ERROR_IO, "%s:%s: %s", server->host, server->port,
			strerror(last));
	return true;
}

bool server_connect(struct server *server, struct error *error)
{
	if (server->descriptor >= 0)
		return true;
	return server->socket_path ? connect_socket(server, error) : connect_tcp(server, error);
}

static bool send_all(struct server *server, struct slice data, struct error *error)
{
	while (data.size) {
		ssize_t sent = send(server->descriptor, data.data, data.size, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			return error_set(error, ERROR_IO, "the server closed the connection: %s",
				strerror(errno));
		data = slice_range(data, (size_t)sent, data.size);
	}
	return true;
}

/* Appends what comes next; *got 0 when the server has closed. */
static bool receive(struct server *server, struct buffer *input, size_t *got, struct error *error)
{
	struct pollfd poller = {.fd = server->descriptor, .events = POLLIN};
	ssize_t count;
	int ready;

	do
		ready = poll(&poller, 1, REQUEST_SILENCE_MS);
	while (ready < 0 && errno == EINTR);
	if (ready == 0)
		return error_set(error, ERROR_TIMEOUT, "the server has not answered for %d s",
			REQUEST_SILENCE_MS / 1000);
	do
		count = recv(server->descriptor, buffer_reserve(input, READ_SIZE), READ_SIZE, 0);
	while (count < 0 && errno == EINTR);
	if (count < 0)
		return error_set(error, ERROR_IO, "the server closed the connection: %s",
			strerror(errno));
	input->size += (size_t)count;
	*got = (size_t)count;
	return true;
}

struct head {
	size_t size;          /* bytes, with the empty line */
	int status;
	bool has_length, is_chunked, closes;
	uint64_t length;
};

static bool parse_head(struct slice input, struct head *head, struct error *error)
{
	struct slice rest = slice_range(input, 0, head->size), line;
	uint64_t status;

	slice_split(&rest, '\n', &line);
	if (!slice_starts_with(line, SLICE_LITERAL("HTTP/1.")) || line.size < 12 ||
		!slice_to_unsigned(slice_range(line, 9, 12), &status))
		return error_set(error, ERROR_FORMAT, "the server does not speak HTTP/1.1");
	head->status = (int)status;
	while (slice_split(&rest, '\n', &line)) {
		struct slice name, value;
		size_t colon;

		if (!slice_find_byte(line, ':', 0, &colon))
			continue;
		name = slice_range(line, 0, colon);
		value = slice_trim(slice_range(line, colon + 1, line.size));
		if (slice_equal_ignore_case(name, SLICE_LITERAL("content-length"))) {
			head->has_length = slice_to_unsigned(value, &head->length);
		} else if (slice_equal_ignore_case(name, SLICE_LITERAL("transfer-encoding"))) {
			head->is_chunked = slice_equal_ignore_case(value, SLICE_LITERAL("chunked"));
		} else if (slice_equal_ignore_case(name, SLICE_LITERAL("connection"))) {
			head->closes = slice_equal_ignore_case(value, SLICE_LITERAL("close"));
		}
	}
	return true;
}

static bool read_head(struct server *server, struct buffer *input, struct head *head,
	struct error *error)
{
	size_t end, got = 1;

	while (!slice_find(buffer_slice(input), SLICE_LITERAL("\r\n\r\n"), 0, &end)) {
		if (input->size > HEAD_LIMIT)
			return error_set(error, ERROR_LIMIT, "the server's answer has no end of head");
		if (!receive(server, input, &got, error))
			return false;
		if (got == 0)
			return error_set(error, ERROR_IO, "the server closed the connection");
	}
	head->size = end + 4;
	return parse_head(buffer_slice(input), head, error);
}

static bool read_until(struct server *server, struct buffer *input, size_t size,
	struct error *error)
{
	size_t got;

	while (input->size < size) {
		if (!receive(server, input, &got, error))
			return false;
		if (got == 0)
			return error_set(error, ERROR_IO, "the server's answer was cut short");
	}
	return true;
}

static bool parse_chunk_size(struct slice line, size_t *size)
{
	*size = 0;
	if (line.size == 0)
		return false;
	for (size_t i = 0; i < line.size && line.data[i] != ';'; i++) {
		char c = line.data[i];
		unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
				 : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10)
				 : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A' + 10)
							: 16;

		if (digit > 15 || *size > BODY_LIMIT)
			return false;
		*size = *size * 16 + digit;
	}
	return *size <= BODY_LIMIT;
}

/* A proxy in between may chunk what quothd sent whole (RFC 9112 §7.1). */
static bool read_chunked(struct server *server, struct buffer *input, size_t position,
	struct buffer *body, struct error *error)
{
	for (size_t size, end;;) {
		while (!slice_find(buffer_slice(input), SLICE_LITERAL("\r\n"), position, &end)) {
			if (!read_until(server, input, input->size + 1, error))
				return false;
		}
		if (!parse_chunk_size(slice_range(buffer_slice(input), position, end), &size))
			return error_set(error, ERROR_FORMAT, "the server sent a chunk without a size");
		position = end + 2;
		if (body->size + size > BODY_LIMIT)
			return error_set(error, ERROR_LIMIT, "the server's answer is too large");
		if (!read_until(server, input, position + size + 2, error))
			return false;
		buffer_append_bytes(body, input->data + position, size);
		position += size + 2;
		if (size == 0)
			return true;
	}
}

static bool read_body(struct server *server, struct buffer *input, const struct head *head,
	struct buffer *body, struct error *error)
{
	size_t got = 1;

	if (head->is_chunked)
		return read_chunked(server, input, head->size, body, error);
	if (head->has_length) {
		if (head->length > BODY_LIMIT)
			return error_set(error, ERROR_LIMIT, "the server's answer is too large");
		if (!read_until(server, input, head->size + head->length, error))
			return false;
		buffer_append_bytes(body, input->data + head->size, head->length);
		return true;
	}
	while (got > 0) {
		if (input->size > BODY_LIMIT)
			return error_set(error, ERROR_LIMIT, "the server's answer is too large");
		if (!receive(server, input, &got, error))
			return false;
	}
	buffer_append_bytes(body, input->data + head->size, input->size - head->size);
	return true;
}

static bool exchange(struct server *server, struct slice request, struct reply *reply,
	struct error *error)
{
	struct buffer input = {0};
	struct head head = {0};
	bool ok;

	buffer_reset(&reply->body);
	ok = server_connect(server, error) && send_all(server, request, error) &&
	     read_head(server, &input, &head, error) &&
	     read_body(server, &input, &head, &reply->body, error);
	if (!ok || head.closes || !(head.has_length || head.is_chunked))
		disconnect(server);
	reply->status = head.status;
	buffer_clear(&input);
	return ok;
}

bool request_send(struct server *server, const char *method, struct slice path,
	struct reply *reply, struct error *error)
{
	struct buffer request = {0};
	bool was_kept = server->descriptor >= 0, ok;
	struct error first = {0};

	buffer_printf(&request, "%s %.*s HTTP/1.1\r\nHost: %s\r\nUser-Agent: quoth\r\n\r\n", method,
		SLICE_ARGS(path), server->authority ? server->authority : "localhost");
	ok = exchange(server, buffer_slice(&request), reply, &first);
	if (!ok && was_kept && first.code == ERROR_IO) {
		/* It closed the idle connection before this request arrived. */
		error_clear(&first);
		ok = exchange(server, buffer_slice(&request), reply, &first);
	}
	buffer_clear(&request);
	if (!ok)
		*error = first;
	return ok;
}

void reply_clear(struct reply *reply)
{
	buffer_clear(&reply->body);
}

void request_encode(struct slice text, struct buffer *path)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < text.size; i++) {
		unsigned char c = (unsigned char)text.data[i];
		bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
				(c >= '0' && c <= '9') || (c && strchr("-._~", c));

		if (is_plain) {
			buffer_append_byte(path, (char)c);
			continue;
		}
		buffer_append_byte(path, '%');
		buffer_append_byte(path, digits[c >> 4]);
		buffer_append_byte(path, digits[c & 15]);
	}
}

void request_parameter(struct buffer *path, const char *name, struct slice value)
{
	size_t mark;

	buffer_append_byte(path, slice_find_byte(buffer_slice(path), '?', 0, &mark) ? '&' : '?');
	buffer_append_string(path, name);
	buffer_append_byte(path, '=');
	request_encode(value, path);
}
