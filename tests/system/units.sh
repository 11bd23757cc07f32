#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The service's hardening, as systemd-analyze judges it: 10 is naked, 2.0 the most we allow.
set -eu

echo 1..1
if ! command -v systemd-analyze >/dev/null 2>&1; then
	echo "ok 1 - the service is confined # SKIP no systemd-analyze"
	exit 0
fi
if systemd-analyze security --offline=true --threshold=20 --no-pager \
	"$srcdir/docs/systemd/quothd.service" >/dev/null 2>&1; then
	echo "ok 1 - the service is confined"
else
	echo "not ok 1 - the service is confined"
fi
