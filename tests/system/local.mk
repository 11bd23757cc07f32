# SPDX-License-Identifier: GPL-2.0-or-later
dist_check_SCRIPTS += \
	%D%/index.sh \
	%D%/interrupt.sh \
	%D%/kill.sh
EXTRA_DIST += %D%/tap.subr
