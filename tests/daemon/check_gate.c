/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/http/gate.h"

#include "base/memory.h"
#include "tests/support/suite.h"

#include "base/banned.h"

static const struct {
	const char *host;
	bool is_allowed;
} hosts[] = {
	{"", true},
	{"localhost", true},
	{"LocalHost:7348", true},
	{"127.0.0.1", true},
	{"127.0.0.1:7348", true},
	{"192.168.1.20:80", true},
	{"[::1]", true},
	{"[::1]:7348", true},
	{"quoth.example.org", true},
	{"QUOTH.example.org:443", true},
	{"example.org", false},
	{"a.quoth.example.org", false},
	{"quoth.example.org.evil.example", false},
	{"localhost.evil.example", false},
	{"localhost.", false},
	{"127.0.0.1.evil.example", false},
	{"127.1", false},
	{"2130706433", false},
	{"0x7f.0.0.1", false},
	{"::1", false},
	{"[::1", false},
	{"[::1]x", false},
	{"[::1]:x", false},
	{"[localhost]", false},
	{"localhost:", false},
	{"localhost:x", false},
	{"localhost:99999", false},
	{"localhost:80:80", false},
};

START_TEST(only_known_names_pass)
{
	const char *names[] = {"other.example", "quoth.example.org"};
	const struct option_list allowed = {names, COUNT_OF(names)};

	ck_assert_msg(gate_allows_host(&allowed, slice_of(hosts[_i].host)) == hosts[_i].is_allowed,
		"%s", hosts[_i].host);
}
END_TEST

Suite *suite_make(void)
{
	Suite *suite = suite_create("gate");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, only_known_names_pass, 0, COUNT_OF(hosts));
	suite_add_tcase(suite, all);
	return suite;
}
