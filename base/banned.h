/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * banned.h - functions that have a safer neighbour, poisoned.
 *
 * Included last, after all system headers. Instead: struct buffer and struct slice for
 * strings, slice_to_* for numbers, base/clock.h for dates, mkstemp for temporary files.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#undef alloca
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok
#pragma GCC poison atoi atof scanf alloca gmtime localtime ctime asctime tmpnam mktemp

#endif
