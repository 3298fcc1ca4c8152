#include "domain/person_id.h"

#include <assert.h>
#include <string.h>

enum { LENGTH = 12, SHORT_LENGTH = 10, TAIL = 4, BASE = 36, SHIFT = 60 };
/* The day of a samordningsnummer is 60 higher. Its month may be 00 and its day 60, and the rest
 * need be no date: the tax agency moves to a free number when those of a day have run out. */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static struct person_id pack(const char c[static LENGTH])
{
    uint64_t packed = 0;
    for (unsigned i = 0; i < LENGTH; i++)
        packed = packed * BASE + (uint64_t)(is_digit(c[i]) ? c[i] - '0' : c[i] - 'A' + 10);
    return (struct person_id){packed};
}

static uint32_t two(const char *at)
{
    return (uint32_t)(at[0] - '0') * 10 + (uint32_t)(at[1] - '0');
}

/* What one place adds to a Luhn sum: every other one doubled, the digits of the product added. */
static uint32_t luhn_part(uint32_t value, bool doubled)
{
    uint32_t product = doubled ? value * 2 : value;
    return product / 100 + product / 10 % 10 + product % 10;
}

/* Over the last ten of twelve digits, the check digit included: ends in 0 when it fits. */
static uint32_t luhn_sum(const char c[static LENGTH])
{
    static const uint8_t doubled[] = {0, 2, 4, 6, 8, 1, 3, 5, 7, 9};
    uint32_t sum = 0;
    for (unsigned i = 2; i < LENGTH; i += 2)
        sum += doubled[c[i] - '0'] + (uint32_t)(c[i + 1] - '0');
    return sum;
}

static bool is_date(uint32_t year, uint32_t month, uint32_t day)
{
    struct day ignored;
    return day_from_civil((int32_t)year, (int32_t)month, (int32_t)day, &ignored);
}

/* Twelve digits. */
static bool take_number(const char c[static LENGTH], struct person_id *out, struct err *err)
{
    uint32_t century = two(c), month = two(c + 4), day = two(c + 6);
    if (century == 99) /* Stockholm's */
        return FAIL(err, ERR_INVALID, "person_id.regional", "%s", "");
    bool luhn = luhn_sum(c) % 10 == 0;
    bool is_shifted = day >= SHIFT;
    bool dated = century >= 18 && century <= 21 &&
                 (is_shifted ? month <= 12 && day <= SHIFT + 31
                             : is_date(century * 100 + two(c + 2), month, day));
    if (!dated && luhn && day >= 32 && day < SHIFT) /* Inera's old ones: days that do not exist */
        return FAIL(err, ERR_INVALID, "person_id.regional", "%s", "");
    if (!dated)
        return FAIL(err, ERR_INVALID, "person_id.date", "%s", "");
    if (memcmp(c + 8, "000", 3) == 0)
        return FAIL(err, ERR_INVALID, "person_id.serial", "%s", "");
    if (!luhn)
        return FAIL(err, ERR_INVALID, "person_id.checksum", "%s", "");
    *out = pack(c);
    return true;
}

/* The letters of a national reserve id: not those that look like others when written by hand. */
static bool is_reserve_letter(char c)
{
    return is_upper(c) && c != 'I' && c != 'O' && c != 'Q' && c != 'V' && c != 'W';
}

static bool is_reserve_century(uint32_t century)
{
    return century == 0 || century >= 22;
}

/* Eight digits and then XXYYMMDD|NNGC. The century is written as 19, 20 or 21 plus a multiple of
 * 3; 00 says that the date of birth is unknown, and then the date is one that cannot be. */
static bool take_reserve_id(const char c[static LENGTH], struct person_id *out, struct err *err)
{
    for (unsigned i = 8; i < LENGTH; i++) {
        bool fits = i < 10    ? is_reserve_letter(c[i])
                    : i == 10 ? is_digit(c[i]) || is_reserve_letter(c[i])
                              : is_digit(c[i]);
        if (!fits)
            return FAIL(err, ERR_INVALID, "person_id.character", "%u", i + 1);
    }
    uint32_t century = two(c), month = two(c + 4), day = two(c + 6);
    bool dated = century == 0 ? month >= 20 && day >= 40 && day <= 59
                              : is_date((19 + (century - 19) % 3) * 100 + two(c + 2), month, day);
    if (!dated)
        return FAIL(err, ERR_INVALID, "person_id.date", "%s", "");
    uint32_t sum = (uint32_t)(c[LENGTH - 1] - '0');
    for (unsigned i = 0; i + 1 < LENGTH; i++) /* a letter counts as its number in ASCII */
        sum += luhn_part(is_digit(c[i]) ? (uint32_t)(c[i] - '0') : (uint32_t)c[i], i % 2 == 0);
    if (sum % 10 != 0)
        return FAIL(err, ERR_INVALID, "person_id.checksum", "%s", "");
    *out = pack(c);
    return true;
}

/* Västra Götaland's: K, M or X, 06 to 89 and a check digit, in which the letters are 5, 7 and 8. */
static bool is_vgr(const char c[static LENGTH])
{
    uint32_t value = c[8] == 'K' ? 5 : c[8] == 'M' ? 7 : 8, serial = two(c + 9);
    uint32_t sum = luhn_part(value, true);
    for (unsigned i = 2; i < LENGTH; i++)
        if (i != 8)
            sum += luhn_part((uint32_t)(c[i] - '0'), i % 2 == 0);
    return serial >= 6 && serial <= 89 && sum % 10 == 0;
}

/* A date and then four characters of which at least one is a letter. An interim number has one
 * letter in place of the serial's first digit; all else is some region's. */
static bool refuse_letters(const char c[static LENGTH], struct err *err)
{
    bool one_letter = is_digit(c[9]) && is_digit(c[10]) && is_digit(c[11]);
    bool is_interim = one_letter && strchr("TRSUWXJKLMN", c[8]);
    if (is_interim && !(strchr("KMX", c[8]) && is_vgr(c)))
        return FAIL(err, ERR_INVALID, "person_id.interim", "%s", "");
    return FAIL(err, ERR_INVALID, "person_id.regional", "%s", "");
}

/* NN-NNNNNN, as on the card, or its eight digits. */
static bool is_lma(struct str text)
{
    bool hyphen = text.len == 9 && text.at[2] == '-';
    if (text.len != 8 && !hyphen)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!is_digit(text.at[i]) && !(hyphen && i == 2))
            return false;
    return true;
}

/* The first two digits for c[2..7]. Compared as numbers, since those of a samordningsnummer need
 * be no date. */
static void set_century(char c[static LENGTH], struct day today, bool before)
{
    assert(!day_is_none(today));
    struct civil t = day_civil(today);
    uint32_t day = two(c + 6);
    uint32_t of_text = two(c + 2) * 10000 + two(c + 4) * 100 + (day >= SHIFT ? day - SHIFT : day);
    uint32_t of_today = (uint32_t)(t.year % 100) * 10000 + t.month * 100U + t.day;
    uint32_t century = (uint32_t)(t.year / 100) - (of_text > of_today) - before;
    c[0] = (char)('0' + century / 10 % 10);
    c[1] = (char)('0' + century % 10);
}

/* The characters without the separator, at the end of c[]; `*sign` is the separator or 0. */
static bool read_form(struct str text, char c[static LENGTH], char *sign, size_t *count,
                      struct err *err)
{
    if (text.len > LENGTH + 1)
        return FAIL(err, ERR_INVALID, "person_id.length", "%zu", text.len);
    char found[LENGTH + 1], separator = 0;
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        char ch = upper(text.at[i]);
        bool at_separator = i + TAIL + 1 == text.len && (ch == '-' || ch == '+');
        bool in_tail = i + TAIL >= text.len;
        if (at_separator)
            separator = ch;
        else if (is_digit(ch) || (in_tail && is_upper(ch)))
            found[n++] = ch;
        else
            return FAIL(err, ERR_INVALID, "person_id.character", "%zu", i + 1);
    }
    if (n != LENGTH && n != SHORT_LENGTH)
        return FAIL(err, ERR_INVALID, "person_id.length", "%zu", text.len);
    memcpy(c + LENGTH - n, found, n);
    *sign = separator;
    *count = n;
    return true;
}

static bool all_digits(const char *at, size_t count)
{
    unsigned beyond = 0;
    for (size_t i = 0; i < count; i++)
        beyond |= (unsigned char)(at[i] - '0') > 9;
    return beyond == 0;
}

bool person_id_parse(struct str text, struct day today, struct person_id *out, struct err *err)
{
    if (text.len == LENGTH && all_digits(text.at, LENGTH)) /* nearly every row of an import */
        return take_number(text.at, out, err);
    if (is_lma(text))
        return FAIL(err, ERR_INVALID, "person_id.lma", "%s", "");
    char c[LENGTH] = {0}, sign = 0;
    size_t count = 0;
    if (!read_form(text, c, &sign, &count, err))
        return false;
    if (count == SHORT_LENGTH)
        set_century(c, today, sign == '+');
    if (all_digits(c + 8, TAIL))
        return take_number(c, out, err);
    if (count == LENGTH && is_reserve_century(two(c)))
        return take_reserve_id(c, out, err);
    return refuse_letters(c, err);
}

static void put(char *at, uint32_t digits, uint32_t value)
{
    for (uint32_t i = digits; i > 0; i--, value /= 10)
        at[i - 1] = (char)('0' + value % 10);
}

bool person_id_make(struct civil born, uint32_t serial, struct person_id *out)
{
    if (born.year < 1800 || born.year > 2199 || serial < 1 || serial > 999 ||
        !is_date((uint32_t)born.year, born.month, born.day))
        return false;
    char c[LENGTH];
    put(c, 4, (uint32_t)born.year);
    put(c + 4, 2, born.month);
    put(c + 6, 2, born.day);
    put(c + 8, 3, serial);
    c[LENGTH - 1] = '0';
    c[LENGTH - 1] = (char)('0' + (10 - luhn_sum(c) % 10) % 10);
    *out = pack(c);
    return true;
}

struct str person_id_format(struct person_id id, char out[static PERSON_ID_TEXT])
{
    uint64_t rest = id.packed;
    for (unsigned i = LENGTH; i > 0; i--, rest /= BASE)
        out[i - 1] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest % BASE];
    out[LENGTH] = 0;
    return (struct str){out, LENGTH};
}

enum person_id_kind person_id_kind(struct person_id id)
{
    char text[PERSON_ID_TEXT];
    (void)person_id_format(id, text);
    if (is_reserve_century(two(text)))
        return ID_RESERVE;
    return two(text + 6) >= SHIFT ? ID_SAMORDNINGSNUMMER : ID_PERSONNUMMER;
}

/* A run of digits, with signs between them as identifiers have; *digits: without the signs. */
static struct str next_run(struct str *rest, unsigned *digits)
{
    size_t from = 0;
    while (from < rest->len && (rest->at[from] < '0' || rest->at[from] > '9'))
        from++;
    size_t end = from, last = from;
    for (*digits = 0; end < rest->len; end++) {
        char c = rest->at[end];
        bool is_digit = c >= '0' && c <= '9';
        if (!is_digit && c != '-' && c != '+' && c != ' ')
            break;
        *digits += is_digit;
        last = is_digit ? end + 1 : last;
    }
    struct str run = {rest->at + from, last - from};
    *rest = (struct str){rest->at + end, rest->len - end};
    return run;
}

static bool is_identifier(struct str text)
{
    struct day today = {73049}; /* in 2100: any century will do */
    struct person_id id;
    struct err why = {0};
    return person_id_parse(text, today, &id, &why);
}

bool person_id_may_be(struct str text)
{
    enum { DIGITS_LEAST = 10 };
    bool is_uri = text.len > 0 && memchr(text.at, ':', text.len);
    if (is_identifier(str_trim(text)))
        return true;
    for (struct str rest = text; rest.len > 0;) {
        unsigned digits = 0;
        struct str run = next_run(&rest, &digits);
        if (digits >= DIGITS_LEAST && (!is_uri || is_identifier(run)))
            return true;
    }
    return false;
}

/* As a word: of letters, too, as reserve identifiers have. */
static bool stands_as_word(struct str text)
{
    for (size_t from = 0, i = 0; i <= text.len; i++) {
        char c = i < text.len ? text.at[i] : ' ';
        if (is_digit(c) || is_upper(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '+')
            continue;
        if (i > from && is_identifier((struct str){text.at + from, i - from}))
            return true;
        from = i + 1;
    }
    return false;
}

/* The digit that begins there, of ASCII or as wide as a letter of Chinese (U+FF10 to U+FF19), and
 * how many bytes it has; 0: none does. */
static size_t digit_at(struct str text, size_t at, char *out)
{
    const unsigned char *c = (const unsigned char *)text.at + at;
    if (is_digit(text.at[at])) {
        *out = text.at[at];
        return 1;
    }
    bool is_wide =
        text.len - at > 2 && c[0] == 0xEF && c[1] == 0xBC && c[2] >= 0x90 && c[2] <= 0x99;
    *out = is_wide ? (char)('0' + (c[2] - 0x90)) : '\0';
    return is_wide ? 3 : 0;
}

/* Digits from there on, whatever signs are between groups of them, that end with a group. */
static bool begins_in_groups(struct str text, size_t at)
{
    enum { MOST = 12, SHORT = 10, SIGNS = 3 };
    char digits[MOST];
    size_t count = 0, signs = 0;
    while (at < text.len && count < MOST && signs <= SIGNS) {
        char next = '\0';
        size_t bytes = digit_at(text, at, &digits[count]);
        count += bytes > 0;
        signs = bytes > 0 ? 0 : signs + 1;
        if (bytes == 0 && !memchr("-+ ./", text.at[at], 5))
            return false;
        at += bytes > 0 ? bytes : 1;
        bool ends = at == text.len || digit_at(text, at, &next) == 0;
        if (bytes > 0 && ends && (count == SHORT || count == MOST) &&
            is_identifier((struct str){digits, count}))
            return true;
    }
    return false;
}

bool person_id_stands_in(struct str text)
{
    bool was_digit = false;
    if (stands_as_word(text))
        return true;
    for (size_t at = 0, bytes = 0; at<text.len; at += bytes> 0 ? bytes : 1) {
        char digit = '\0';
        bytes = digit_at(text, at, &digit);
        if (bytes > 0 && !was_digit && begins_in_groups(text, at))
            return true;
        was_digit = bytes > 0;
    }
    return false;
}
