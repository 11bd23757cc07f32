/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xapian.cc - Xapian as its manual has it: xapian CORPUS QUERIES FOLDER
 *
 * TermGenerator with positions and English stems (STEM_SOME) into one database, committed
 * once; QueryParser; ten hits. `match` is parsing and matching, the whole also reads the
 * records of the hits.
 */
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>
#include <xapian.h>

namespace {

constexpr int rounds = 3;

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point begin)
{
	return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/* The text at `position`, just behind its opening quotation mark. */
std::string unescape(const std::string &line, size_t position)
{
	static const std::string escapes = "nt", meanings = "\n\t";
	std::string text;

	for (; position < line.size() && line[position] != '"'; position++) {
		if (line[position] != '\\') {
			text += line[position];
			continue;
		}
		const char letter = line[++position];
		const size_t known = escapes.find(letter);

		if (letter == 'u') {
			const auto code = std::strtoul(line.substr(position + 1, 4).c_str(), nullptr, 16);

			Xapian::Unicode::append_utf8(text, static_cast<unsigned>(code));
			position += 4;
		} else {
			text += known == std::string::npos ? letter : meanings[known];
		}
	}
	return text;
}

std::string member(const std::string &line, const std::string &key)
{
	const std::string start = "\"" + key + "\": \"";
	const size_t position = line.find(start);

	return position == std::string::npos ? "" : unescape(line, position + start.size());
}

void index_corpus(const char *corpus, const char *folder)
{
	Xapian::WritableDatabase database(folder, Xapian::DB_CREATE);
	Xapian::TermGenerator generator;
	std::ifstream lines(corpus);
	std::string line;

	generator.set_stemmer(Xapian::Stem("en"));
	while (std::getline(lines, line)) {
		const std::string title = member(line, "title"), body = member(line, "body");
		const std::string identity = member(line, "id");
		Xapian::Document document;

		generator.set_document(document);
		generator.index_text(title, 1, "S");
		generator.increase_termpos();
		generator.index_text(body);
		document.add_boolean_term("Q" + identity);
		document.set_data(identity + "\n" + title + "\n" + member(line, "date") + "\n" + body);
		database.add_document(document);
	}
	database.commit();
}

struct Times {
	std::vector<double> whole;
	double match = 0;
	size_t hits = 0;
};

class Asker {
public:
	explicit Asker(const char *folder) : database(folder)
	{
		parser.set_database(database);
		parser.set_stemmer(Xapian::Stem("en"));
		parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
	}

	void ask(const std::string &text, Times &times)
	{
		const auto begin = Clock::now();
		Xapian::Enquire enquire(database);

		enquire.set_query(parser.parse_query(text,
			Xapian::QueryParser::FLAG_DEFAULT | Xapian::QueryParser::FLAG_WILDCARD));
		const Xapian::MSet hits = enquire.get_mset(0, 10);

		times.match += ms_since(begin);
		for (auto hit = hits.begin(); hit != hits.end(); ++hit)
			times.hits += !hit.get_document().get_data().empty();
		times.whole.push_back(ms_since(begin));
	}

private:
	Xapian::Database database;
	Xapian::QueryParser parser;
};

void print_class(const std::string &name, Times &times, const char *separator)
{
	std::vector<double> &whole = times.whole;
	const auto count = static_cast<double>(whole.size());
	double sum = 0;

	for (const double ms : whole)
		sum += ms;
	std::sort(whole.begin(), whole.end());
	std::printf("%s\"%s\":{\"mean_ms\":%.4f,\"p50_ms\":%.4f,\"p99_ms\":%.4f,\"match_ms\":%.4f,\"hits\":%zu}",
		separator, name.c_str(), sum / count, whole[whole.size() / 2],
		whole[whole.size() * 99 / 100], times.match / count, times.hits);
}

}

int main(int argc, char **argv)
{
	if (argc != 4) {
		std::cerr << "usage: " << argv[0] << " CORPUS QUERIES FOLDER\n";
		return 2;
	}
	const auto begin = Clock::now();

	index_corpus(argv[1], argv[3]);
	const double index_s = ms_since(begin) / 1e3;
	const double index_cpu_s = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
	Asker asker(argv[3]);
	std::map<std::string, Times> classes;

	for (int round = 0; round < rounds; round++) {
		std::ifstream lines(argv[2]);

		classes.clear();
		for (std::string line; std::getline(lines, line);) {
			const size_t tab = line.find('\t');

			if (tab != std::string::npos)
				asker.ask(line.substr(tab + 1), classes[line.substr(0, tab)]);
		}
	}
	std::printf("{\"version\":\"%s\",\"index_s\":%.3f,\"index_cpu_s\":%.3f,\"classes\":{",
		Xapian::version_string(), index_s, index_cpu_s);
	const char *separator = "";

	for (auto &entry : classes) {
		print_class(entry.first, entry.second, separator);
		separator = ",";
	}
	std::puts("}}");
	return 0;
}
