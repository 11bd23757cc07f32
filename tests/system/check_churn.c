/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A daemon answers 16 clients while articles are replaced, added and deleted: no error, no
 * article ever missing, none ever twice. CHURN_ROUNDS sets how often the index is changed.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "client/answer.h"
#include "client/request.h"
#include "tests/support/http_fixture.h"
#include "tests/support/suite.h"

#define ARTICLES 50   /* that are always there */
#define CHANGED 10    /* of them, in each round */
#define CLIENTS 16
#define ROUNDS_INITIAL 20

static struct temporary_folder folder;
static struct http_fixture fixture;
static char index_path[300];

static void set_up(void)
{
	temporary_folder_open(&folder);
	snprintf(index_path, sizeof(index_path), "%s", temporary_folder_path(&folder, "index"));
}

static void tear_down(void)
{
	temporary_folder_close(&folder);
}

/* quoth-index with the given JSON lines on stdin, or with an id to delete. */
static void run_indexer(struct slice lines, const char *deleted)
{
	struct buffer command = {0};
	FILE *pipe;

	buffer_printf(&command, "'%s' -q --index '%s' %s%s 2>/dev/null", suite_build("quoth-index"),
		index_path, deleted ? "--delete " : "--format jsonl -", deleted ? deleted : "");
	pipe = popen(command.data, "w");
	ck_assert_ptr_nonnull(pipe);
	if (lines.size)
		fwrite(lines.data, 1, lines.size, pipe);
	ck_assert_int_eq(pclose(pipe), 0);
	buffer_clear(&command);
}

static void add_article(struct buffer *lines, const char *kind, unsigned number, unsigned version)
{
	buffer_printf(lines,
		"{\"id\":\"%s%u\",\"title\":\"About %s number %u\",\"body\":\"The %s story in its "
		"version %u was told by \\\"somebody who knows\\\", said Jane Miller.\"}\n",
		kind, number, kind, number, kind, version);
}

/* --- the clients --- */

static volatile sig_atomic_t stopped;

static void stop(int signal_number)
{
	(void)signal_number;
	stopped = 1;
}

/* Every lasting article once, in any order. */
static bool is_whole(const struct answer *answer)
{
	bool seen[ARTICLES] = {false};

	for (size_t i = 0; i < answer->row_count; i++) {
		struct slice id = answer->rows[i].id;
		uint64_t number;

		if (!slice_starts_with(id, SLICE_LITERAL("lasting")) ||
			!slice_to_unsigned(slice_range(id, 7, id.size), &number) ||
			number >= ARTICLES || seen[number])
			return false;
		seen[number] = true;
	}
	return answer->row_count == ARTICLES;
}

/* One client: asks until it is told to stop. Its exit status: 0, or what went wrong. */
static int ask(unsigned *count)
{
	struct server server;
	struct reply reply = {0};
	struct error error = {0};
	int wrong = 0;

	server_init_socket(&server, fixture.socket);
	while (!stopped && !wrong) {
		struct answer answer = {0};

		if (!request_send(&server, "GET",
			    SLICE_LITERAL("/v1/search?q=lasting%20story&match=all&size=200&snippet=0"),
			    &reply, &error))
			wrong = 2;
		else if (reply.status != 200 ||
			 !answer_read(buffer_slice(&reply.body), &answer, &error))
			wrong = 3;
		else if (!is_whole(&answer))
			wrong = 4;
		answer_clear(&answer);
		++*count;
	}
	reply_clear(&reply);
	server_clear(&server);
	return wrong;
}

static pid_t start_client(int report)
{
	pid_t child = fork();
	unsigned count = 0;
	int wrong;

	if (child)
		return child;
	signal(SIGUSR1, stop);
	wrong = ask(&count);
	(void)!write(report, &count, sizeof(count));
	_exit(wrong);
}

static unsigned rounds(void)
{
	const char *text = getenv("CHURN_ROUNDS");
	uint64_t number;

	return text && slice_to_unsigned(slice_of(text), &number) ? (unsigned)number
								  : ROUNDS_INITIAL;
}

START_TEST(no_article_is_ever_missing_or_twice_while_the_index_changes)
{
	struct buffer lines = {0};
	pid_t clients[CLIENTS];
	unsigned asked = 0, count;
	int report[2], status;

	for (unsigned i = 0; i < ARTICLES; i++)
		add_article(&lines, "lasting", i, 0);
	run_indexer(buffer_slice(&lines), NULL);
	http_fixture_start(&fixture, index_path, NULL, 0);
	ck_assert_int_eq(pipe(report), 0);
	for (size_t i = 0; i < CLIENTS; i++)
		clients[i] = start_client(report[1]);
	close(report[1]);
	for (unsigned round = 1; round <= rounds(); round++) {
		char deleted[32];

		buffer_reset(&lines);
		for (unsigned i = 0; i < CHANGED; i++)
			add_article(&lines, "lasting", (round * CHANGED + i) % ARTICLES, round);
		add_article(&lines, "passing", round, round);
		run_indexer(buffer_slice(&lines), NULL);
		snprintf(deleted, sizeof(deleted), "passing%u", round);
		run_indexer((struct slice){0}, deleted);
	}
	for (size_t i = 0; i < CLIENTS; i++)
		kill(clients[i], SIGUSR1);
	for (size_t i = 0; i < CLIENTS; i++) {
		ck_assert_int_eq(waitpid(clients[i], &status, 0), clients[i]);
		ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0,
			"client %zu ended with %d", i, status);
	}
	while (read(report[0], &count, sizeof(count)) == sizeof(count))
		asked += count;
	ck_assert_uint_gt(asked, rounds());
	printf("# %u changes, %u answers, 0 errors\n", 2 * rounds(), asked);
	close(report[0]);
	http_fixture_close(&fixture);
	buffer_clear(&lines);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("system/churn");
	TCase *churn = tcase_create("churn");

	tcase_set_timeout(churn, 600);
	tcase_add_checked_fixture(churn, set_up, tear_down);
	tcase_add_test(churn, no_article_is_ever_missing_or_twice_while_the_index_changes);
	suite_add_tcase(suite, churn);
	return suite;
}
