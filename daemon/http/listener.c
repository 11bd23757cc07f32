/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/http/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/slice.h"

#include "base/banned.h"

#define BACKLOG 1024
#define SOCKET_TYPE (SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC)

static const struct listener nothing = {.descriptor = -1, .lock = -1};

/* --- TCP --- */

/* Cuts "HOST:PORT" or "[HOST]:PORT" into terminated strings. */
static bool split_address(const char *address, char host[256], char port[8])
{
	struct slice text = slice_of(address);
	const char *colon = strrchr(address, ':');
	struct slice name, number;
	uint64_t value;

	if (!colon)
		return false;
	name = slice_range(text, 0, (size_t)(colon - address));
	number = slice_range(text, name.size + 1, text.size);
	if (name.size > 2 && name.data[0] == '[' && name.data[name.size - 1] == ']')
		name = slice_range(name, 1, name.size - 1);
	if (!name.size || name.size > 255 || !slice_to_unsigned(number, &value) || value > 65535)
		return false;
	snprintf(host, 256, "%.*s", SLICE_ARGS(name));
	snprintf(port, 8, "%u", (unsigned)value);
	return true;
}

static void name_tcp(struct listener *listener)
{
	struct sockaddr_storage address;
	socklen_t size = sizeof(address);
	char host[NI_MAXHOST], port[NI_MAXSERV];

	if (getsockname(listener->descriptor, (struct sockaddr *)&address, &size) < 0 ||
		getnameinfo((struct sockaddr *)&address, size, host, sizeof(host), port,
			sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV))
		return;
	snprintf(listener->name, sizeof(listener->name),
		address.ss_family == AF_INET6 ? "http://[%.255s]:%.8s" : "http://%.255s:%.8s", host,
		port);
}

/* Each is an improvement, none a condition. */
static void set_options(int descriptor, int family)
{
	static const int yes = 1;

	setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	if (family == AF_INET6)
		setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof(yes));
}

bool listener_open_tcp(const char *address, struct listener *listener, struct error *error)
{
	const struct addrinfo hints = {
		.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
	struct listener opened = nothing;
	struct addrinfo *found;
	char host[256], port[8];
	int failure;

	if (!split_address(address, host, port))
		return error_set(error, ERROR_USAGE, "listen: '%s' is not HOST:PORT", address);
	failure = getaddrinfo(host, port, &hints, &found);
	if (failure)
		return error_set(error, ERROR_USAGE, "listen: %s: %s", host, gai_strerror(failure));
	opened.descriptor = socket(found->ai_family, SOCKET_TYPE, 0);
	if (opened.descriptor >= 0)
		set_options(opened.descriptor, found->ai_family);
	if (opened.descriptor < 0 ||
		bind(opened.descriptor, found->ai_addr, found->ai_addrlen) < 0 ||
		listen(opened.descriptor, BACKLOG) < 0) {
		error_set(error, ERROR_IO, "listen: %s: %s", address, strerror(errno));
		freeaddrinfo(found);
		listener_close(&opened);
		return false;
	}
	freeaddrinfo(found);
	name_tcp(&opened);
	*listener = opened;
	return true;
}

/* --- Unix --- */

/* The folder of the socket: made for us alone, or there already and nobody else's to write. */
static bool prepare_folder(const char *path, struct error *error)
{
	const char *slash = strrchr(path, '/');
	char folder[sizeof(((struct sockaddr_un *)NULL)->sun_path)];
	struct stat status;
	mode_t before;
	bool made;

	if (!slash || slash == path)
		return true;
	snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path), path);
	before = umask(077);
	made = file_make_folder(folder, error);
	umask(before);
	if (!made)
		return false;
	if (stat(folder, &status) < 0)
		return error_set(error, ERROR_IO, "%s: %s", folder, strerror(errno));
	if ((status.st_mode & 022) && !(status.st_mode & S_ISVTX))
		return error_set(error, ERROR_IO, "%s: others may write to the socket's folder", folder);
	return true;
}

static bool lock_socket(const char *path, struct listener *listener, struct error *error)
{
	char name[sizeof(listener->path) + 8];

	snprintf(name, sizeof(name), "%s.lock", path);
	listener->lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (listener->lock < 0)
		return error_set(error, ERROR_IO, "%s: %s", name, strerror(errno));
	if (flock(listener->lock, LOCK_EX | LOCK_NB) < 0)
		return error_set(error, ERROR_IO, "socket: %s is served by another quothd", path);
	return true;
}

static bool bind_unix(const char *path, struct listener *listener, struct error *error)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct stat status;
	mode_t before;
	int failure;

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	/* With the lock held nobody serves it: a socket there is a dead one's. */
	if (lstat(path, &status) == 0 && S_ISSOCK(status.st_mode))
		unlink(path);
	listener->descriptor = socket(AF_UNIX, SOCKET_TYPE, 0);
	if (listener->descriptor < 0)
		return error_set(error, ERROR_IO, "socket: %s", strerror(errno));
	before = umask(0177);
	failure = bind(listener->descriptor, (struct sockaddr *)&address, sizeof(address));
	umask(before);
	if (failure || listen(listener->descriptor, BACKLOG) < 0)
		return error_set(error, ERROR_IO, "socket: %s: %s", path, strerror(errno));
	snprintf(listener->path, sizeof(listener->path), "%s", path);
	return true;
}

bool listener_open_unix(const char *path, struct listener *listener, struct error *error)
{
	struct listener opened = nothing;

	opened.is_local = true;
	if (!*path || strlen(path) >= sizeof(opened.path))
		return error_set(error, ERROR_USAGE, "socket: a path of 1 to %zu bytes is needed",
			sizeof(opened.path) - 1);
	if (!prepare_folder(path, error) || !lock_socket(path, &opened, error) ||
		!bind_unix(path, &opened, error)) {
		listener_close(&opened);
		return false;
	}
	snprintf(opened.name, sizeof(opened.name), "unix:%s", path);
	*listener = opened;
	return true;
}

/* --- inherited --- */

bool listener_adopt(int descriptor, struct listener *listener, struct error *error)
{
	struct listener opened = nothing;
	struct sockaddr_storage address;
	socklen_t size = sizeof(address), flag_size = sizeof(int);
	int is_listening = 0;

	if (getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &is_listening, &flag_size) < 0 ||
		!is_listening || getsockname(descriptor, (struct sockaddr *)&address, &size) < 0)
		return error_set(error, ERROR_IO, "inherited descriptor %d does not listen", descriptor);
	opened.descriptor = descriptor;
	opened.is_inherited = true;
	opened.is_local = address.ss_family == AF_UNIX;
	if (opened.is_local)
		snprintf(opened.name, sizeof(opened.name), "unix:%s",
			((const struct sockaddr_un *)&address)->sun_path);
	else
		name_tcp(&opened);
	*listener = opened;
	return true;
}

void listener_close(struct listener *listener)
{
	if (listener->path[0])
		unlink(listener->path);
	if (listener->descriptor >= 0)
		close(listener->descriptor);
	/* The lock goes last: whoever gets it finds no socket of ours. */
	if (listener->lock >= 0)
		close(listener->lock);
	*listener = nothing;
}
