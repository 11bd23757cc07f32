# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += libxapian-c.a
libxapian_c_a_SOURCES = \
	%D%/database.cc %D%/database.h %D%/database.hh \
	%D%/guard.cc %D%/guard.hh \
	%D%/leaf_node.cc \
	%D%/list.cc %D%/list.hh \
	%D%/match.cc %D%/match.h \
	%D%/node.cc %D%/node.hh \
	%D%/query.cc %D%/query.h %D%/query.hh \
	%D%/stem.cc %D%/stem.h \
	%D%/terms.cc
EXTRA_DIST += %D%/README.md
