/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/glass_damage.h"

#define BLOCK_SIZE 8192
#define HEAD_SIZE 100

void glass_damage(struct slice whole, struct suite_random *random, struct buffer *copy)
{
	buffer_reset(copy);
	buffer_append(copy, whole);
	for (unsigned i = 1 + suite_random_below(random, 4); i > 0 && whole.size > 0; i--) {
		size_t at = suite_random_below(random, (unsigned)whole.size);

		if (suite_random_below(random, 2))
			at = at / BLOCK_SIZE * BLOCK_SIZE + suite_random_below(random, HEAD_SIZE);
		if (at < whole.size)
			copy->data[at] = (char)suite_random_below(random, 256);
	}
}
