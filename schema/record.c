/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/record.h"

#include <string.h>

#include "base/compress.h"
#include "base/memory.h"

/* Level 1 deflates news at 103 MB/s to 49 %, level 6 at 59 MB/s to 48.5 %; inflating costs the
 * same for both. */
#define RECORD_LEVEL 1

/* What a record can hold at most: the article's limit and its keys. */
#define RECORD_TEXT_LIMIT (ARTICLE_LIMIT_BYTES + (4u << 20))

struct record_codec {
	struct compressor *compressor;
	struct decompressor *decompressor;
	struct buffer plain;
};

struct record_codec *record_codec_new(void)
{
	return memory_allocate_array(1, sizeof(struct record_codec));
}

void record_codec_free(struct record_codec *codec)
{
	if (!codec)
		return;
	compressor_free(codec->compressor);
	decompressor_free(codec->decompressor);
	buffer_clear(&codec->plain);
	memory_free(codec);
}

/* Zigzag: numbers near zero are short, of either sign. */
static void append_signed(struct buffer *output, int64_t number)
{
	buffer_append_varint(output, ((uint64_t)number << 1) ^ (uint64_t)(number >> 63));
}

static bool take_signed(struct slice *rest, int64_t *number)
{
	uint64_t bits;

	if (!slice_take_varint(rest, &bits))
		return false;
	*number = (int64_t)(bits >> 1) ^ -(int64_t)(bits & 1);
	return true;
}

static void append_text(struct buffer *output, struct slice text)
{
	buffer_append_varint(output, text.size);
	buffer_append(output, text);
}

static bool take_text(struct slice *rest, struct slice *text)
{
	uint64_t size;

	if (!slice_take_varint(rest, &size) || size > rest->size)
		return false;
	*text = slice_range(*rest, 0, (size_t)size);
	*rest = slice_range(*rest, (size_t)size, rest->size);
	return true;
}

static bool take_unsigned(struct slice *rest, uint32_t *number)
{
	uint64_t wide;

	if (!slice_take_varint(rest, &wide) || wide > UINT32_MAX)
		return false;
	*number = (uint32_t)wide;
	return true;
}

void record_encode_article(struct record_codec *codec, const struct article *article,
	struct buffer *output)
{
	const struct slice texts[] = {article->identity, article->title, article->subtitle,
		article->author, article->source, article->site, article->url, article->path,
		article->section, article->tags, article->language_name};

	if (!codec->compressor)
		codec->compressor = compressor_new(RECORD_LEVEL);
	append_signed(output, article->date);
	buffer_append_varint(output, article->language);
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		append_text(output, texts[i]);
	buffer_append_varint(output, article->body.size);
	buffer_append_varint(output, article->extra.size);
	if (!article->extra.size) {
		compressor_run(codec->compressor, article->body, output);
		return;
	}
	buffer_reset(&codec->plain);
	buffer_append(&codec->plain, article->body);
	buffer_append(&codec->plain, article->extra);
	compressor_run(codec->compressor, buffer_slice(&codec->plain), output);
}

/* The head, and what is left of the record: the deflated text. */
static bool take_head(struct slice *rest, struct article *article, size_t *body_size,
	size_t *extra_size)
{
	struct slice *const texts[] = {&article->identity, &article->title, &article->subtitle,
		&article->author, &article->source, &article->site, &article->url, &article->path,
		&article->section, &article->tags, &article->language_name};
	uint64_t language, body, extra;

	if (!take_signed(rest, &article->date) || !slice_take_varint(rest, &language) ||
		language >= LANGUAGE_COUNT)
		return false;
	article->language = (enum language)language;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		if (!take_text(rest, texts[i]))
			return false;
	}
	if (!slice_take_varint(rest, &body) || !slice_take_varint(rest, &extra) ||
		body > RECORD_TEXT_LIMIT || extra > RECORD_TEXT_LIMIT - body)
		return false;
	*body_size = (size_t)body;
	*extra_size = (size_t)extra;
	return true;
}

bool record_decode_head(struct slice record, struct article *article, size_t *body_size,
	struct error *error)
{
	struct article head;
	size_t extra_size;

	article_init(&head);
	if (!take_head(&record, &head, body_size, &extra_size))
		return error_set(error, ERROR_INDEX, "the record of an article is damaged");
	*article = head;
	return true;
}

bool record_decode_article(struct record_codec *codec, struct slice record, struct arena *arena,
	struct article *article, struct error *error)
{
	struct article whole;
	size_t body_size, extra_size;
	char *text;

	article_init(&whole);
	if (!take_head(&record, &whole, &body_size, &extra_size))
		return error_set(error, ERROR_INDEX, "the record of an article is damaged");
	/* Deflate cannot shrink by more than 1032 (RFC 1951 §3.2.5): a larger claim is damage
	 * and must not reach an allocation. */
	if (body_size + extra_size > 1040 * record.size + 64)
		return error_set(error, ERROR_INDEX, "the record of an article is damaged");
	if (!codec->decompressor)
		codec->decompressor = decompressor_new();
	text = arena_allocate(arena, body_size + extra_size + 1);
	if (!decompressor_run(codec->decompressor, record, text, body_size + extra_size, error)) {
		error->code = ERROR_INDEX;
		return error_prefix(error, "the record of article %.*s", SLICE_ARGS(whole.identity));
	}
	text[body_size + extra_size] = '\0';
	whole.body = slice_make(text, body_size);
	whole.extra = slice_make(text + body_size, extra_size);
	*article = whole;
	return true;
}

static void append_span(struct buffer *output, struct span span, uint32_t origin)
{
	append_signed(output, (int64_t)span.begin - origin);
	buffer_append_varint(output, span.end - span.begin);
}

/* Spans lie near the quotation: they are stored relative to where it begins. */
static bool take_span(struct slice *rest, uint32_t origin, struct span *span)
{
	int64_t offset, begin;
	uint32_t size;

	if (!take_signed(rest, &offset) || !take_unsigned(rest, &size))
		return false;
	if (offset > (int64_t)ARTICLE_LIMIT_BYTES || offset < -(int64_t)ARTICLE_LIMIT_BYTES)
		return false;
	begin = (int64_t)origin + offset;
	if (begin < 0 || begin + size > (int64_t)ARTICLE_LIMIT_BYTES)
		return false;
	*span = (struct span){(uint32_t)begin, (uint32_t)(begin + size)};
	return true;
}

#define FLAG_DIRECT 1u
#define FLAG_ATTRIBUTED 2u
#define FLAGS_KNOWN 3u
#define SCORE_STEPS 255.0f

void record_encode_quotation(const struct quotation_record *record, struct buffer *output)
{
	const struct quotation *quotation = &record->quotation;
	uint32_t begin = quotation->span.begin;

	/* The article comes first and in a fixed size: a merge renumbers it in place. */
	for (unsigned shift = 0; shift < 32; shift += 8)
		buffer_append_byte(output, (char)(record->article >> shift & 0xff));
	buffer_append_varint(output, record->ordinal);
	buffer_append_byte(output, (char)((quotation->is_direct ? FLAG_DIRECT : 0) |
					  (quotation->is_attributed ? FLAG_ATTRIBUTED : 0)));
	buffer_append_byte(output, (char)(unsigned char)(quotation->score * SCORE_STEPS + 0.5f));
	append_span(output, quotation->span, 0);
	append_span(output, quotation->outer, begin);
	append_span(output, quotation->sentence, begin);
	append_span(output, quotation->speaker, begin);
	append_span(output, quotation->cue, begin);
	buffer_append_varint(output, quotation->first_token);
	buffer_append_varint(output, quotation->end_token - quotation->first_token);
	append_text(output, quotation->entity);
	append_text(output, record->mention);
	append_text(output, record->cue);
}

static bool take_quotation(struct slice *rest, struct quotation_record *record)
{
	struct quotation *quotation = &record->quotation;
	uint32_t words;
	unsigned flags;

	if (rest->size < 4)
		return false;
	for (unsigned i = 0; i < 4; i++)
		record->article |= (uint32_t)(unsigned char)rest->data[i] << (8 * i);
	*rest = slice_range(*rest, 4, rest->size);
	if (!take_unsigned(rest, &record->ordinal) || rest->size < 2)
		return false;
	flags = (unsigned char)rest->data[0];
	if (flags > FLAGS_KNOWN)
		return false;
	quotation->is_direct = flags & FLAG_DIRECT;
	quotation->is_attributed = flags & FLAG_ATTRIBUTED;
	quotation->score = (float)(unsigned char)rest->data[1] / SCORE_STEPS;
	*rest = slice_range(*rest, 2, rest->size);
	if (!take_span(rest, 0, &quotation->span) ||
		!take_span(rest, quotation->span.begin, &quotation->outer) ||
		!take_span(rest, quotation->span.begin, &quotation->sentence) ||
		!take_span(rest, quotation->span.begin, &quotation->speaker) ||
		!take_span(rest, quotation->span.begin, &quotation->cue))
		return false;
	if (!take_unsigned(rest, &quotation->first_token) || !take_unsigned(rest, &words) ||
		words > UINT32_MAX - quotation->first_token)
		return false;
	quotation->end_token = quotation->first_token + words;
	return take_text(rest, &quotation->entity) && take_text(rest, &record->mention) &&
	       take_text(rest, &record->cue) && rest->size == 0;
}

bool record_decode_quotation(struct slice record, struct quotation_record *quotation,
	struct error *error)
{
	struct quotation_record decoded = {0};

	if (!take_quotation(&record, &decoded))
		return error_set(error, ERROR_INDEX, "the record of a quotation is damaged");
	*quotation = decoded;
	return true;
}
