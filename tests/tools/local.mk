# SPDX-License-Identifier: GPL-2.0-or-later
dist_check_SCRIPTS += \
	%D%/bootstrap.sh \
	%D%/layers.sh \
	%D%/style.sh
EXTRA_DIST += \
	script/bootstrap \
	script/run \
	script/test \
	tools/README.md \
	tools/check-layers.sh \
	tools/check-style.awk \
	tools/check-style.sh \
	tools/coverage.sh \
	tools/layers.txt \
	tools/new-module.sh
