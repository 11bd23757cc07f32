/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * requests.c - asks a quothd over HTTP, one connection kept open:
 *
 *     bench/requests SERVER QUERIES [ROUNDS]              times by class, as times.h prints them
 *     bench/requests SERVER QUERIES -c CLIENTS -t SECONDS [-k CLASS] [-r RATE]  requests per second
 *
 * SERVER is http://host:port or unix:PATH. With -c, so many processes each ask the queries
 * (of one class), each from another one on, over a connection of their own: as fast as they are
 * answered, or RATE a second all together. Times of answers and of refusals (503) are then told to an eighth.
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
#define BUCKET_COUNT 256

/* How often something took how long: eight buckets for each doubling of microseconds. */
struct histogram {
	uint64_t count, buckets[BUCKET_COUNT];
};

/* What one client counted, in memory that processes share. */
struct tally {
	struct histogram answers, refusals;
	bool has_failed;
};

struct asking {
	struct server server;
	struct reply reply;
	struct times times;
	struct buffer path;
	struct slice class;  /* asked alone; empty: all */
	size_t skipped;      /* queries that are left out at first */
	int64_t end_ns;      /* 0: no end */
	int64_t interval_ns; /* from one request to the next; 0: none */
	int64_t next_ns;
	struct tally *tally; /* with an end */
	struct error error;
};

static void histogram_add(struct histogram *histogram, int64_t elapsed_ns)
{
	const uint64_t us = (uint64_t)elapsed_ns / 1000;
	unsigned shift = 0;

	while (us >> shift >= 16)
		shift++;
	histogram->buckets[shift * 8 + (us >> shift)]++;
	histogram->count++;
}

/* Milliseconds that `share` of all took at most. */
static double histogram_at(const struct histogram *histogram, double share)
{
	double left = (double)histogram->count * share;
	unsigned i = 0, shift;

	while (i < BUCKET_COUNT - 1 && (left -= (double)histogram->buckets[i]) > 0)
		i++;
	shift = i < 16 ? 0 : i / 8 - 1;
	return (double)((uint64_t)(i + 1 - shift * 8) << shift) / 1e3;
}

static void histogram_merge(struct histogram *all, const struct histogram *histogram)
{
	all->count += histogram->count;
	for (unsigned i = 0; i < BUCKET_COUNT; i++)
		all->buckets[i] += histogram->buckets[i];
}

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

	if (asking->skipped) {
		asking->skipped--;
		return true;
	}
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
	if (asking->reply.status != 200 && (asking->reply.status != 503 || !asking->tally))
		return error_set(&asking->error, ERROR_QUERY, "%.*s: status %d", SLICE_ARGS(query),
			asking->reply.status);
	if (asking->tally) {
		histogram_add(asking->reply.status == 200 ? &asking->tally->answers :
							    &asking->tally->refusals,
			sample.whole_ns);
		return begin + sample.whole_ns < asking->end_ns;
	}
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
	size_t query_count;
	unsigned long clients;
	double seconds, rate; /* of all clients a second; 0: as they can */
};

/* One of the clients. They begin one after another, so that requests come evenly. */
static void ask_on(const struct load *load, unsigned long number, struct tally *tally)
{
	const double share = (double)number / (double)load->clients;
	struct asking asking = {.class = slice_of(load->class), .tally = tally};

	asking.skipped = (size_t)((double)load->query_count * share);
	asking.next_ns = clock_monotonic_ns();
	asking.end_ns = asking.next_ns + (int64_t)(load->seconds * 1e9);
	if (load->rate > 0) {
		asking.interval_ns = (int64_t)((double)load->clients / load->rate * 1e9);
		asking.next_ns += (int64_t)((double)asking.interval_ns * share);
	}
	if (!server_parse(load->server, &asking.server, &asking.error))
		return;
	while (times_each_query(load->queries, ask, &asking) &&
		clock_monotonic_ns() < asking.end_ns)
		continue;
	tally->has_failed = asking.error.code != ERROR_NONE;
	if (tally->has_failed)
		fprintf(stderr, "requests: %s\n", asking.error.message);
	asking_clear(&asking);
}

static void print_load(const struct load *load, const struct tally *all, unsigned failed)
{
	printf("{\"clients\":%lu,\"answers_s\":%.0f,\"refusals_s\":%.0f,\"failed\":%u", load->clients,
		(double)all->answers.count / load->seconds,
		(double)all->refusals.count / load->seconds, failed);
	printf(",\"answer_p50_ms\":%.3f,\"answer_p99_ms\":%.3f", histogram_at(&all->answers, .5),
		histogram_at(&all->answers, .99));
	printf(",\"refusal_p50_ms\":%.3f,\"refusal_p99_ms\":%.3f}\n",
		histogram_at(&all->refusals, .5), histogram_at(&all->refusals, .99));
}

static bool count_query(void *context, struct slice name, struct slice query)
{
	(void)name;
	(void)query;
	++*(size_t *)context;
	return true;
}

static bool ask_at_once(const struct load *load)
{
	const size_t size = load->clients * sizeof(struct tally);
	struct tally *tallies = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct tally all = {0};
	unsigned failed = 0;

	if (tallies == MAP_FAILED)
		return false;
	fflush(NULL);
	for (unsigned long i = 0; i < load->clients; i++) {
		if (fork() == 0) {
			ask_on(load, i, &tallies[i]);
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		continue;
	for (unsigned long i = 0; i < load->clients; i++) {
		histogram_merge(&all.answers, &tallies[i].answers);
		histogram_merge(&all.refusals, &tallies[i].refusals);
		failed += tallies[i].has_failed;
	}
	munmap(tallies, size);
	print_load(load, &all, failed);
	return failed == 0;
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
	times_each_query(load.queries, count_query, &load.query_count);
	is_well = load.clients ? ask_at_once(&load) :
				 ask_in_turn(load.server, load.queries,
					 argc - optind > 2 ? strtoul(argv[optind + 2], NULL, 10) : 5);
	buffer_clear(&queries);
	return is_well ? 0 : 2;
}
