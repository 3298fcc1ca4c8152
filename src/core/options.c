#include "core/options.h"

#include "core/utf8.h"

#include <assert.h>
#include <string.h>

/* Where a value was written, for the error: "--months", "KONTINUA_HOME", "kontinua.yaml:3:1:
 * today". */
struct origin {
    const char *label;
    const char *joint; /* between the label and the value, as it is written there */
};

static bool bad_value(const struct origin *from, struct str value, const char *code,
                      const char *more, struct err *err)
{
    return FAIL(err, ERR_INVALID, code, "%.80s%s%.*s%.100s", from->label, from->joint,
                (int)(value.len < 30 ? value.len : 30), value.at, more);
}

static bool set_flag(struct str text, const struct origin *from, struct option_value *out,
                     struct err *err)
{
    out->yes = str_eq(text, STR("yes")) || str_eq(text, STR("true"));
    if (!out->yes && !str_eq(text, STR("no")) && !str_eq(text, STR("false")))
        return bad_value(from, text, "options.choice", " (yes, no)", err);
    return true;
}

static bool set_number(const struct option *o, struct str text, const struct origin *from,
                       struct option_value *out, struct err *err)
{
    int64_t number = 0;
    if (!str_to_i64(text, &number))
        return bad_value(from, text, "options.number", "", err);
    if (number < o->least || number > o->most) {
        struct arena *a = arena_open(256);
        const char *range = str_fmt(a, " (%lld-%lld)", (long long)o->least, (long long)o->most).at;
        (void)bad_value(from, text, "options.range", range, err);
        arena_close(a);
        return false;
    }
    out->number = number;
    return true;
}

static bool set_choice(const struct option *o, struct str text, const struct origin *from,
                       unsigned *out, struct err *err)
{
    for (unsigned i = 0; o->choice[i]; i++)
        if (str_eq(text, str_of(o->choice[i]))) {
            *out = i;
            return true;
        }
    struct arena *a = arena_open(256);
    struct sb words = sb_open(a, 128);
    for (unsigned i = 0; o->choice[i]; i++)
        sb_fmt(&words, "%s%s", i == 0 ? " (" : ", ", o->choice[i]);
    sb_put(&words, STR(")\0"));
    (void)bad_value(from, text, "options.choice", sb_str(&words).at, err);
    arena_close(a);
    return false;
}

static unsigned count_of(struct str text, char c)
{
    unsigned n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += text.at[i] == c;
    return n;
}

/* Adds to what earlier occurrences gave. */
static bool add_items(struct arena *a, const struct option *o, struct str text,
                      const struct origin *from, struct option_value *out, struct err *err)
{
    unsigned more = count_of(text, ',') + 1;
    struct str *item = ARENA_NEW(a, struct str, out->count + more);
    if (out->count > 0)
        memcpy(item, out->item, out->count * sizeof *item);
    unsigned n = out->count, choices = n > 0 ? out->choices : 0;
    for (struct str rest = text; rest.at;) {
        struct str word = str_trim(str_cut(&rest, ','));
        if (word.len == 0)
            return bad_value(from, text, "options.list", "", err);
        unsigned choice = 0;
        if (o->choice && !set_choice(o, word, from, &choice, err))
            return false;
        choices |= o->choice ? 1u << choice : 0;
        item[n++] = word;
    }
    out->item = item;
    out->count = n;
    out->choices = choices;
    return true;
}

static bool set_value(struct arena *a, const struct option *o, struct str text,
                      const struct origin *from, struct option_value *out, struct err *err)
{
    struct option_value v = *out;
    struct err ignored = {0};
    v.text = text;
    bool good = true;
    if (!utf8_valid(text))
        return FAIL(err, ERR_INVALID, "options.encoding", "%.80s", from->label);
    if (text.len == 0)
        return bad_value(from, text, "options.value_missing", "", err);
    switch (o->type) {
    case OPTION_FLAG:
        good = set_flag(text, from, &v, err);
        break;
    case OPTION_TEXT:
        break;
    case OPTION_INT:
        good = set_number(o, text, from, &v, err);
        break;
    case OPTION_DAY:
        good = day_parse(text, &v.day, &ignored) || bad_value(from, text, "options.day", "", err);
        break;
    case OPTION_CHOICE:
        good = set_choice(o, text, from, &v.choice, err);
        break;
    case OPTION_LIST:
        good = add_items(a, o, text, from, &v, err);
        break;
    }
    if (good)
        *out = v;
    return good;
}

struct options options_open(struct arena *a, const struct option *option, unsigned count)
{
    struct options set = {option, count, ARENA_NEW(a, struct option_value, count > 0 ? count : 1)};
    for (unsigned i = 0; i < count; i++) {
        struct option_value *v = &set.value[i];
        *v = (struct option_value){.text = STR(""), .day = DAY_NONE};
        if (!option[i].preset)
            continue;
        struct err err = {0};
        struct origin from = {option[i].name, "="};
        bool fits = set_value(a, &option[i], str_of(option[i].preset), &from, v, &err);
        assert(fits);
        (void)fits;
    }
    return set;
}

/* How many letters must change, be put in or left out, or trade places with the next, to make one
 * word of the other; `limit` where it is as much or more. */
static unsigned distance(struct str a, struct str b, unsigned limit)
{
    enum { MOST = 32 };
    unsigned row[3][MOST + 1];
    if (a.len > MOST || b.len > MOST)
        return limit;
    for (unsigned j = 0; j <= b.len; j++)
        row[0][j] = j;
    for (unsigned i = 1; i <= a.len; i++) {
        unsigned *now = row[i % 3], *up = row[(i - 1) % 3], *up2 = row[(i + 1) % 3];
        now[0] = i;
        for (unsigned j = 1; j <= b.len; j++) {
            unsigned best = up[j - 1] + (a.at[i - 1] != b.at[j - 1]);
            best = up[j] + 1 < best ? up[j] + 1 : best;
            best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1])
                best = up2[j - 2] + 1 < best ? up2[j - 2] + 1 : best;
            now[j] = best;
        }
    }
    unsigned d = row[a.len % 3][b.len];
    return d < limit ? d : limit;
}

const char *options_nearest(struct str written, const char *const *words, unsigned count)
{
    /* A third of the letters, at least one: "mnoths" means months, "x" means nothing. */
    unsigned limit = (unsigned)(written.len / 3) + 2, best = limit;
    const char *nearest = NULL;
    for (unsigned i = 0; i < count; i++) {
        struct str word = str_of(words[i]);
        bool begun = written.len >= 3 && str_starts(word, written);
        unsigned d = begun ? 1 : distance(written, word, limit);
        if (d < best && d < word.len) {
            best = d;
            nearest = words[i];
        }
    }
    return nearest;
}

static bool unknown(struct arena *a, struct str name, struct options *const *sets,
                    unsigned set_count, struct err *err)
{
    unsigned all = 0, n = 0;
    for (unsigned s = 0; s < set_count; s++)
        all += sets[s]->count;
    const char **names = ARENA_NEW(a, const char *, all + 1);
    for (unsigned s = 0; s < set_count; s++)
        for (unsigned i = 0; i < sets[s]->count; i++)
            names[n++] = sets[s]->option[i].name;
    const char *near = options_nearest(name, names, n);
    int len = (int)(name.len < 60 ? name.len : 60);
    if (near)
        return FAIL(err, ERR_INVALID, "options.unknown", "--%.*s (--%s?)", len, name.at, near);
    return FAIL(err, ERR_INVALID, "options.unknown", "--%.*s", len, name.at);
}

static bool find(struct options *const *sets, unsigned set_count, struct str name,
                 const struct option **o, struct option_value **v)
{
    for (unsigned s = 0; s < set_count; s++)
        for (unsigned i = 0; i < sets[s]->count; i++)
            if (str_eq(name, str_of(sets[s]->option[i].name))) {
                *o = &sets[s]->option[i];
                *v = &sets[s]->value[i];
                return true;
            }
    return false;
}

/* What begins with -- and is no option's name may be a value. */
static bool is_option(struct options *const *sets, unsigned set_count, struct str word)
{
    const struct option *o = NULL;
    struct option_value *v = NULL;
    if (!str_starts(word, STR("--")))
        return false;
    struct str rest = {word.at + 2, word.len - 2}, name = str_cut(&rest, '=');
    return word.len == 2 || find(sets, set_count, name, &o, &v);
}

/* One option; its word has been taken from the line, its value may be the next. */
static bool take_option(struct arena *a, struct command_line *line, struct str word,
                        struct options *const *sets, unsigned set_count, struct err *err)
{
    struct str value = {word.at + 2, word.len - 2}, name = str_cut(&value, '=');
    const struct option *o = NULL;
    struct option_value *v = NULL;
    if (!find(sets, set_count, name, &o, &v))
        return unknown(a, name, sets, set_count, err);
    if (v->given && o->type != OPTION_LIST)
        return FAIL(err, ERR_INVALID, "options.twice", "--%s", o->name);
    struct origin from = {str_fmt(a, "--%s", o->name).at, " "};
    bool joined = value.at != NULL;
    if (o->type == OPTION_FLAG) {
        if (joined)
            return bad_value(&from, value, "options.value_unwanted", "", err);
        v->given = v->yes = true;
        return true;
    }
    if (!joined) {
        if (line->next == line->count || is_option(sets, set_count, str_of(line->word[line->next])))
            return bad_value(&from, str_of(o->value_name), "options.value_missing", "", err);
        value = str_of(line->word[line->next++]);
    }
    if (o->type == OPTION_LIST && !v->given)
        v->count = 0; /* the line's own list takes the place of the preset */
    if (!set_value(a, o, value, &from, v, err))
        return false;
    v->given = true;
    return true;
}

bool options_take(struct arena *a, struct command_line *line, struct options *const *sets,
                  unsigned set_count, struct err *err)
{
    if (!line->argument)
        line->argument = ARENA_NEW(a, struct str, line->count + 1);
    while (line->next < line->count) {
        struct str word = str_of(line->word[line->next]);
        bool option = !line->only_arguments && str_starts(word, STR("--"));
        if (line->first_only && line->arguments == 1)
            return true;
        line->next++;
        if (option && word.len == 2)
            line->only_arguments = true;
        else if (option) {
            if (!take_option(a, line, word, sets, set_count, err))
                return false;
        } else if (!utf8_valid(word)) {
            return FAIL(err, ERR_INVALID, "options.encoding", "%u", line->next);
        } else if (!line->only_arguments && word.len > 1 && word.at[0] == '-' &&
                   (word.at[1] < '0' || word.at[1] > '9')) { /* else a number, whatever it is for */
            return unknown(a, (struct str){word.at + 1, word.len - 1}, sets, set_count, err);
        } else {
            line->argument[line->arguments++] = word;
        }
    }
    return true;
}

bool options_take_env(struct arena *a, struct options *set, char *(*lookup)(const char *name),
                      struct err *err)
{
    for (unsigned i = 0; i < set->count; i++) {
        const struct option *o = &set->option[i];
        struct option_value *v = &set->value[i];
        const char *text = o->env && !v->given ? lookup(o->env) : NULL;
        if (!text || !*text)
            continue;
        struct origin from = {o->env, "="};
        v->count = 0;
        if (!set_value(a, o, str_copy(a, str_of(text)), &from, v, err))
            return false;
        v->given = true;
    }
    return true;
}

/* An option of this name that may be a setting: of two verbs' options one may and the other not. */
static bool find_setting(struct options *const *sets, unsigned set_count, struct str name,
                         const struct option **o, struct option_value **v)
{
    for (unsigned s = 0; s < set_count; s++)
        if (find(&sets[s], 1, name, o, v) && (*o)->setting)
            return true;
    return false;
}

static bool take_setting(struct arena *a, const struct yaml *key, const struct yaml *value,
                         struct options *const *sets, unsigned set_count, struct err *err)
{
    const struct option *o = NULL;
    struct option_value *v = NULL;
    if (!find_setting(sets, set_count, key->text, &o, &v))
        return FAIL(err, ERR_INVALID, "options.setting", YAML_AT "%.60s", YAML_PLACE(key),
                    key->text.at);
    if (v->given)
        return true;
    struct origin from = {str_fmt(a, YAML_AT "%s", YAML_PLACE(value), o->name).at, " "};
    bool list = value->kind == YAML_LIST && o->type == OPTION_LIST;
    v->count = 0;
    for (unsigned i = 0; i < (list ? value->count : 1); i++) {
        const struct yaml *item = list ? &value->item[i] : value;
        if (item->kind != YAML_SCALAR)
            return FAIL(err, ERR_INVALID, "options.setting", YAML_AT "%.60s", YAML_PLACE(value),
                        o->name);
        if (!set_value(a, o, item->text, &from, v, err))
            return false;
    }
    v->given = true;
    return true;
}

bool options_take_settings(struct arena *a, const struct yaml *map, struct options *const *sets,
                           unsigned set_count, struct err *err)
{
    if (map->kind != YAML_MAP)
        return FAIL(err, ERR_INVALID, "options.setting", YAML_AT, YAML_PLACE(map));
    for (unsigned i = 0; i < map->count; i++)
        if (!take_setting(a, &map->key[i], &map->item[i], sets, set_count, err))
            return false;
    return true;
}

bool options_check(const struct options *set, const struct verb *verb,
                   const struct command_line *line, struct err *err)
{
    for (unsigned i = 0; i < set->count; i++)
        if (set->option[i].required && !set->value[i].given)
            return FAIL(err, ERR_INVALID, "options.required", "--%s", set->option[i].name);
    if (line->arguments < verb->least_arguments || line->arguments > verb->most_arguments)
        return FAIL(err, ERR_INVALID, "options.arguments", "%s%s%s", verb->name,
                    *verb->arguments ? " " : "", verb->arguments);
    return true;
}
