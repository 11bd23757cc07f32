# SPDX-License-Identifier: GPL-2.0-or-later
# Not built by `make`: bench/run does, or ask for one by name: make bench/segment.

bench_articles = %D%/articles.c %D%/articles.h
bench_times = %D%/times.c %D%/times.h

bench_programs = %D%/answers %D%/corpus %D%/queries %D%/requests %D%/stages
EXTRA_PROGRAMS += $(bench_programs) %D%/quotations %D%/segment %D%/text

%C%_answers_SOURCES = %D%/answers.c $(bench_times)
%C%_answers_LDADD = libdaemon.a $(STORE_LIBS) $(BASE_LIBS)
%C%_corpus_LDADD = $(BASE_LIBS) -lm
%C%_queries_SOURCES = %D%/queries.c $(bench_articles)
%C%_queries_LDADD = libindexer.a $(STORE_LIBS) $(BASE_LIBS)
%C%_quotations_SOURCES = %D%/quotations.c $(bench_articles)
%C%_quotations_LDADD = libindexer.a $(STORE_LIBS) $(BASE_LIBS)
%C%_requests_SOURCES = %D%/requests.c $(bench_times)
%C%_requests_LDADD = libclient.a $(BASE_LIBS)
%C%_segment_LDADD = $(STORE_LIBS) $(BASE_LIBS)
%C%_stages_SOURCES = %D%/stages.c $(bench_articles) $(bench_times)
%C%_stages_LDADD = libdaemon.a libindexer.a $(STORE_LIBS) $(BASE_LIBS)
%C%_text_LDADD = $(TEXT_LIBS) $(BASE_LIBS)
EXTRA_PROGRAMS += %D%/claims %D%/suggest %D%/variants
%C%_claims_LDADD = libdaemon.a $(STORE_LIBS) $(BASE_LIBS)
%C%_suggest_LDADD = libdaemon.a $(STORE_LIBS) $(BASE_LIBS)
%C%_variants_LDADD = libdaemon.a $(STORE_LIBS) $(BASE_LIBS)

bench-programs: $(bench_programs)
.PHONY: bench-programs

EXTRA_DIST += %D%/README.md %D%/cheap %D%/compare %D%/endure %D%/evaluate %D%/grow %D%/heavy %D%/heavy.tsv %D%/overload %D%/phrases \
	%D%/ranking %D%/report.py %D%/run \
	%D%/peers/Lucene.java %D%/peers/README.md %D%/peers/constant.c %D%/peers/fts5.py \
	%D%/peers/groonga.py %D%/peers/queries.py %D%/peers/xapian.cc
CLEANFILES += $(bench_programs) %D%/quotations %D%/claims %D%/segment %D%/suggest %D%/text \
	%D%/variants
