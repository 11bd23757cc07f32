# SPDX-License-Identifier: GPL-2.0-or-later
EXTRA_DIST += %D%/INDEX-FORMAT.md
EXTRA_DIST += %D%/HTTP-API.md %D%/man/quothd.8.scd \
	%D%/systemd/quothd.service %D%/systemd/quothd.socket

if HAVE_SCDOC
man_MANS += %D%/man/quothd.8
CLEANFILES += %D%/man/quothd.8
%D%/man/quothd.8: %D%/man/quothd.8.scd
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(SCDOC) <$(srcdir)/%D%/man/quothd.8.scd >$@
endif
