/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sample.h - an answer of quothd, for the tests of what the client makes of it. */
#ifndef TESTS_CLIENT_SAMPLE_H
#define TESTS_CLIENT_SAMPLE_H

#define SAMPLE_ANSWER \
	"{\"query\":\"bridge\",\"in\":\"articles\",\"took_ms\":0.8,\"total\":12,\"total_exact\":true," \
	"\"notes\":[\"a note\"],\"hits\":[" \
	"{\"id\":\"a1\",\"title\":\"The bridge\\tis back\",\"date\":\"2025-02-12\",\"source\":\"Gazette\"," \
	"\"path\":\"news/a.txt\",\"score\":9.125,\"quotes\":2,\"quotations\":[{\"text\":\"The bridge is ours.\"," \
	"\"marks\":[[4,10]],\"speaker\":\"she\",\"entity\":\"Ann Holt\"},{\"text\":\"Ours\"}]," \
	"\"snippets\":[{\"text\":\"over the bridge " \
	"they went\",\"start\":3,\"end\":29,\"marks\":[[9,15],[200,201],[20,18]]}],\"missing\":[\"toll\"]}," \
	"{\"id\":\"a 2\",\"title\":\"\\u001b[31mred\",\"score\":1,\"quotes\":0,\"snippets\":[]}]}"

#endif
