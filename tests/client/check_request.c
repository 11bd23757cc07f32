/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/request.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "tests/support/suite.h"

static const struct {
	const char *text, *host, *port, *path, *authority;
} addresses[] = {
	{"http://127.0.0.1:80", "127.0.0.1", "80", NULL, "127.0.0.1:80"},
	{"http://example.org/", "example.org", "7348", NULL, "example.org"},
	{"localhost:99", "localhost", "99", NULL, "localhost:99"},
	{"http://[::1]:7348", "::1", "7348", NULL, "[::1]:7348"},
	{"[::1]", "::1", "7348", NULL, "[::1]"},
	{"unix:/run/q.sock", NULL, NULL, "/run/q.sock", NULL},
	{"unix:", NULL, NULL, NULL, NULL},
	{"https://example.org", NULL, NULL, NULL, NULL},
	{"http://", NULL, NULL, NULL, NULL},
	{"ftp://example.org", NULL, NULL, NULL, NULL},
	{"http://example.org:0", NULL, NULL, NULL, NULL},
	{"http://example.org:65536", NULL, NULL, NULL, NULL},
	{"http://example.org/quoth", NULL, NULL, NULL, NULL},
	{"http://:80", NULL, NULL, NULL, NULL},
};

START_TEST(addresses_are_read_or_refused)
{
	struct server server = {.descriptor = -1};
	struct error error = {0};
	bool is_address = addresses[_i].host || addresses[_i].path;

	ck_assert_int_eq(server_parse(addresses[_i].text, &server, &error), is_address);
	ck_assert_pstr_eq(server.host, addresses[_i].host);
	ck_assert_pstr_eq(server.port, addresses[_i].port);
	ck_assert_pstr_eq(server.authority, addresses[_i].authority);
	ck_assert_pstr_eq(server.socket_path, addresses[_i].path);
	ck_assert_int_eq(error.code, is_address ? ERROR_NONE : ERROR_USAGE);
	server_clear(&server);
}
END_TEST

START_TEST(parameters_are_percent_encoded)
{
	struct buffer path = {0};

	buffer_append_string(&path, "/v1/search");
	request_parameter(&path, "q", SLICE_LITERAL("\"a b\" +\xc3\xa9&-._~"));
	request_parameter(&path, "n", SLICE_LITERAL("1"));
	ck_assert_str_eq(path.data, "/v1/search?q=%22a%20b%22%20%2B%C3%A9%26-._~&n=1");
	buffer_clear(&path);
}
END_TEST

/* A server that reads a head and answers with the given bytes, then closes. */
static pid_t serve(const char *answer, unsigned *port)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t size = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	pid_t child;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
	ck_assert_int_eq(listen(listener, 4), 0);
	ck_assert_int_eq(getsockname(listener, (struct sockaddr *)&address, &size), 0);
	*port = ntohs(address.sin_port);
	child = fork();
	if (child == 0) {
		char request[4096];
		int client = accept(listener, NULL, NULL);

		if (read(client, request, sizeof(request)) > 0)
			(void)!write(client, answer, strlen(answer));
		close(client);
		_exit(0);
	}
	close(listener);
	return child;
}

static const struct {
	const char *answer, *body;
	int status;
	enum error_code code;
} answers[] = {
	{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello", 200, ERROR_NONE},
	{"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", "", 404, ERROR_NONE},
	{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n", "hello",
		200, ERROR_NONE},
	{"HTTP/1.0 200 OK\r\n\r\nuntil the end", "until the end", 200, ERROR_NONE},
	{"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello", NULL, 0, ERROR_IO},
	{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", NULL, 0, ERROR_FORMAT},
	{"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", NULL, 0, ERROR_LIMIT},
	{"SSH-2.0-OpenSSH\r\n\r\n", NULL, 0, ERROR_FORMAT},
	{"HTTP/1.1 200 OK\r\n", NULL, 0, ERROR_IO},
};

START_TEST(answers_are_read_whole_or_refused)
{
	struct server server;
	struct reply reply = {0};
	struct error error = {0};
	char address[64];
	unsigned port;
	pid_t child = serve(answers[_i].answer, &port);

	snprintf(address, sizeof(address), "http://127.0.0.1:%u", port);
	ck_assert(server_parse(address, &server, &error));
	ck_assert_int_eq(request_send(&server, "GET", SLICE_LITERAL("/"), &reply, &error),
		answers[_i].body != NULL);
	ck_assert_int_eq(error.code, answers[_i].code);
	if (answers[_i].body) {
		ck_assert_int_eq(reply.status, answers[_i].status);
		ck_assert(slice_equal_string(buffer_slice(&reply.body), answers[_i].body));
	}
	reply_clear(&reply);
	server_clear(&server);
	waitpid(child, NULL, 0);
}
END_TEST

START_TEST(nobody_listening_is_an_error_that_names_the_place)
{
	struct server server;
	struct reply reply = {0};
	struct error error = {0};

	server_init_socket(&server, "/nonexistent/quoth.sock");
	ck_assert(!request_send(&server, "GET", SLICE_LITERAL("/"), &reply, &error));
	ck_assert_int_eq(error.code, ERROR_IO);
	ck_assert_ptr_nonnull(strstr(error.message, "/nonexistent/quoth.sock"));
	reply_clear(&reply);
	server_clear(&server);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("client/request");
	TCase *requests = tcase_create("requests");

	tcase_add_loop_test(requests, addresses_are_read_or_refused, 0, COUNT_OF(addresses));
	tcase_add_test(requests, parameters_are_percent_encoded);
	tcase_add_loop_test(requests, answers_are_read_whole_or_refused, 0, COUNT_OF(answers));
	tcase_add_test(requests, nobody_listening_is_an_error_that_names_the_place);
	suite_add_tcase(suite, requests);
	return suite;
}
