/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/pairs.h"

#include "base/banned.h"

void pairs_add(uint64_t *filter, uint64_t units, const uint32_t *words, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		const struct pairs_probe probe = pairs_probe_of(words[i - 1], words[i]);

		if (words[i - 1] && words[i])
			filter[pairs_unit(probe, units)] |= probe.mask;
	}
}
