/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/http/listener.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/slice.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

#include "base/banned.h"

static struct temporary_folder folder;
static struct listener listener;
static struct error error;

static void setup(void)
{
	temporary_folder_open(&folder);
}

static void teardown(void)
{
	temporary_folder_close(&folder);
}

static const struct {
	const char *address, *name; /* NULL: refused */
} addresses[] = {
	{"127.0.0.1:0", "http://127.0.0.1:"},
	{"localhost:0", "http://"},
	{"127.0.0.1", NULL},
	{":7348", NULL},
	{"127.0.0.1:", NULL},
	{"127.0.0.1:x", NULL},
	{"127.0.0.1:-1", NULL},
	{"127.0.0.1:65536", NULL},
	{"[127.0.0.1:0", NULL},
	{"no name:0", NULL},
	{"", NULL},
};

START_TEST(addresses_are_host_and_port)
{
	bool opened = listener_open_tcp(addresses[_i].address, &listener, &error);

	ck_assert_msg(opened == (addresses[_i].name != NULL), "%s", addresses[_i].address);
	ck_assert(opened || error.code == ERROR_USAGE);
	if (!opened)
		return;
	ck_assert(slice_starts_with(slice_of(listener.name), slice_of(addresses[_i].name)));
	ck_assert(!slice_ends_with(slice_of(listener.name), SLICE_LITERAL(":0")));
	listener_close(&listener);
}
END_TEST

START_TEST(a_taken_port_is_an_io_error)
{
	struct listener second;

	ck_assert(listener_open_tcp("127.0.0.1:0", &listener, &error));
	ck_assert(!listener_open_tcp(listener.name + strlen("http://"), &second, &error));
	ck_assert_int_eq(error.code, ERROR_IO);
	listener_close(&listener);
}
END_TEST

static unsigned mode_of(const char *path)
{
	struct stat status;

	ck_assert_msg(lstat(path, &status) == 0, "%s", path);
	return status.st_mode & 0777;
}

START_TEST(a_unix_socket_is_ours_alone)
{
	const char *path = temporary_folder_path(&folder, "a/b/socket");

	umask(0);
	ck_assert(listener_open_unix(path, &listener, &error));
	ck_assert(listener.is_local);
	ck_assert_uint_eq(mode_of(path), 0600);
	ck_assert_uint_eq(mode_of(temporary_folder_path(&folder, "a/b")), 0700);
	ck_assert_uint_eq(umask(022), 0);
	listener_close(&listener);
	ck_assert(!file_exists(path));
}
END_TEST

START_TEST(a_folder_that_others_write_to_is_refused)
{
	const char *open = temporary_folder_path(&folder, "open");

	ck_assert_int_eq(mkdir(open, 0777), 0);
	ck_assert_int_eq(chmod(open, 0777), 0);
	ck_assert(!listener_open_unix(temporary_folder_path(&folder, "open/s"), &listener, &error));
	ck_assert_int_eq(chmod(open, 01777), 0); /* like /tmp */
	ck_assert(listener_open_unix(temporary_folder_path(&folder, "open/s"), &listener, &error));
	listener_close(&listener);
}
END_TEST

START_TEST(a_served_socket_is_not_taken)
{
	const char *path = temporary_folder_path(&folder, "socket");
	struct listener second;

	ck_assert(listener_open_unix(path, &listener, &error));
	ck_assert(!listener_open_unix(path, &second, &error));
	ck_assert_int_eq(error.code, ERROR_IO);
	ck_assert(file_exists(path));
	listener_close(&listener);
	ck_assert(listener_open_unix(path, &second, &error));
	listener_close(&second);
}
END_TEST

START_TEST(a_dead_socket_is_replaced)
{
	const char *path = temporary_folder_path(&folder, "socket");
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int dead = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%.100s", path);
	ck_assert_int_eq(bind(dead, (const struct sockaddr *)&address, sizeof(address)), 0);
	close(dead);
	ck_assert(listener_open_unix(path, &listener, &error));
	listener_close(&listener);
}
END_TEST

START_TEST(a_file_is_never_replaced)
{
	const char *path = temporary_folder_write(&folder, "socket", SLICE_LITERAL("precious"));

	ck_assert(!listener_open_unix(path, &listener, &error));
	ck_assert(file_exists(path));
}
END_TEST

START_TEST(a_path_has_a_limit)
{
	char path[200];

	memset(path, 'a', sizeof(path));
	path[sizeof(path) - 1] = '\0';
	ck_assert(!listener_open_unix(path, &listener, &error));
	ck_assert(!listener_open_unix("", &listener, &error));
	ck_assert_int_eq(error.code, ERROR_USAGE);
}
END_TEST

START_TEST(an_inherited_socket_keeps_its_path)
{
	const char *path = temporary_folder_path(&folder, "socket");
	struct listener adopted;

	ck_assert(listener_open_unix(path, &listener, &error));
	ck_assert(listener_adopt(dup(listener.descriptor), &adopted, &error));
	ck_assert(adopted.is_local);
	ck_assert_str_eq(adopted.name, listener.name);
	listener_close(&adopted);
	ck_assert(file_exists(path));
	listener_close(&listener);
}
END_TEST

START_TEST(what_does_not_listen_is_not_inherited)
{
	int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);

	ck_assert(!listener_adopt(descriptor, &listener, &error));
	ck_assert(!listener_adopt(-1, &listener, &error));
	close(descriptor);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("listener");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, setup, teardown);
	tcase_add_loop_test(all, addresses_are_host_and_port, 0, COUNT_OF(addresses));
	tcase_add_test(all, a_taken_port_is_an_io_error);
	tcase_add_test(all, a_unix_socket_is_ours_alone);
	tcase_add_test(all, a_folder_that_others_write_to_is_refused);
	tcase_add_test(all, a_served_socket_is_not_taken);
	tcase_add_test(all, a_dead_socket_is_replaced);
	tcase_add_test(all, a_file_is_never_replaced);
	tcase_add_test(all, a_path_has_a_limit);
	tcase_add_test(all, an_inherited_socket_keeps_its_path);
	tcase_add_test(all, what_does_not_listen_is_not_inherited);
	suite_add_tcase(suite, all);
	return suite;
}
