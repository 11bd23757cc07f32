/* SPDX-License-Identifier: GPL-2.0-or-later */
/* glass_damage.h - databases as a bad disk gives them back. */
#ifndef TESTS_SUPPORT_GLASS_DAMAGE_H
#define TESTS_SUPPORT_GLASS_DAMAGE_H

#include "base/buffer.h"
#include "base/slice.h"
#include "tests/support/suite.h"

/* The bytes of a glass database in `copy`, one to four of them others: half of those in the heads
 * of blocks and of the file, where they tell most. */
void glass_damage(struct slice whole, struct suite_random *random, struct buffer *copy);

#endif
