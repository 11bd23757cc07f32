/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/http_fixture.h"

#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "store/update.h"
#include "tests/support/segment_fixture.h"
#include "tests/support/suite.h"

#include "base/banned.h"

#define ARGUMENTS_LIMIT 32
#define ARTICLE_COUNT 40
#define PATIENCE_SECONDS 20

/* --- the daemon --- */

static void make_index(const char *index)
{
	const struct update_options options = {.rebuild = false};
	struct update *update;
	struct error error = {0};

	ck_assert_msg(update_open(index, &options, &update, &error), "%s", error.message);
	segment_fixture_add(update, index, 1, ARTICLE_COUNT, NULL);
	ck_assert_msg(update_publish(update, &error), "%s", error.message);
	update_close(update);
}

/* As sd_listen_fds(3) has it. */
static void pass_socket(int inherited)
{
	char process[20];

	snprintf(process, sizeof(process), "%d", (int)getpid());
	setenv("LISTEN_PID", process, 1);
	setenv("LISTEN_FDS", "1", 1);
	dup2(inherited, 3);
}

/* In the child. */
static void become_daemon(const struct http_fixture *fixture, const char *const *options,
	unsigned descriptor_limit, int output)
{
	const struct rlimit limit = {descriptor_limit, descriptor_limit};
	const char *arguments[ARGUMENTS_LIMIT] = {"quothd", "--index", fixture->index, "--listen",
		"127.0.0.1:0", "--socket", fixture->socket, "--log-level", "warning"};
	size_t count = 9;

	for (; options && *options && count < ARGUMENTS_LIMIT - 1; options++)
		arguments[count++] = *options;
	/* A test that fails leaves no daemon behind. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(output, STDOUT_FILENO);
	if (fixture->inherited)
		pass_socket(fixture->inherited);
	if (descriptor_limit)
		setrlimit(RLIMIT_NOFILE, &limit);
	execv(suite_build("quothd"), (char *const *)(uintptr_t)arguments);
	_exit(127);
}

/* The lines that say where it listens; nothing when it ended instead. */
static void wait_until_ready(struct http_fixture *fixture, int output)
{
	FILE *stream = fdopen(output, "r");
	char line[600];

	ck_assert_ptr_nonnull(stream);
	ck_assert_msg(fgets(line, sizeof(line), stream) != NULL, "quothd did not start");
	ck_assert_msg(sscanf(line, "listening on http://127.0.0.1:%u", &fixture->port) == 1, "%s",
		line);
	if (!fixture->inherited) {
		ck_assert_msg(fgets(line, sizeof(line), stream) != NULL, "no second line");
		ck_assert_msg(strncmp(line, "listening on unix:", 18) == 0, "%s", line);
	}
	fclose(stream);
}

void http_fixture_start(struct http_fixture *fixture, const char *index,
	const char *const *options, unsigned descriptor_limit)
{
	int ends[2];

	temporary_folder_open(&fixture->folder);
	snprintf(fixture->index, sizeof(fixture->index), "%s",
		index ? index : temporary_folder_path(&fixture->folder, "index"));
	snprintf(fixture->socket, sizeof(fixture->socket), "%s",
		temporary_folder_path(&fixture->folder, "run/socket"));
	if (!index)
		make_index(fixture->index);
	ck_assert_int_eq(pipe(ends), 0);
	fixture->process = fork();
	ck_assert_int_ge(fixture->process, 0);
	if (fixture->process == 0) {
		close(ends[0]);
		become_daemon(fixture, options, descriptor_limit, ends[1]);
	}
	close(ends[1]);
	wait_until_ready(fixture, ends[0]);
}

void http_fixture_open(struct http_fixture *fixture, const char *const *options)
{
	http_fixture_start(fixture, NULL, options, 0);
}

int http_fixture_end(struct http_fixture *fixture, int number)
{
	int status = -1;

	if (number)
		kill(fixture->process, number);
	while (waitpid(fixture->process, &status, 0) < 0 && errno == EINTR)
		continue;
	fixture->process = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void http_fixture_close(struct http_fixture *fixture)
{
	int status = fixture->process ? http_fixture_end(fixture, SIGTERM) : 0;

	temporary_folder_close(&fixture->folder);
	ck_assert_int_eq(status, 0);
}

/* --- the client --- */

static int connect_to(int family, const struct sockaddr *address, socklen_t size)
{
	const struct timeval patience = {PATIENCE_SECONDS, 0};
	int descriptor = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ck_assert_int_ge(descriptor, 0);
	setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	ck_assert_msg(connect(descriptor, address, size) == 0, "connect: %s", strerror(errno));
	return descriptor;
}

int http_connect(const struct http_fixture *fixture)
{
	const struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)fixture->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	return connect_to(AF_INET, (const struct sockaddr *)&address, sizeof(address));
}

int http_connect_local(const struct http_fixture *fixture)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	snprintf(address.sun_path, sizeof(address.sun_path), "%.*s",
		(int)sizeof(address.sun_path) - 1, fixture->socket);
	return connect_to(AF_UNIX, (const struct sockaddr *)&address, sizeof(address));
}

bool http_send(int descriptor, const char *text)
{
	size_t size = strlen(text), sent = 0;

	while (sent < size) {
		ssize_t count = send(descriptor, text + sent, size - sent, MSG_NOSIGNAL);

		if (count < 0 && errno != EINTR)
			return false;
		sent += count > 0 ? (size_t)count : 0;
	}
	return true;
}

void http_answer_clear(struct http_answer *answer)
{
	buffer_clear(&answer->head);
	buffer_clear(&answer->body);
}

static bool receive_byte(int descriptor, struct buffer *buffer)
{
	char byte;
	ssize_t count;

	do
		count = recv(descriptor, &byte, 1, 0);
	while (count < 0 && errno == EINTR);
	ck_assert_msg(count >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK),
		"nothing came in %d seconds", PATIENCE_SECONDS);
	if (count == 1)
		buffer_append_byte(buffer, byte);
	return count == 1;
}

const char *http_header(const struct http_answer *answer, const char *name)
{
	static char values[4][1024];
	static unsigned next;
	struct slice rest = buffer_slice(&answer->head), line;

	while (slice_split(&rest, '\n', &line)) {
		size_t colon;
		char *value;

		if (!slice_find_byte(line, ':', 0, &colon) ||
			!slice_equal_ignore_case(slice_range(line, 0, colon), slice_of(name)))
			continue;
		line = slice_trim(slice_range(line, colon + 1, line.size));
		value = values[next++ % COUNT_OF(values)];
		snprintf(value, sizeof(values[0]), "%.*s", SLICE_ARGS(line));
		return value;
	}
	return NULL;
}

bool http_receive(int descriptor, bool to_head, struct http_answer *answer)
{
	const char *length;
	uint64_t size = 0;

	buffer_reset(&answer->head);
	buffer_reset(&answer->body);
	while (!slice_ends_with(buffer_slice(&answer->head), SLICE_LITERAL("\r\n\r\n"))) {
		if (!receive_byte(descriptor, &answer->head))
			return false;
	}
	ck_assert_int_eq(sscanf(answer->head.data, "HTTP/1.1 %u ", &answer->status), 1);
	length = http_header(answer, "Content-Length");
	ck_assert(!length || slice_to_unsigned(slice_of(length), &size));
	while (!to_head && answer->body.size < size) {
		if (!receive_byte(descriptor, &answer->body))
			return false;
	}
	return true;
}

void http_get(const struct http_fixture *fixture, const char *target, const char *headers,
	struct http_answer *answer)
{
	struct buffer request = {0};
	int descriptor = http_connect(fixture);

	buffer_printf(&request, "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n", target, headers);
	ck_assert(http_send(descriptor, request.data));
	ck_assert_msg(http_receive(descriptor, false, answer), "no answer to %s", target);
	close(descriptor);
	buffer_clear(&request);
}

double http_metric(const struct http_fixture *fixture, const char *name)
{
	struct http_answer answer = {0};
	struct buffer line = {0};
	const char *found;
	double value;

	http_get(fixture, "/metrics", "", &answer);
	buffer_printf(&line, "\n%s ", name);
	found = strstr(answer.body.data, line.data);
	ck_assert_msg(found != NULL, "no metric %s", name);
	value = strtod(found + line.size, NULL);
	buffer_clear(&line);
	http_answer_clear(&answer);
	return value;
}
