# SPDX-License-Identifier: GPL-2.0-or-later
check_PROGRAMS += tests/text/check_alignment
