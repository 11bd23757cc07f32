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
	%D%/http/dispatch.c %D%/http/dispatch.h \
	%D%/http/exchange.c %D%/http/exchange.h \
	%D%/http/gate.c %D%/http/gate.h \
	%D%/http/listener.c %D%/http/listener.h \
	%D%/http/parameters.c %D%/http/parameters.h \
	%D%/http/request.c %D%/http/request.h \
	%D%/http/response.c %D%/http/response.h \
	%D%/http/router.c %D%/http/router.h \
	%D%/http/server.c %D%/http/server.h \
	%D%/metrics.c %D%/metrics.h \
	%D%/options.c %D%/options.h \
	%D%/render/check.c %D%/render/check.h \
	%D%/render/index.c %D%/render/index.h \
	%D%/render/json.c %D%/render/json.h \
	%D%/render/problem.c %D%/render/problem.h \
	%D%/render/results.c %D%/render/results.h \
	%D%/render/speakers.c %D%/render/speakers.h \
	%D%/render/suggest.c %D%/render/suggest.h \
	%D%/render/variants.c %D%/render/variants.h \
	%D%/query/notes.c %D%/query/notes.h \
	%D%/query/operator.c %D%/query/operator.h \
	%D%/query/parser.c %D%/query/parser.h \
	%D%/query/peer.c %D%/query/peer.h \
	%D%/query/plan.c %D%/query/plan.h \
	%D%/query/plan_text.c %D%/query/plan_text.h \
	%D%/query/print.c %D%/query/print.h \
	%D%/query/range.c %D%/query/range.h \
	%D%/query/token.c %D%/query/token.h \
	%D%/query/tree.c %D%/query/tree.h \
	%D%/query/typed.c %D%/query/typed.h \
	%D%/search/candidate.c \
	%D%/search/check.c %D%/search/check.h \
	%D%/search/check_alike.c \
	%D%/search/check_exact.c \
	%D%/search/checking.h \
	%D%/search/claim.c %D%/search/claim.h \
	%D%/search/quotation.c %D%/search/quotation.h \
	%D%/search/lookup.c %D%/search/lookup.h \
	%D%/search/reader.c %D%/search/reader.h \
	%D%/search/speakers.c %D%/search/speakers.h \
	%D%/search/variants.c %D%/search/variants.h \
	%D%/search/build.c %D%/search/build.h \
	%D%/search/build_near.c \
	%D%/search/build_words.c %D%/search/building.h %D%/search/build_phrase.c \
	%D%/search/collapse.c %D%/search/collapse.h \
	%D%/search/collect.c %D%/search/collect.h \
	%D%/search/expand.c %D%/search/expand.h \
	%D%/search/explain.c %D%/search/explain.h \
	%D%/search/facet.c %D%/search/facet.h \
	%D%/search/facet_counting.h %D%/search/facet_date.c %D%/search/facet_name.c \
	%D%/search/facet_speaker.c \
	%D%/search/leaf.c %D%/search/leaf.h \
	%D%/search/match.c %D%/search/match.h \
	%D%/search/missing.c %D%/search/missing.h \
	%D%/search/passage.c %D%/search/passage.h \
	%D%/search/feedback.c %D%/search/feedback.h \
	%D%/search/rank.c %D%/search/rank.h \
	%D%/search/request.h \
	%D%/search/search.c %D%/search/search.h \
	%D%/search/quoted.c %D%/search/quoted.h \
	%D%/search/similar.c %D%/search/similar.h \
	%D%/search/snippet.c %D%/search/snippet.h \
	%D%/search/context.c %D%/search/context.h \
	%D%/search/dictionary.c %D%/search/dictionary.h \
	%D%/search/spans.c %D%/search/spans.h \
	%D%/search/spelling.c %D%/search/spelling.h \
	%D%/search/spelling_edit.c \
	%D%/search/suggest.c %D%/search/suggest.h \
	%D%/search/suggest_names.c \
	%D%/search/suggest_words.c \
	%D%/service.c %D%/service.h \
	%D%/worker.c %D%/worker.h
EXTRA_DIST += %D%/README.md %D%/handler/README.md %D%/http/README.md %D%/query/README.md %D%/render/README.md %D%/search/README.md

bin_PROGRAMS += quothd
quothd_SOURCES = %D%/main.c
quothd_LDADD = libdaemon.a $(STORE_LIBS) $(BASE_LIBS) $(EVENT_LIBS)
