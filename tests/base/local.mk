# SPDX-License-Identifier: GPL-2.0-or-later
check_PROGRAMS += \
	%D%/check_arena \
	%D%/check_buffer \
	%D%/check_clock \
	%D%/check_compress \
	%D%/check_digest \
	%D%/check_error \
	%D%/check_file \
	%D%/check_gunzip \
	%D%/check_log \
	%D%/check_memory \
	%D%/check_options \
	%D%/check_queue \
	%D%/check_radix \
	%D%/check_slice \
	%D%/check_visible
THREAD_TESTS += %D%/check_queue
