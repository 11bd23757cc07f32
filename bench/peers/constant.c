/* SPDX-License-Identifier: GPL-2.0-or-later */
/* constant.c - evhttp, one thread, the same 2 KiB for every request: constant PORT */
#include <stdlib.h>
#include <string.h>

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>

static void answer(struct evhttp_request *request, void *body)
{
	evbuffer_add(evhttp_request_get_output_buffer(request), body, 2048);
	evhttp_send_reply(request, 200, "OK", NULL);
}

int main(int argc, char **argv)
{
	struct event_base *base = event_base_new();
	struct evhttp *server = evhttp_new(base);
	char body[2048];

	memset(body, 'x', sizeof(body));
	if (argc < 2 || evhttp_bind_socket(server, "127.0.0.1", (unsigned short)atol(argv[1])) != 0)
		return 2;
	evhttp_set_gencb(server, answer, body);
	return event_base_dispatch(base);
}
