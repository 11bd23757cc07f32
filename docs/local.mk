# SPDX-License-Identifier: GPL-2.0-or-later
# A man page is NAME.SECTION.scd in man/, one word in the list below, and its rule.
EXTRA_DIST += \
	%D%/ARCHITECTURE.md \
	%D%/CHECKING.md \
	%D%/CONTRIBUTING.md \
	%D%/CONVENTIONS.md \
	%D%/DECISIONS.md \
	%D%/HTTP-API.md \
	%D%/INDEX-FORMAT.md \
	%D%/PERFORMANCE.md \
	%D%/QUERY-LANGUAGE.md \
	%D%/man/quoth-index.1.scd \
	%D%/man/quoth.1.scd \
	%D%/man/quothd.8.scd \
	%D%/systemd/quothd.service %D%/systemd/quothd.socket

make_manual = $(AM_V_GEN)$(MKDIR_P) $(@D) && $(SCDOC) <$(srcdir)/$@.scd >$@

if HAVE_SCDOC
manual_pages = %D%/man/quoth.1 %D%/man/quoth-index.1 %D%/man/quothd.8
man_MANS += $(manual_pages)
CLEANFILES += $(manual_pages)
%D%/man/quoth.1: %D%/man/quoth.1.scd
	$(make_manual)
%D%/man/quoth-index.1: %D%/man/quoth-index.1.scd
	$(make_manual)
%D%/man/quothd.8: %D%/man/quothd.8.scd
	$(make_manual)
endif
