# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += libglass.a libstore.a
libglass_a_SOURCES = \
	%D%/glass/chunk.c %D%/glass/chunk.h \
	%D%/glass/column.c %D%/glass/column.h \
	%D%/glass/cursor.c %D%/glass/cursor.h \
	%D%/glass/item.c %D%/glass/item.h \
	%D%/glass/list.c %D%/glass/list.h \
	%D%/glass/map.c %D%/glass/map.h \
	%D%/glass/output.c %D%/glass/output.h \
	%D%/glass/pack.c %D%/glass/pack.h \
	%D%/glass/postings.c %D%/glass/postings.h \
	%D%/glass/reader.c %D%/glass/reader.h \
	%D%/glass/table.c %D%/glass/table.h \
	%D%/glass/value.c %D%/glass/value.h \
	%D%/glass/walk.c %D%/glass/walk.h \
	%D%/glass/version.c %D%/glass/version.h \
	%D%/glass/writer.c %D%/glass/writer.h
libstore_a_SOURCES = \
	%D%/block.c %D%/block.h \
	%D%/census.c %D%/census.h \
	%D%/inversion.c %D%/inversion.h \
	%D%/lock.c %D%/lock.h \
	%D%/manifest.c %D%/manifest.h \
	%D%/merge.c %D%/merge.h \
	%D%/merge_database.c %D%/merge_database.h \
	%D%/numbering.c %D%/numbering.h \
	%D%/new_file.c %D%/new_file.h \
	%D%/prints.c %D%/prints.h \
	%D%/snapshot.c %D%/snapshot.h \
	%D%/pairs.c %D%/pairs.h \
	%D%/sweep.c %D%/sweep.h \
	%D%/term_order.c %D%/term_order.h \
	%D%/token_match.c %D%/token_match.h %D%/token_near.c %D%/token_near.h \
	%D%/token_places.c %D%/token_places.h %D%/token_window.c %D%/token_window.h \
	%D%/token_run.c %D%/token_run.h \
	%D%/token_text.c %D%/token_text.h \
	%D%/tokens.c %D%/tokens.h \
	%D%/tokens_builder.c %D%/tokens_builder.h %D%/tokens_layout.h \
	%D%/tokens_merge.c %D%/tokens_merge.h \
	%D%/tokens_writer.c %D%/tokens_writer.h \
	%D%/tombstone.c %D%/tombstone.h \
	%D%/update.c %D%/update.h \
	%D%/verify.c %D%/verify.h \
	%D%/verify_segment.c %D%/verify_segment.h \
	%D%/words.c %D%/words.h
EXTRA_DIST += %D%/README.md %D%/glass/README.md
