/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * guard.hh - runs a C++ body and turns every exception into struct error.
 *
 * No exception may pass into C: a frame of C in between ends the program. Hence each extern
 * "C" function of this folder does its work inside xc_guard or xc_quietly.
 */
#ifndef XAPIAN_C_GUARD_HH
#define XAPIAN_C_GUARD_HH

#include <string>
#include <utility>

#include <xapian.h>

#include "base/error.h"
#include "base/slice.h"

/* Sets the error from the exception that is being handled; call it in a catch block only.
 * Always false. ERROR_IO for what the system refused, ERROR_QUERY for what Xapian will not
 * run, ERROR_INDEX for all else: a reader of immutable files meets nothing but damage. */
bool xc_report_exception(struct error *error) noexcept;

/* True when `body` returned; false, with the error set, when it threw. */
template <typename Body>
bool xc_guard(struct error *error, Body &&body) noexcept
{
	try {
		std::forward<Body>(body)();
		return true;
	} catch (...) {
		return xc_report_exception(error);
	}
}

/* What `body` returns, or `otherwise` when it threw: for questions that have no error. */
template <typename Result, typename Body>
Result xc_quietly(Result otherwise, Body &&body) noexcept
{
	try {
		return std::forward<Body>(body)();
	} catch (...) {
		return otherwise;
	}
}

inline std::string xc_string(struct slice slice)
{
	return slice.size ? std::string(slice.data, slice.size) : std::string();
}

#endif
