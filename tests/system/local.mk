# SPDX-License-Identifier: GPL-2.0-or-later
check_PROGRAMS += tests/system/check_churn
dist_check_SCRIPTS += \
	%D%/client.sh \
	%D%/copies.sh \
	%D%/daemon.sh \
	%D%/index.sh \
	%D%/interrupt.sh \
	%D%/kill.sh \
	%D%/languages.sh \
	%D%/quotes.sh \
	%D%/refusals.sh \
	%D%/similar.sh \
	%D%/units.sh
EXTRA_DIST += %D%/tap.subr
