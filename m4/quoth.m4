# SPDX-License-Identifier: GPL-2.0-or-later
# Our own configure macros; autoconf-archive is not needed.

# QUOTH_KEEP_FLAGS(VARIABLE, LANGUAGE, FLAGS): appends to VARIABLE each flag the compiler takes.
AC_DEFUN([QUOTH_KEEP_FLAGS], [
	AC_LANG_PUSH([$2])
	for flag in m4_normalize([$3]); do
		AS_VAR_PUSHDEF([cached], [quoth_cv_$2_$flag])
		AC_CACHE_CHECK([whether the $2 compiler takes $flag], [cached], [
			saved="$_AC_LANG_PREFIX[]FLAGS"
			_AC_LANG_PREFIX[]FLAGS="$saved -Werror $flag"
			AC_COMPILE_IFELSE([AC_LANG_PROGRAM([], [])], [AS_VAR_SET([cached], [yes])],
				[AS_VAR_SET([cached], [no])])
			_AC_LANG_PREFIX[]FLAGS="$saved"
		])
		AS_VAR_IF([cached], [yes], [$1="$$1 $flag"])
		AS_VAR_POPDEF([cached])
	done
	AC_LANG_POP([$2])
])

AC_DEFUN([QUOTH_WARNINGS], [
	AC_ARG_ENABLE([werror], [AS_HELP_STRING([--enable-werror], [make warnings errors])],
		[], [enable_werror=no])
	WARN_CFLAGS= WARN_CXXFLAGS=
	QUOTH_KEEP_FLAGS([WARN_CFLAGS], [C], [-Wall -Wextra -Wshadow -Wstrict-prototypes
		-Wmissing-prototypes -Wold-style-definition -Wwrite-strings -Wpointer-arith -Wcast-qual
		-Wformat=2 -Wundef -Wvla -Wconversion -Wno-sign-conversion -Wimplicit-fallthrough
		-Wdouble-promotion])
	QUOTH_KEEP_FLAGS([WARN_CXXFLAGS], [C++], [-Wall -Wextra -Wshadow -Wpointer-arith -Wcast-qual
		-Wformat=2 -Wundef -Wvla -Wnon-virtual-dtor -Woverloaded-virtual])
	AS_IF([test "$enable_werror" = yes],
		[WARN_CFLAGS="$WARN_CFLAGS -Werror" WARN_CXXFLAGS="$WARN_CXXFLAGS -Werror"])
	AC_SUBST([WARN_CFLAGS])
	AC_SUBST([WARN_CXXFLAGS])
])

# Hardening goes with optimisation; a sanitizer build leaves it out.
AC_DEFUN([QUOTH_HARDENING], [
	HARDEN_CFLAGS= HARDEN_LDFLAGS=
	AS_IF([test -z "$enable_sanitize" || test "$enable_sanitize" = no], [
		HARDEN_CFLAGS="-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE"
		HARDEN_LDFLAGS="-pie -Wl,-z,relro,-z,now -Wl,--as-needed"
	])
	AC_SUBST([HARDEN_CFLAGS])
	AC_SUBST([HARDEN_LDFLAGS])
])

AC_DEFUN([QUOTH_SANITIZE], [
	AC_ARG_ENABLE([sanitize],
		[AS_HELP_STRING([--enable-sanitize=LIST], [address,undefined or thread])],
		[], [enable_sanitize=no])
	SANITIZE_FLAGS=
	AS_IF([test "$enable_sanitize" != no], [
		AS_IF([test "$enable_sanitize" = yes], [enable_sanitize=address,undefined])
		SANITIZE_FLAGS="-fsanitize=$enable_sanitize -fno-sanitize-recover=all -fno-omit-frame-pointer -g"
	])
	AC_SUBST([SANITIZE_FLAGS])
	AC_SUBST([enable_sanitize])
	AM_CONDITIONAL([SANITIZE_THREAD], [test "$enable_sanitize" = thread])
	AM_CONDITIONAL([SANITIZE_ANY], [test "$enable_sanitize" != no])
])

AC_DEFUN([QUOTH_FUZZERS], [
	AC_ARG_ENABLE([fuzzers],
		[AS_HELP_STRING([--enable-fuzzers], [build fuzz targets with libFuzzer (needs clang)])],
		[], [enable_fuzzers=no])
	FUZZ_FLAGS=
	AS_IF([test "$enable_fuzzers" = yes], [
		AC_CACHE_CHECK([whether the compiler has libFuzzer], [quoth_cv_fuzzer], [
			saved="$CFLAGS"
			CFLAGS="$CFLAGS -fsanitize=fuzzer-no-link"
			AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])], [quoth_cv_fuzzer=yes], [quoth_cv_fuzzer=no])
			CFLAGS="$saved"
		])
		AS_IF([test "$quoth_cv_fuzzer" = no],
			[AC_MSG_ERROR([--enable-fuzzers needs clang: CC=clang CXX=clang++])])
		dnl The two left out need the runtime of clang++; programs are linked as C.
		SANITIZE_FLAGS="-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize=vptr,function -fno-omit-frame-pointer -g"
		HARDEN_CFLAGS= HARDEN_LDFLAGS=
		FUZZ_FLAGS="-fsanitize=fuzzer"
	])
	AC_SUBST([FUZZ_FLAGS])
	AM_CONDITIONAL([FUZZERS], [test "$enable_fuzzers" = yes])
])

AC_DEFUN([QUOTH_COVERAGE], [
	AC_ARG_ENABLE([coverage],
		[AS_HELP_STRING([--enable-coverage], [count executed lines, see tools/coverage.sh])],
		[], [enable_coverage=no])
	COVERAGE_FLAGS=
	AS_IF([test "$enable_coverage" = yes], [COVERAGE_FLAGS="--coverage -O0"])
	AC_SUBST([COVERAGE_FLAGS])
])
