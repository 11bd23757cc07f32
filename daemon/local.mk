# SPDX-License-Identifier: GPL-2.0-or-later
# libdaemon.a is everything but main.c, for the tests.
noinst_LIBRARIES += libdaemon.a
libdaemon_a_SOURCES = \
	%D%/handler/article.c \
	%D%/handler/begin.c \
	%D%/handler/check.c \
	%D%/handler/fields.c \
	%D%/handler/handler.h \
	%D%/handler/health.c \
	%D%/handler/metrics.c \
	%D%/handler/ready.c \
	%D%/handler/search.c \
	%D%/handler/speakers.c \
	%D%/handler/status.c \
	%D%/handler/stop.c \
	%D%/handler/suggest.c \
	%D%/handler/variants.c \
	%D%/http/connection.c %D%/http/connection.h \
	%D%/http/delivery.c %D%/http/delivery.h \
	%D%/http/dispatch.c %D%/http/dispatch.h \
	%D%/http/exchange.c %D%/http/exchange.h \
	%D%/http/gate.c %D%/http/gate.h \
	%D%/http/listener.c %D%/http/listener.h \
	%D%/http/parameters.c %D%/http/parameters.h \
	%D%/http/request.c %D%/http/request.h \
	%D%/http/response.c %D%/http/response.h \
	%D%/http/router.c %D%/http/router.h \
	%D%/http/server.c %D%/http/server.h \
	%D%/query/notes.c %D%/query/notes.h \
	%D%/query/operator.c %D%/query/operator.h \
	%D%/query/parser.c %D%/query/parser.h \
	%D%/query/peer.c %D%/query/peer.h \
	%D%/query/plan.c %D%/query/plan.h \
	%D%/query/plan_text.c %D%/query/plan_text.h \
	%D%/query/print.c %D%/query/print.h \
	%D%/query/range.c %D%/query/range.h \
	%D%/query/request.h \
	%D%/query/token.c %D%/query/token.h \
	%D%/query/tree.c %D%/query/tree.h \
	%D%/query/typed.c %D%/query/typed.h \
	%D%/index/context.c %D%/index/context.h \
	%D%/index/dictionary.c %D%/index/dictionary.h \
	%D%/index/expand.c %D%/index/expand.h \
	%D%/index/lookup.c %D%/index/lookup.h \
	%D%/index/quotation.c %D%/index/quotation.h \
	%D%/index/reader.c %D%/index/reader.h \
	%D%/index/speakers.c %D%/index/speakers.h \
	%D%/index/variants.c %D%/index/variants.h \
	%D%/index/word_stems.c %D%/index/word_stems.h \
	%D%/match/build.c %D%/match/build.h \
	%D%/match/build_near.c \
	%D%/match/build_phrase.c \
	%D%/match/build_words.c \
	%D%/match/building.h \
	%D%/match/feedback.c %D%/match/feedback.h \
	%D%/match/leaf.c %D%/match/leaf.h \
	%D%/match/marks.c %D%/match/marks.h \
	%D%/match/match.c %D%/match/match.h \
	%D%/match/rank.c %D%/match/rank.h \
	%D%/match/spans.c %D%/match/spans.h \
	%D%/facet/facet.c %D%/facet/facet.h \
	%D%/facet/facet_counting.h \
	%D%/facet/facet_date.c \
	%D%/facet/facet_name.c \
	%D%/facet/facet_speaker.c \
	%D%/check/candidate.c \
	%D%/check/check.c %D%/check/check.h \
	%D%/check/check_alike.c \
	%D%/check/check_exact.c \
	%D%/check/checking.h \
	%D%/check/claim.c %D%/check/claim.h \
	%D%/search/collapse.c %D%/search/collapse.h \
	%D%/search/collect.c %D%/search/collect.h \
	%D%/search/explain.c %D%/search/explain.h \
	%D%/search/missing.c %D%/search/missing.h \
	%D%/search/passage.c %D%/search/passage.h \
	%D%/search/quoted.c %D%/search/quoted.h \
	%D%/search/search.c %D%/search/search.h \
	%D%/search/similar.c %D%/search/similar.h \
	%D%/search/snippet.c %D%/search/snippet.h \
	%D%/search/spelling.c %D%/search/spelling.h \
	%D%/search/spelling_edit.c \
	%D%/suggest/suggest.c %D%/suggest/suggest.h \
	%D%/suggest/suggest_names.c \
	%D%/suggest/suggest_words.c \
	%D%/render/check.c %D%/render/check.h \
	%D%/render/index.c %D%/render/index.h \
	%D%/render/json.c %D%/render/json.h \
	%D%/render/problem.c %D%/render/problem.h \
	%D%/render/results.c %D%/render/results.h \
	%D%/render/speakers.c %D%/render/speakers.h \
	%D%/render/suggest.c %D%/render/suggest.h \
	%D%/render/variants.c %D%/render/variants.h \
	%D%/metrics.c %D%/metrics.h \
	%D%/options.c %D%/options.h \
	%D%/service.c %D%/service.h \
	%D%/worker.c %D%/worker.h
EXTRA_DIST += %D%/README.md \
	%D%/handler/README.md %D%/http/README.md %D%/query/README.md %D%/index/README.md %D%/match/README.md \
	%D%/facet/README.md %D%/check/README.md %D%/search/README.md %D%/suggest/README.md %D%/render/README.md

bin_PROGRAMS += quothd
quothd_SOURCES = %D%/main.c
quothd_LDADD = libdaemon.a $(STORE_LIBS) $(BASE_LIBS) $(EVENT_LIBS)
