# SPDX-License-Identifier: GPL-2.0-or-later
# Not built by `make`: ask for one by name, make bench/segment.

EXTRA_PROGRAMS += %D%/segment %D%/text
%C%_segment_LDADD = $(STORE_LIBS) $(BASE_LIBS)
%C%_text_LDADD = $(TEXT_LIBS) $(BASE_LIBS)
EXTRA_PROGRAMS += %D%/match_bench
%C%_match_bench_LDADD = libdaemon.a $(STORE_LIBS) $(BASE_LIBS)
EXTRA_DIST += %D%/README.md
