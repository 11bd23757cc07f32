/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/service.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/memory.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#include "base/banned.h"

static struct temporary_folder folder;

static void setup(void)
{
	temporary_folder_open(&folder);
}

static void teardown(void)
{
	temporary_folder_close(&folder);
}

/* A service manager's socket; what it is told is the next datagram. */
static int listen_for_states(const char *name, bool is_abstract)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int descriptor = socket(AF_UNIX, SOCK_DGRAM, 0);
	size_t size = strlen(name);

	ck_assert_int_ge(descriptor, 0);
	ck_assert_uint_lt(size, sizeof(address.sun_path));
	memcpy(address.sun_path, name, size);
	if (is_abstract)
		address.sun_path[0] = '\0';
	ck_assert_int_eq(bind(descriptor, (const struct sockaddr *)&address,
				 (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size)),
		0);
	setenv("NOTIFY_SOCKET", name, 1);
	return descriptor;
}

START_TEST(states_reach_the_manager)
{
	char name[300], state[50] = "";
	int manager;

	if (_i)
		snprintf(name, sizeof(name), "@quoth-test-%d", (int)getpid());
	else
		snprintf(name, sizeof(name), "%s", temporary_folder_path(&folder, "notify"));
	manager = listen_for_states(name, _i != 0);
	service_notify("READY=1");
	ck_assert_int_eq(recv(manager, state, sizeof(state) - 1, MSG_DONTWAIT), 7);
	ck_assert_str_eq(state, "READY=1");
	close(manager);
}
END_TEST

START_TEST(nobody_to_tell_is_no_harm)
{
	static const char *const names[] = {"", "relative", "@", "/nowhere/notify"};

	unsetenv("NOTIFY_SOCKET");
	service_notify("READY=1");
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		setenv("NOTIFY_SOCKET", names[i], 1);
		service_notify("READY=1");
	}
}
END_TEST

static void pass(const char *process, const char *count)
{
	setenv("LISTEN_PID", process, 1);
	setenv("LISTEN_FDS", count, 1);
}

START_TEST(sockets_are_taken_once)
{
	char process[20];
	int ends[2];

	snprintf(process, sizeof(process), "%d", (int)getpid());
	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(dup2(ends[0], SERVICE_FIRST_DESCRIPTOR), SERVICE_FIRST_DESCRIPTOR);
	pass(process, "1");
	ck_assert(service_has_descriptors());
	ck_assert_uint_eq(service_take_descriptors(), 1);
	ck_assert_int_eq(fcntl(SERVICE_FIRST_DESCRIPTOR, F_GETFD), FD_CLOEXEC);
	ck_assert(fcntl(SERVICE_FIRST_DESCRIPTOR, F_GETFL) & O_NONBLOCK);
	ck_assert(!service_has_descriptors());
	ck_assert_uint_eq(service_take_descriptors(), 0);
}
END_TEST

START_TEST(sockets_of_others_are_left)
{
	static const char *const counts[] = {"", "x", "-1", "1000000", "18446744073709551617"};
	char process[20];

	pass("1", "1");
	ck_assert_uint_eq(service_take_descriptors(), 0);
	snprintf(process, sizeof(process), "%d", (int)getpid());
	for (size_t i = 0; i < COUNT_OF(counts); i++) {
		pass(process, counts[i]);
		ck_assert_uint_eq(service_take_descriptors(), 0);
	}
}
END_TEST

static const struct {
	const char *every_us, *process; /* NULL: not set; "self" */
	unsigned ms;
} watchdogs[] = {
	{NULL, NULL, 0},
	{"30000000", NULL, 15000},
	{"30000000", "self", 15000},
	{"30000000", "1", 0},
	{"x", NULL, 0},
	{"99999999999999999", NULL, 3600000},
};

START_TEST(the_watchdog_is_fed_twice_as_often)
{
	char self[20];
	const char *process = watchdogs[_i].process;

	snprintf(self, sizeof(self), "%d", (int)getpid());
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
	if (watchdogs[_i].every_us)
		setenv("WATCHDOG_USEC", watchdogs[_i].every_us, 1);
	if (process)
		setenv("WATCHDOG_PID", strcmp(process, "self") == 0 ? self : process, 1);
	ck_assert_uint_eq(service_watchdog_ms(), watchdogs[_i].ms);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("service");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, setup, teardown);
	tcase_add_loop_test(all, states_reach_the_manager, 0, 2);
	tcase_add_test(all, nobody_to_tell_is_no_harm);
	tcase_add_test(all, sockets_are_taken_once);
	tcase_add_test(all, sockets_of_others_are_left);
	tcase_add_loop_test(all, the_watchdog_is_fed_twice_as_often, 0, COUNT_OF(watchdogs));
	suite_add_tcase(suite, all);
	return suite;
}
