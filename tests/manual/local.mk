# SPDX-License-Identifier: GPL-2.0-or-later
check_PROGRAMS += tests/manual/check_http_examples
dist_check_SCRIPTS += %D%/checking.sh %D%/options.sh %D%/queries.sh
