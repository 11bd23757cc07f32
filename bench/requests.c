/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * requests.c - asks a quothd over HTTP, one connection kept open:
 *
 *     bench/requests SERVER QUERIES [ROUNDS]              times by class, as times.h prints them
 *     bench/requests SERVER QUERIES -c CLIENTS -t SECONDS [-k CLASS] [-r RATE]  requests per second
 *
 * SERVER is http://host:port or unix:PATH. With -c, so many processes each ask the queries
 * (of one class) over a connection of their own: as fast as they are answered, or RATE a second
 * all together.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "bench/times.h"
#include "client/request.h"

#define QUERY_FILE_LIMIT ((size_t)64 << 20)
#define CLIENTS_LIMIT 1024

struct asking {
	struct server server;
	struct reply reply;
	struct times times;
	struct buffer path;
	struct slice class;  /* asked alone; empty: all */
	int64_t end_ns;      /* 0: no end */
	int64_t interval_ns; /* from one request to the next; 0: none */
	int64_t next_ns;
	uint64_t answered, refused;
	struct error error;
};

/* Until the next request is due. Who was kept waiting for an answer does not catch up. */
static void pace(struct asking *asking)
{
	const int64_t now = clock_monotonic_ns(), rest = asking->next_ns - now;

	if (asking->interval_ns == 0)
		return;
	if (rest > 0)
		nanosleep(&(struct timespec){rest / 1000000000, rest % 1000000000}, NULL);
	asking->next_ns = (rest > 0 ? asking->next_ns : now) + asking->interval_ns;
}

static bool ask(void *context, struct slice name, struct slice query)
{
	struct asking *asking = context;
	struct times_sample sample = {0};
	int64_t begin;

	if (asking->class.size && !slice_equal(asking->class, name))
		return true;
	buffer_reset(&asking->path);
	buffer_append_string(&asking->path, "/v1/search");
	request_parameter(&asking->path, "q", query);
	pace(asking);
	begin = clock_monotonic_ns();
	if (!request_send(&asking->server, "GET", buffer_slice(&asking->path), &asking->reply,
		    &asking->error))
		return false;
	sample.whole_ns = clock_monotonic_ns() - begin;
	if (asking->reply.status == 200)
		asking->answered++;
	else if (asking->reply.status == 503)
		asking->refused++;
	else
		return error_set(&asking->error, ERROR_QUERY, "%.*s: status %d", SLICE_ARGS(query),
			asking->reply.status);
	if (asking->end_ns)
		return begin + sample.whole_ns < asking->end_ns;
	times_add(&asking->times, name, &sample);
	return true;
}

static void asking_clear(struct asking *asking)
{
	server_clear(&asking->server);
	reply_clear(&asking->reply);
	times_clear(&asking->times);
	buffer_clear(&asking->path);
}

static bool ask_in_turn(const char *server, struct slice queries, unsigned long rounds)
{
	struct asking asking = {0};
	struct buffer output = {0};
	bool is_well = server_parse(server, &asking.server, &asking.error);

	while (is_well && rounds--) {
		times_again(&asking.times);
		is_well = times_each_query(queries, ask, &asking);
	}
	if (is_well) {
		times_print(&asking.times, &output);
		printf("{\"classes\":%s}\n", output.data);
	} else {
		fprintf(stderr, "requests: %s\n", asking.error.message);
	}
	buffer_clear(&output);
	asking_clear(&asking);
	return is_well;
}

struct load {
	const char *server, *class;
	struct slice queries;
	unsigned long clients;
	double seconds, rate; /* of all clients a second; 0: as they can */
};

/* What each client counted, in memory that processes share. */
struct tally {
	uint64_t answered, refused, failed;
};

static void ask_on(const struct load *load, struct tally *tally)
{
	struct asking asking = {.class = slice_of(load->class)};

	asking.end_ns = clock_monotonic_ns() + (int64_t)(load->seconds * 1e9);
	if (load->rate > 0)
		asking.interval_ns = (int64_t)((double)load->clients / load->rate * 1e9);
	if (!server_parse(load->server, &asking.server, &asking.error))
		return;
	while (times_each_query(load->queries, ask, &asking) &&
		clock_monotonic_ns() < asking.end_ns)
		continue;
	*tally = (struct tally){asking.answered, asking.refused, asking.error.code != ERROR_NONE};
	if (asking.error.code)
		fprintf(stderr, "requests: %s\n", asking.error.message);
	asking_clear(&asking);
}

static bool ask_at_once(const struct load *load)
{
	const size_t size = load->clients * sizeof(struct tally);
	struct tally *tallies = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct tally sum = {0};

	if (tallies == MAP_FAILED)
		return false;
	fflush(NULL);
	for (unsigned long i = 0; i < load->clients; i++) {
		if (fork() == 0) {
			ask_on(load, &tallies[i]);
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		continue;
	for (unsigned long i = 0; i < load->clients; i++) {
		sum.answered += tallies[i].answered;
		sum.refused += tallies[i].refused;
		sum.failed += tallies[i].failed;
	}
	munmap(tallies, size);
	printf("{\"clients\":%lu,\"answers_s\":%.0f,\"refusals_s\":%.0f,\"failed\":%llu}\n", load->clients,
		(double)sum.answered / load->seconds, (double)sum.refused / load->seconds,
		(unsigned long long)sum.failed);
	return sum.failed == 0;
}

int main(int argc, char **argv)
{
	struct load load = {.class = "", .seconds = 5};
	struct buffer queries = {0};
	struct error error = {0};
	bool is_well;
	int option;

	while ((option = getopt(argc, argv, "c:t:k:r:")) != -1) {
		if (option == 'c')
			load.clients = strtoul(optarg, NULL, 10);
		else if (option == 't')
			load.seconds = strtod(optarg, NULL);
		else if (option == 'k')
			load.class = optarg;
		else if (option == 'r')
			load.rate = strtod(optarg, NULL);
	}
	if (argc - optind < 2 || load.clients > CLIENTS_LIMIT || load.seconds <= 0) {
		fprintf(stderr, "usage: %s SERVER QUERIES [ROUNDS | -c CLIENTS -t SECONDS]\n", argv[0]);
		return 2;
	}
	if (!file_read(argv[optind + 1], QUERY_FILE_LIMIT, &queries, &error)) {
		fprintf(stderr, "%s: %s\n", argv[0], error.message);
		return 2;
	}
	load.server = argv[optind];
	load.queries = buffer_slice(&queries);
	is_well = load.clients ? ask_at_once(&load) :
				 ask_in_turn(load.server, load.queries,
					 argc - optind > 2 ? strtoul(argv[optind + 2], NULL, 10) : 5);
	buffer_clear(&queries);
	return is_well ? 0 : 2;
}
