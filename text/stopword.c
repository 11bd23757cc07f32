/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/stopword.h"

bool stopword_is(enum language language, struct slice folded)
{
	(void)language;
	(void)folded;
	return false;
}

unsigned stopword_common(enum language language, struct slice folded)
{
	(void)language;
	(void)folded;
	return 0;
}
