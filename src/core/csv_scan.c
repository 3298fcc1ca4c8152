#include "core/csv_scan.h"

struct csv_marks csv_scan_plain(const char *block, char separator)
{
    struct csv_marks m = {0};
    unsigned char all = 0;
    for (unsigned i = 0; i < CSV_BLOCK; i++) {
        char c = block[i];
        bool hit = c == separator || c == '"' || c == '\n';
        m.structure |= (uint64_t)hit << i;
        m.nul |= c == '\0';
        all |= (unsigned char)c;
    }
    m.not_ascii = all > 0x7F;
    return m;
}

#ifdef __SSE2__
#include <emmintrin.h>

static uint64_t hits(__m128i bytes, __m128i separator)
{
    __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    __m128i feed = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'));
    __m128i either = _mm_or_si128(_mm_or_si128(quote, feed), _mm_cmpeq_epi8(bytes, separator));
    return (uint64_t)(uint32_t)_mm_movemask_epi8(either);
}

struct csv_marks csv_scan(const char *block, char separator)
{
    const __m128i *from = (const void *)block;
    __m128i s = _mm_set1_epi8(separator);
    __m128i a = _mm_loadu_si128(from), b = _mm_loadu_si128(from + 1);
    __m128i c = _mm_loadu_si128(from + 2), d = _mm_loadu_si128(from + 3);
    __m128i all = _mm_or_si128(_mm_or_si128(a, b), _mm_or_si128(c, d));
    /* The least of four unsigned bytes is 0 where one of them is. */
    __m128i least = _mm_min_epu8(_mm_min_epu8(a, b), _mm_min_epu8(c, d));
    __m128i zero = _mm_cmpeq_epi8(least, _mm_setzero_si128());
    return (struct csv_marks){
        .structure = hits(a, s) | hits(b, s) << 16 | hits(c, s) << 32 | hits(d, s) << 48,
        .not_ascii = _mm_movemask_epi8(all) != 0,
        .nul = _mm_movemask_epi8(zero) != 0,
    };
}
#else
struct csv_marks csv_scan(const char *block, char separator)
{
    return csv_scan_plain(block, separator);
}
#endif
