#include "core/sb.h"
#include "core/utf8.h"
#include "core/yaml.h"
#include "domain/hsaid.h"
#include "engine/nearest.h"
#include "service/region.h"
#include "service/rule_keys.h"

#include <assert.h>
#include <string.h>

enum {
    SHOWN_MOST = 40,
    TEXT_MOST = 200,
    ITEMS_MOST = 50,
    AGE_MOST = 120,
    AGE_NO_END = 999,
    KEYS_MOST = 16
};

struct reader {
    struct arena *arena;
    const struct rule_key *key; /* that is being read */
    const char *part;           /* of an item of its list; NULL: of none */
    struct region *out;
    struct err *err;
};

/* ---- refusals ---- */

/* What stands there, short, and nothing that a terminal obeys. */
static const char *shown(struct arena *a, const struct yaml *n)
{
    if (n->kind != YAML_SCALAR)
        return n->kind == YAML_MAP ? "{...}" : "[...]";
    if (n->text.len == 0)
        return "\"\"";
    struct str text = utf8_valid(n->text) ? utf8_shown(a, n->text) : STR("?"); /* "\ud800" */
    size_t len = text.len < SHOWN_MOST ? text.len : SHOWN_MOST;
    while (len < text.len && ((unsigned char)text.at[len] & 0xC0) == 0x80)
        len--; /* between characters */
    return str_cstr(a, (struct str){text.at, len});
}

static const char *key_name(struct reader *r)
{
    return str_fmt(r->arena, "%s.%s%s%s", r->key->section, r->key->name, r->part ? "." : "",
                   r->part ? r->part : "")
        .at;
}

static bool refuse(struct reader *r, const struct yaml *n, const char *code, const char *allowed)
{
    return FAIL(r->err, ERR_INVALID, code, YAML_AT "%s: %s (%.200s)", YAML_PLACE(n), key_name(r),
                shown(r->arena, n), allowed);
}

static bool refuse_key(struct reader *r, const struct yaml *key, const char *section,
                       struct str like)
{
    const char *dot = *section ? "." : "";
    struct sb advice = sb_open(r->arena, 64);
    if (like.len > 0)
        sb_fmt(&advice, " (%.*s?)", STR_FMT(like));
    return FAIL(r->err, ERR_INVALID, "rule.key_unknown", YAML_AT "%s%s%s%s", YAML_PLACE(key),
                section, dot, shown(r->arena, key), str_cstr(r->arena, sb_str(&advice)));
}

static bool refuse_missing(struct reader *r, const struct yaml *map, const char *name,
                           struct str usual)
{
    return FAIL(r->err, ERR_INVALID, "rule.key_missing", YAML_AT "%s: %.*s", YAML_PLACE(map), name,
                STR_FMT(usual));
}

/* ---- values ---- */

static void *place(struct reader *r)
{
    return (char *)r->out + r->key->at;
}

static bool number_in(const struct yaml *n, int64_t least, int64_t most, int64_t *out)
{
    return n->kind == YAML_SCALAR && n->plain && str_to_i64(n->text, out) && *out >= least &&
           *out <= most;
}

static bool take_number_in(struct reader *r, const struct yaml *n, int64_t least, int64_t most,
                           int64_t *out)
{
    bool fixed = least == most;
    return number_in(n, least, most, out) ||
           refuse(
               r, n, fixed ? "rule.fixed" : "rule.number",
               str_fmt(r->arena, fixed ? "%lld" : "%lld - %lld", (long long)least, (long long)most)
                   .at);
}

static bool take_number(struct reader *r, const struct yaml *n)
{
    return take_number_in(r, n, r->key->least, r->key->most, place(r));
}

static bool take_count(struct reader *r, const struct yaml *n)
{
    int64_t number = 0;
    if (!take_number_in(r, n, r->key->least, r->key->most, &number))
        return false;
    *(unsigned *)place(r) = (unsigned)number;
    return true;
}

static bool take_cap(struct reader *r, const struct yaml *n)
{
    int64_t *cap = place(r);
    if (n->kind == YAML_SCALAR && str_eq(n->text, STR("none"))) {
        *cap = -1;
        return true;
    }
    return number_in(n, r->key->least, r->key->most, cap) ||
           refuse(r, n, "rule.number",
                  str_fmt(r->arena, "none, %lld - %lld", (long long)r->key->least,
                          (long long)r->key->most)
                      .at);
}

static bool take_word_of(struct reader *r, const struct yaml *n, const struct vocab *words,
                         unsigned *out)
{
    if (n->kind == YAML_SCALAR && vocab_find(words, n->text, out))
        return true;
    struct sb list = sb_open(r->arena, 128);
    for (unsigned i = 0; i < words->count; i++)
        if (words->word[i])
            sb_fmt(&list, "%s%s", list.len > 0 ? ", " : "", words->word[i]);
    return refuse(r, n, "rule.word", str_cstr(r->arena, sb_str(&list)));
}

static bool take_word(struct reader *r, const struct yaml *n)
{
    unsigned word = 0;
    if (!take_word_of(r, n, r->key->words, &word))
        return false;
    memcpy(place(r), &word, sizeof word);
    return true;
}

static bool take_yes_to(struct reader *r, const struct yaml *n, bool *out)
{
    static const char *const answers[] = {"no", "yes"};
    static const struct vocab words = {"answer", answers, ARRAY_LEN(answers)};
    unsigned word = 0;
    if (!take_word_of(r, n, &words, &word))
        return false;
    *out = word == 1;
    return true;
}

static bool take_yes(struct reader *r, const struct yaml *n)
{
    return take_yes_to(r, n, place(r));
}

static bool is_list(struct reader *r, const struct yaml *n, unsigned least, unsigned most)
{
    return (n->kind == YAML_LIST && n->count >= least && n->count <= most) ||
           refuse(r, n, "rule.list", str_fmt(r->arena, "%u - %u", least, most).at);
}

/* Each at most once. */
static bool take_words(struct reader *r, const struct yaml *n, unsigned most, unsigned *word)
{
    unsigned seen = 0;
    if (!is_list(r, n, 0, most))
        return false;
    for (unsigned i = 0; i < n->count; i++) {
        if (!take_word_of(r, &n->item[i], r->key->words, &word[i]))
            return false;
        if (seen & 1U << word[i])
            return refuse(r, &n->item[i], "rule.twice", r->key->words->word[word[i]]);
        seen |= 1U << word[i];
    }
    return true;
}

static bool take_set(struct reader *r, const struct yaml *n)
{
    unsigned word[32], bits = 0;
    if (!take_words(r, n, r->key->words->count, word))
        return false;
    for (unsigned i = 0; i < n->count; i++)
        bits |= 1U << word[i];
    *(unsigned *)place(r) = bits;
    return true;
}

static bool take_order(struct reader *r, const struct yaml *n)
{
    unsigned word[2] = {0};
    if (!take_words(r, n, ARRAY_LEN(word), word))
        return false;
    memcpy(place(r), word, sizeof word);
    return true;
}

static bool take_text_to(struct reader *r, const struct yaml *n, struct str *out)
{
    if (n->kind != YAML_SCALAR || n->text.len == 0 || n->text.len > TEXT_MOST ||
        !utf8_valid(n->text) || !str_eq(utf8_shown(r->arena, n->text), n->text))
        return refuse(r, n, "rule.text", "1 - 200");
    *out = n->text;
    return true;
}

static bool take_text(struct reader *r, const struct yaml *n)
{
    return take_text_to(r, n, place(r));
}

static bool take_code(struct reader *r, const struct yaml *n, const char *range, struct str *out)
{
    char low = range[0], high = strchr(range, '-')[2];
    size_t len = strcspn(range, " ");
    bool good = n->kind == YAML_SCALAR && n->text.len == len;
    for (size_t i = 0; good && i < len; i++)
        good = n->text.at[i] >= low && n->text.at[i] <= high;
    if (good)
        *out = n->text;
    return good || refuse(r, n, "rule.code", range);
}

static bool take_county(struct reader *r, const struct yaml *n)
{
    return take_code(r, n, "00 - 99", place(r));
}

static bool take_country(struct reader *r, const struct yaml *n)
{
    return take_code(r, n, "AA - ZZ", place(r));
}

static bool take_hsaid(struct reader *r, const struct yaml *n)
{
    struct hsaid id;
    struct err why = {0};
    struct str *out = place(r);
    if (n->kind != YAML_SCALAR || !hsaid_parse(n->text, &id, &why))
        return refuse(r, n, "rule.code", "HSA-id: A-Z 0-9 - A-Z 0-9");
    *out = str_copy(r->arena, hsaid_str(&id));
    return true;
}

/* ---- maps ---- */

/* The first key that is none of these, and which of them it is like; NULL: there is none. */
static const struct yaml *unknown_key(const struct yaml *map, const struct str *known,
                                      unsigned count, struct str *like)
{
    for (unsigned i = 0; i < map->count; i++) {
        struct nearest near = nearest_to(map->key[i].text);
        for (unsigned k = 0; k < count; k++)
            nearest_look(&near, known[k]);
        *like = nearest_found(&near) ? near.best : STR("");
        if (!near.is_known)
            return &map->key[i];
    }
    return NULL;
}

static bool is_map_of(struct reader *r, const struct yaml *n, const char *const *parts,
                      unsigned count)
{
    struct str known[4], like;
    struct sb form = sb_open(r->arena, 64);
    for (unsigned i = 0; i < count; i++) {
        known[i] = str_of(parts[i]);
        sb_fmt(&form, "%s%s: ...", i > 0 ? ", " : "{", parts[i]);
    }
    sb_char(&form, '}');
    if (n->kind != YAML_MAP)
        return refuse(r, n, "rule.map", str_cstr(r->arena, sb_str(&form)));
    const struct yaml *key = unknown_key(n, known, count, &like);
    return !key || refuse_key(r, key, key_name(r), like);
}

/* The value of a part that must be there. */
static const struct yaml *part_of(struct reader *r, const struct yaml *map, const char *part,
                                  const char *usual)
{
    const struct yaml *n = yaml_get(map, str_of(part));
    r->part = part;
    if (!n)
        (void)refuse_missing(r, map, key_name(r), str_of(usual));
    return n;
}

/* "201010", or with the speciality that it needs: {code: "201010", speciality: allmänmedicin}. */
static bool take_title(struct reader *r, const struct yaml *n, struct doctor_title *out)
{
    static const char *const parts[] = {"code", "speciality"};
    static const char form[] = "000000 - 999999";
    *out = (struct doctor_title){STR(""), STR("")};
    if (n->kind != YAML_MAP)
        return take_code(r, n, form, &out->code);
    if (!is_map_of(r, n, parts, ARRAY_LEN(parts)))
        return false;
    const struct yaml *code = part_of(r, n, parts[0], "\"201010\"");
    if (!code || !take_code(r, code, form, &out->code))
        return false;
    const struct yaml *speciality = part_of(r, n, parts[1], "allmänmedicin");
    return speciality && take_text_to(r, speciality, &out->speciality);
}

static bool take_titles(struct reader *r, const struct yaml *n)
{
    if (!is_list(r, n, 1, ITEMS_MOST))
        return false;
    struct doctor_title *title = ARENA_NEW(r->arena, struct doctor_title, n->count);
    for (unsigned i = 0; i < n->count; i++) {
        if (!take_title(r, &n->item[i], &title[i]))
            return false;
        r->part = NULL;
        for (unsigned k = 0; k < i; k++)
            if (str_eq(title[k].code, title[i].code) &&
                str_eq(title[k].speciality, title[i].speciality))
                return refuse(r, &n->item[i], "rule.twice", str_cstr(r->arena, title[i].code));
    }
    r->out->rules.named_doctor.title = title;
    r->out->rules.named_doctor.titles = n->count;
    return true;
}

/* An age that need not stand there. */
static bool take_age(struct reader *r, const struct yaml *map, const char *part, unsigned least,
                     unsigned *age)
{
    const struct yaml *n = yaml_get(map, str_of(part));
    int64_t years = 0;
    r->part = part;
    if (!n)
        return true;
    if (!take_number_in(r, n, least, AGE_MOST, &years))
        return false;
    *age = (unsigned)years;
    return true;
}

static bool take_limit(struct reader *r, const struct yaml *n, struct doctor_limit *out)
{
    static const char *const parts[] = {"speciality", "from_age", "to_age", "or_saebo"};
    *out = (struct doctor_limit){STR(""), 0, AGE_NO_END, false};
    if (!is_map_of(r, n, parts, ARRAY_LEN(parts)))
        return false;
    const struct yaml *speciality = part_of(r, n, parts[0], "geriatrik");
    if (!speciality || !take_text_to(r, speciality, &out->speciality) ||
        !take_age(r, n, parts[1], 0, &out->age_from) ||
        !take_age(r, n, parts[2], out->age_from, &out->age_to))
        return false;
    if (!yaml_get(n, STR("from_age")) && !yaml_get(n, STR("to_age")))
        return part_of(r, n, parts[1], "65") != NULL; /* it would limit nothing */
    const struct yaml *saebo = yaml_get(n, str_of(parts[3]));
    r->part = parts[3];
    return !saebo || take_yes_to(r, saebo, &out->or_saebo);
}

static bool take_limits(struct reader *r, const struct yaml *n)
{
    if (!is_list(r, n, 0, ITEMS_MOST))
        return false;
    struct doctor_limit *limit = ARENA_NEW(r->arena, struct doctor_limit, n->count + 1);
    for (unsigned i = 0; i < n->count; i++) {
        if (!take_limit(r, &n->item[i], &limit[i]))
            return false;
        r->part = NULL;
        for (unsigned k = 0; k < i; k++)
            if (str_eq(limit[k].speciality, limit[i].speciality))
                return refuse(r, &n->item[i], "rule.twice",
                              str_cstr(r->arena, limit[i].speciality));
    }
    r->out->rules.named_doctor.limit = limit;
    r->out->rules.named_doctor.limits = n->count;
    return true;
}

/* ---- the file ---- */

static bool (*const TAKE[RULE_FORMS])(struct reader *r, const struct yaml *n) = {
    [RULE_TEXT] = take_text,     [RULE_COUNTY] = take_county, [RULE_COUNTRY] = take_country,
    [RULE_HSAID] = take_hsaid,   [RULE_WORD] = take_word,     [RULE_YES] = take_yes,
    [RULE_COUNT] = take_count,   [RULE_NUMBER] = take_number, [RULE_CAP] = take_cap,
    [RULE_SET] = take_set,       [RULE_ORDER] = take_order,   [RULE_TITLES] = take_titles,
    [RULE_LIMITS] = take_limits,
};
_Static_assert(sizeof(enum listing_on) == sizeof(unsigned), "words are kept as their number");

/* The usual section, as a file has it. */
static struct str usual(struct arena *a, unsigned from, unsigned end)
{
    struct sb out = sb_open(a, 256);
    for (unsigned i = from; i < end; i++)
        sb_fmt(&out, "%s%s: %s", i > from ? ", " : "{", RULE_KEYS[i].name, RULE_KEYS[i].usual);
    sb_char(&out, '}');
    return sb_str(&out);
}

/* Of a key that is like none of its section but stands in another: which. */
static struct str elsewhere(struct arena *a, struct str name)
{
    for (unsigned i = 0; i < RULE_KEY_COUNT; i++)
        if (str_eq(name, str_of(RULE_KEYS[i].name)))
            return str_fmt(a, "%s.%s", RULE_KEYS[i].section, RULE_KEYS[i].name);
    return STR("");
}

static bool only_keys_of(struct reader *r, const struct yaml *map, unsigned from, unsigned end)
{
    struct str known[KEYS_MOST] = {{0}}, like;
    assert(end - from <= KEYS_MOST);
    for (unsigned i = from; i < end; i++)
        known[i - from] = str_of(RULE_KEYS[i].name);
    const struct yaml *key = unknown_key(map, known, end - from, &like);
    return !key || refuse_key(r, key, RULE_KEYS[from].section,
                              like.len > 0 ? like : elsewhere(r->arena, key->text));
}

static bool take_section(struct reader *r, const struct yaml *root, unsigned from, unsigned end)
{
    const char *section = RULE_KEYS[from].section;
    const struct yaml *map = yaml_get(root, str_of(section));
    if (!map)
        return refuse_missing(r, root, section, usual(r->arena, from, end));
    if (map->kind != YAML_MAP)
        return FAIL(r->err, ERR_INVALID, "rule.map", YAML_AT "%s: %s (%.200s)", YAML_PLACE(map),
                    section, shown(r->arena, map), usual(r->arena, from, end).at);
    if (!only_keys_of(r, map, from, end))
        return false;
    for (unsigned i = from; i < end; i++) {
        r->key = &RULE_KEYS[i];
        r->part = NULL;
        const struct yaml *n = yaml_get(map, str_of(r->key->name));
        if (!n)
            return refuse_missing(r, map, key_name(r), str_of(r->key->usual));
        if (!TAKE[r->key->form](r, n))
            return false;
    }
    return true;
}

static bool only_sections(struct reader *r, const struct yaml *root)
{
    struct str section[KEYS_MOST] = {{0}}, like;
    unsigned count = 0;
    for (unsigned i = 0; i < RULE_KEY_COUNT; i = rule_section_end(i)) {
        assert(count < KEYS_MOST);
        section[count++] = str_of(RULE_KEYS[i].section);
    }
    const struct yaml *key = unknown_key(root, section, count, &like);
    return !key || refuse_key(r, key, "", like);
}

/* It stands in the settings, and people type it. */
static bool is_region_name(struct str name)
{
    bool good = name.len > 0 && name.len <= SHOWN_MOST;
    for (size_t i = 0; good && i < name.len; i++) {
        char c = name.at[i];
        good =
            (c >= 'a' && c <= 'z') || (i > 0 && ((c >= '0' && c <= '9') || c == '_' || c == '-'));
    }
    return good;
}

bool region_read(struct arena *a, const struct embedded *file, struct region *out, struct err *err)
{
    const struct yaml *root = NULL;
    struct str rest = file->name;
    struct region region = {.id = str_copy(a, str_cut(&rest, '.'))};
    struct reader r = {.arena = a, .out = &region, .err = err};
    if (!is_region_name(region.id) || !str_eq(rest, STR("yaml")))
        return FAIL(err, ERR_INVALID, "rule.name", "%.80s", str_cstr(a, file->name));
    if (!yaml_parse(a, str_cstr(a, file->name), file->bytes, &root, err))
        return false;
    if (root->kind != YAML_MAP)
        return FAIL(err, ERR_INVALID, "rule.map", YAML_AT "%s (region: {...})", YAML_PLACE(root),
                    shown(a, root));
    if (!only_sections(&r, root))
        return false;
    for (unsigned i = 0; i < RULE_KEY_COUNT; i = rule_section_end(i))
        if (!take_section(&r, root, i, rule_section_end(i)))
            return false;
    *out = region;
    return true;
}
