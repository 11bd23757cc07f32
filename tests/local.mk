# SPDX-License-Identifier: GPL-2.0-or-later
# A suite is one word in the check_PROGRAMS of its folder's local.mk; it links everything.

LDADD = $(FUZZ_FLAGS) libsupport.a libindexer.a libdaemon.a libclient.a $(STORE_LIBS) $(BASE_LIBS) \
	$(EVENT_LIBS) $(CHECK_LIBS)
# Xapian::Database::check deletes a table through its base class, 8 bytes smaller.
XAPIAN_ASAN_OPTIONS = new_delete_type_mismatch=0
# For system scripts, too: where the sources and programs are, and "no" or the sanitizers.
AM_TESTS_ENVIRONMENT = \
	srcdir='$(top_srcdir)'; export srcdir; \
	builddir='$(top_builddir)'; export builddir; \
	CK_TAP_LOG_FILE_NAME=-; export CK_TAP_LOG_FILE_NAME; \
	CK_VERBOSITY=silent; export CK_VERBOSITY; \
	CK_TIMEOUT_MULTIPLIER=10; export CK_TIMEOUT_MULTIPLIER; \
	sanitize='$(enable_sanitize)'; export sanitize; \
	ASAN_OPTIONS="$${ASAN_OPTIONS:-$(XAPIAN_ASAN_OPTIONS)}"; export ASAN_OPTIONS;
TEST_EXTENSIONS = .sh
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_DRIVER = $(LOG_DRIVER)

check_LIBRARIES += libsupport.a
libsupport_a_SOURCES = \
	%D%/support/case_file.c %D%/support/case_file.h \
	%D%/support/disk_model.c %D%/support/disk_model.h \
	%D%/support/exceptions.cc %D%/support/exceptions.h \
	%D%/support/glass_damage.c %D%/support/glass_damage.h \
	%D%/support/golden.c %D%/support/golden.h \
	%D%/support/http_fixture.c %D%/support/http_fixture.h \
	%D%/support/index_course.c %D%/support/index_course.h \
	%D%/support/index_run.c %D%/support/index_run.h \
	%D%/support/index_fixture.c %D%/support/index_fixture.h \
	%D%/support/oracle_corpus.c %D%/support/oracle.h \
	%D%/support/oracle_query.c \
	%D%/support/oracle_scan.c \
	%D%/support/query_case.c %D%/support/query_case.h \
	%D%/support/reading.c %D%/support/reading.h \
	%D%/support/segment_fixture.c %D%/support/segment_fixture.h \
	%D%/support/stock_reader.cc %D%/support/stock_reader.h \
	%D%/support/stock_writer.cc %D%/support/stock_writer.h \
	%D%/fuzz/replay.c \
	%D%/support/suite.c %D%/support/suite.h \
	%D%/support/temporary_folder.c %D%/support/temporary_folder.h

include %D%/base/local.mk
include %D%/xapian-c/local.mk
include %D%/text/local.mk
include %D%/schema/local.mk
include %D%/store/local.mk
include %D%/indexer/local.mk
include %D%/daemon/local.mk
include %D%/client/local.mk
include %D%/fuzz/local.mk
include %D%/system/local.mk
include %D%/manual/local.mk
include %D%/tools/local.mk

TESTS += $(check_PROGRAMS) $(dist_check_SCRIPTS)

# Rewrites expectations from what the programs do now; review the difference like code.
EXTRA_PROGRAMS += tests/daemon/write_query_cases
golden-update: tests/daemon/write_query_cases$(EXEEXT)
	tests/daemon/write_query_cases$(EXEEXT) $(srcdir)/tests/cases/queries.case >queries.case.new
	mv queries.case.new $(srcdir)/tests/cases/queries.case
.PHONY: golden-update

EXTRA_DIST += %D%/cases/explain.expected %D%/cases/queries.case
EXTRA_DIST += %D%/cases/foldings.case %D%/cases/inflections.case
