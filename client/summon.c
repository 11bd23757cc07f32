/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/summon.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/digest.h"

#define SOCKET_PATH_LIMIT (sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1)
#define START_LIMIT_MS 20000 /* a large index on a cold disk */
#define IDLE_EXIT_SECONDS "600"
#define COMPLAINT_LIMIT 2000 /* bytes of the daemon's stderr */

/* Where other users could have put something, the folder must be ours alone. */
static bool check_private(const char *folder, struct error *error)
{
	struct stat status;

	if (mkdir(folder, 0700) < 0 && errno != EEXIST)
		return error_set(error, ERROR_IO, "%s: %s", folder, strerror(errno));
	if (lstat(folder, &status) < 0)
		return error_set(error, ERROR_IO, "%s: %s", folder, strerror(errno));
	if (!S_ISDIR(status.st_mode) || status.st_uid != getuid() || (status.st_mode & 077))
		return error_set(error, ERROR_IO,
			"%s: not a private folder of yours (0700); remove it or set XDG_RUNTIME_DIR",
			folder);
	return true;
}

/* After su and in containers the variable may name a folder of another user, or none: then it is
 * as if it was not set. */
static bool is_own_folder(const char *path)
{
	struct stat status;

	return path && path[0] == '/' && stat(path, &status) == 0 && S_ISDIR(status.st_mode) &&
	       status.st_uid == getuid();
}

static bool fail_missing(const char *index, struct error *error)
{
	if (errno != ENOENT)
		return error_set(error, ERROR_INDEX, "%s: %s", index, strerror(errno));
	return error_set(error, ERROR_INDEX,
		"no index at %s; make one with: quoth-index --index %s PATH...", index, index);
}

/* The socket's path. ERROR_INDEX where the index is not there, ERROR_IO when no private folder
 * can be had, ERROR_USAGE when its name is too long for a socket. */
static bool find_socket_path(const char *index, struct buffer *path, struct error *error)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR"), *temporary = getenv("TMPDIR");
	char resolved[PATH_MAX];
	struct buffer folder = {0};
	bool ok;

	if (!realpath(index, resolved))
		return fail_missing(index, error);
	if (is_own_folder(runtime))
		buffer_printf(&folder, "%s/quoth", runtime);
	else
		buffer_printf(&folder, "%s/quoth-%u", temporary && temporary[0] ? temporary : "/tmp",
			(unsigned)getuid());
	ok = check_private(folder.data, error);
	if (ok)
		buffer_printf(path, "%s/%016llx.sock", folder.data,
			(unsigned long long)digest_64(slice_of(resolved)));
	if (ok && path->size > SOCKET_PATH_LIMIT)
		ok = error_set(error, ERROR_USAGE,
			"%s: a socket's path has at most %zu bytes; set XDG_RUNTIME_DIR or TMPDIR to a "
			"folder with a shorter name", path->data, SOCKET_PATH_LIMIT);
	buffer_clear(&folder);
	return ok;
}

bool summon_running(const char *index, struct server *server, struct error *error)
{
	struct buffer path = {0};
	struct error refused = {0};
	bool ok;

	if (!find_socket_path(index, &path, error)) {
		buffer_clear(&path);
		return false;
	}
	server_init_socket(server, path.data);
	buffer_clear(&path);
	ok = server_connect(server, &refused);
	if (!ok)
		server_clear(server);
	return ok;
}

/* quothd beside this program, as it is built and installed; else the one in PATH. */
static void find_daemon(struct buffer *program)
{
	const char *named = getenv("QUOTH_DAEMON");
	char self[PATH_MAX];
	ssize_t size = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (named && named[0]) {
		buffer_append_string(program, named);
		return;
	}
	if (size > 0) {
		const char *slash;

		self[size] = '\0';
		slash = strrchr(self, '/');
		buffer_append_bytes(program, self, (size_t)(slash - self) + 1);
		buffer_append_string(program, "quothd");
		if (access(program->data, X_OK) == 0)
			return;
		buffer_reset(program);
	}
	buffer_append_string(program, "quothd");
}

struct child {
	pid_t process;
	int output; /* its stdout: the line that says it is ready */
	int log;    /* its stderr: a file beside the socket, so that it can write for ever */
};

static void run_daemon(const char *program, const char *index, const char *socket_path, int output,
	int log)
{
	/* A session of its own: it outlives the terminal, and ^C is not for it. */
	setsid();
	dup2(output, STDOUT_FILENO);
	dup2(log, STDERR_FILENO);
	if (!freopen("/dev/null", "r", stdin) || chdir("/") < 0)
		_exit(126);
	execlp(program, "quothd", "--index", index, "--listen", "none", "--socket", socket_path,
		"--idle-exit", IDLE_EXIT_SECONDS, (char *)NULL);
	dprintf(STDERR_FILENO, "%s: %s; install it or set QUOTH_DAEMON\n", program, strerror(errno));
	_exit(127);
}

static bool start(const char *index, const char *socket_path, struct child *child,
	struct error *error)
{
	struct buffer name = {0};
	int output[2];

	buffer_printf(&name, "%s.log", socket_path);
	child->log = open(name.data, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (child->log < 0) {
		error_set(error, ERROR_IO, "%s: %s", name.data, strerror(errno));
		buffer_clear(&name);
		return false;
	}
	if (pipe2(output, O_CLOEXEC) < 0) {
		close(child->log);
		buffer_clear(&name);
		return error_set(error, ERROR_IO, "pipe: %s", strerror(errno));
	}
	buffer_reset(&name);
	find_daemon(&name);
	child->process = fork();
	if (child->process == 0)
		run_daemon(name.data, index, socket_path, output[1], child->log);
	close(output[1]);
	buffer_clear(&name);
	child->output = output[0];
	if (child->process < 0) {
		close(child->output);
		close(child->log);
		return error_set(error, ERROR_IO, "fork: %s", strerror(errno));
	}
	return true;
}

/* What it said on stderr, as one line. */
static void read_complaint(const struct child *child, struct buffer *complaint)
{
	char text[COMPLAINT_LIMIT];
	ssize_t count = pread(child->log, text, sizeof(text), 0);

	buffer_append(complaint, slice_trim(slice_make(text, count > 0 ? (size_t)count : 0)));
	if (complaint->size == 0)
		buffer_append_string(complaint, "it said nothing");
	for (size_t i = 0; i < complaint->size; i++) {
		if (complaint->data[i] == '\n')
			complaint->data[i] = ' ';
	}
}

/* Waits for the first line on its stdout. */
static bool wait_ready(const struct child *child, struct error *error)
{
	struct pollfd poller = {.fd = child->output, .events = POLLIN};
	struct buffer complaint = {0};
	int status, ready;
	char line[256];

	do
		ready = poll(&poller, 1, START_LIMIT_MS);
	while (ready < 0 && errno == EINTR);
	if (ready == 0)
		return error_set(error, ERROR_TIMEOUT, "quothd was not ready after %d s",
			START_LIMIT_MS / 1000);
	if (read(child->output, line, sizeof(line)) > 0)
		return true;
	waitpid(child->process, &status, 0);
	read_complaint(child, &complaint);
	error_set(error, ERROR_IO, "quothd could not start: %.*s",
		SLICE_ARGS(buffer_slice(&complaint)));
	buffer_clear(&complaint);
	return false;
}

static bool start_and_wait(const char *index, struct server *server, struct error *error)
{
	struct child child = {.output = -1, .log = -1};
	char resolved[PATH_MAX];
	bool ok;

	if (!realpath(index, resolved))
		return error_set(error, ERROR_INDEX, "%s: %s", index, strerror(errno));
	if (!start(resolved, server->socket_path, &child, error))
		return false;
	ok = wait_ready(&child, error);
	close(child.output);
	close(child.log);
	return ok && server_connect(server, error);
}

bool summon_daemon(const char *index, struct server *server, struct error *error)
{
	struct buffer path = {0}, lock = {0};
	struct error refused = {0};
	int descriptor;
	bool ok;

	if (!find_socket_path(index, &path, error)) {
		buffer_clear(&path);
		return false;
	}
	server_init_socket(server, path.data);
	buffer_printf(&lock, "%s.start", path.data);
	buffer_clear(&path);
	ok = server_connect(server, &refused);
	if (!ok) {
		/* Whoever holds the lock starts it; the others find it running after the wait. */
		descriptor = open(lock.data, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		if (descriptor < 0 || flock(descriptor, LOCK_EX) < 0)
			error_set(error, ERROR_IO, "%s: %s", lock.data, strerror(errno));
		else
			ok = server_connect(server, &refused) ||
			     start_and_wait(index, server, error);
		if (descriptor >= 0)
			close(descriptor);
	}
	buffer_clear(&lock);
	if (!ok)
		server_clear(server);
	return ok;
}
