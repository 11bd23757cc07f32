/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian-c/guard.hh"

#include <cstring>
#include <new>

namespace {

struct type_code {
	const char *type; /* as Xapian::Error::get_type names it */
	enum error_code code;
};

/* What is not here is ERROR_INDEX. */
const type_code type_codes[] = {
	{"DatabaseCreateError", ERROR_IO},
	{"DatabaseLockError", ERROR_LOCKED},
	{"InvalidArgumentError", ERROR_QUERY},
	{"InvalidOperationError", ERROR_QUERY},
	{"NetworkError", ERROR_IO},
	{"NetworkTimeoutError", ERROR_TIMEOUT},
	{"QueryParserError", ERROR_QUERY},
	{"UnimplementedError", ERROR_QUERY},
	{"WildcardError", ERROR_QUERY},
};

enum error_code code_of(const Xapian::Error &exception)
{
	for (const type_code &row : type_codes) {
		if (!std::strcmp(row.type, exception.get_type()))
			return row.code;
	}
	/* errno came along: open or read was refused, the bytes themselves are not at fault. */
	return exception.get_error_string() ? ERROR_IO : ERROR_INDEX;
}

} // namespace

bool xc_report_exception(struct error *error) noexcept
{
	try {
		throw;
	} catch (const Xapian::Error &exception) {
		const char *reason = exception.get_error_string();

		return error_set(error, code_of(exception), "%s: %s%s%s%s", exception.get_type(),
				 exception.get_msg().c_str(), reason ? " (" : "",
				 reason ? reason : "", reason ? ")" : "");
	} catch (const std::bad_alloc &) {
		/* A damaged length asks for the impossible; honest requests are limited before. */
		return error_set(error, ERROR_INDEX, "damaged: it asks for more memory than there is");
	} catch (const std::exception &exception) {
		return error_set(error, ERROR_INDEX, "%s", exception.what());
	} catch (...) {
		return error_set(error, ERROR_INDEX, "unknown exception");
	}
}
