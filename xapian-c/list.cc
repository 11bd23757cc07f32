/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian-c/list.hh"

#include "xapian-c/guard.hh"

xc_list::xc_list(const xc_file &file_, const struct xc_term &term)
	: file(file_), is_all(term.name.size == 0)
{
	run.size = 0;
	struct error error = {ERROR_NONE, ""};

	if (!file.is_mapped) {
		const std::string name = xc_string(term.name);

		position = file.database.postlist_begin(name);
		frequency = is_all ? file.database.get_doccount() : file.database.get_termfreq(name);
	} else if (is_all) {
		frequency = file.map.document_count;
	} else {
		if (!glass_postings_open_at(&postings, &file.map, xc_spot_of(term.place), &error))
			throw Xapian::DatabaseCorruptError(error.message);
		frequency = postings.frequency;
	}
}

xc_list::~xc_list()
{
	glass_postings_close(&postings);
}

void xc_list::read(Xapian::docid target)
{
	struct error error = {ERROR_NONE, ""};

	at = 0;
	if (!file.is_mapped)
		read_stock(target);
	else if (is_all)
		read_all(target);
	else if (!glass_postings_read(&postings, target, &run, &error))
		throw Xapian::DatabaseCorruptError(error.message);
}

/* Documents of a mapped file are numbered without a gap. */
void xc_list::read_all(Xapian::docid target)
{
	for (run.size = 0; run.size < GLASS_RUN_SIZE && target <= file.last; run.size++, target++) {
		run.documents[run.size] = target;
		run.counts[run.size] = 1;
	}
}

void xc_list::read_stock(Xapian::docid target)
{
	const Xapian::PostingIterator end;

	if (position != end && *position < target)
		position.skip_to(target);
	for (run.size = 0; run.size < GLASS_RUN_SIZE && position != end; run.size++, ++position) {
		run.documents[run.size] = *position;
		run.counts[run.size] = is_all ? 1 : position.get_wdf();
		if (*position > file.last)
			throw Xapian::DatabaseCorruptError("a list goes beyond the last document");
	}
}
