/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/handler/handler.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/digest.h"
#include "daemon/index/reader.h"
#include "daemon/metrics.h"
#include "schema/wire.h"

#include "base/banned.h"

/* Any answer depends on nothing but its URL and the manifest. Generations begin again when
 * an index is made anew, so the digests of the segments are part of the tag. It is weak: the
 * time a search took is told too, and differs. */
static void format_etag(const struct manifest *manifest, char etag[EXCHANGE_ETAG_SIZE])
{
	uint64_t sum = manifest->generation;

	for (size_t i = 0; i < manifest->segment_count; i++) {
		const struct manifest_segment *segment = &manifest->segments[i];
		const uint64_t parts[] = {sum, segment->number, segment->dead_version,
			segment->articles.digest.low, segment->tokens.digest.low};

		sum = digest_64(slice_make((const char *)parts, sizeof(parts)));
	}
	snprintf(etag, EXCHANGE_ETAG_SIZE, "W/\"%016llx\"", (unsigned long long)sum);
}

bool handler_begin(struct exchange *exchange, struct handler_state *state)
{
	const struct manifest *manifest;
	struct error error = {0};
	char etag[EXCHANGE_ETAG_SIZE];

	if (!reader_refresh(state->reader, &error)) {
		exchange_fail(exchange, &error, SIZE_MAX);
		return false;
	}
	manifest = &state->reader->snapshot->manifest;
	metrics_set(state->shared->metrics, METRIC_GENERATION, manifest->generation);
	format_etag(manifest, etag);
	return !exchange_is_unchanged(exchange, etag);
}

bool handler_begin_list(struct exchange *exchange, struct handler_state *state, uint32_t least,
	uint32_t *size, int64_t *began)
{
	struct parameters *parameters = &exchange->parameters;
	struct error error = {0};

	if (!parameters_find_number(parameters, "size", least, WIRE_SIZE_LIMIT, size, &error) ||
		!parameters_check_known(parameters, &error)) {
		exchange_fail(exchange, &error, SIZE_MAX);
		return false;
	}
	if (!handler_begin(exchange, state))
		return false;
	*began = clock_monotonic_ns();
	return true;
}
