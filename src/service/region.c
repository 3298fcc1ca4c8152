#include "service/region.h"

#include "core/sb.h"
#include "core/yaml.h"
#include "service/rule_files.h" /* made by the build of rules/ */

static bool take_text(const struct yaml *map, struct str key, struct str *out, struct err *err)
{
    const struct yaml *value = yaml_get(map, key);
    if (!value)
        return FAIL(err, ERR_INVALID, "rule.key_missing", YAML_AT "%.*s", YAML_PLACE(map),
                    STR_FMT(key));
    if (value->kind != YAML_SCALAR || value->text.len == 0)
        return FAIL(err, ERR_INVALID, "rule.value", YAML_AT "%.*s", YAML_PLACE(value),
                    STR_FMT(key));
    *out = value->text;
    return true;
}

static bool only_keys(const struct yaml *map, const struct str *known, size_t count,
                      struct err *err)
{
    if (map->kind != YAML_MAP)
        return FAIL(err, ERR_INVALID, "rule.value", YAML_AT "{}", YAML_PLACE(map));
    for (unsigned i = 0; i < map->count; i++) {
        bool found = false;
        for (size_t k = 0; k < count; k++)
            found = found || str_eq(map->key[i].text, known[k]);
        if (!found)
            return FAIL(err, ERR_INVALID, "rule.key_unknown", YAML_AT "%.60s",
                        YAML_PLACE(&map->key[i]), map->key[i].text.at);
    }
    return true;
}

static bool is_code(struct str s, char low, char high)
{
    return s.len == 2 && s.at[0] >= low && s.at[0] <= high && s.at[1] >= low && s.at[1] <= high;
}

bool region_read(struct arena *a, const struct embedded *file, struct region *out, struct err *err)
{
    static const struct str sections[] = {STR_INIT("region")};
    static const struct str keys[] = {STR_INIT("name"), STR_INIT("county"), STR_INIT("country")};
    const struct yaml *root = NULL;
    struct str rest = file->name;
    struct region r = {.id = str_copy(a, str_cut(&rest, '.'))};
    if (!yaml_parse(a, str_cstr(a, file->name), file->bytes, &root, err) ||
        !only_keys(root, sections, ARRAY_LEN(sections), err))
        return false;
    const struct yaml *map = yaml_get(root, sections[0]);
    if (!map)
        return FAIL(err, ERR_INVALID, "rule.key_missing", YAML_AT "region", YAML_PLACE(root));
    if (!only_keys(map, keys, ARRAY_LEN(keys), err) || !take_text(map, keys[0], &r.name, err) ||
        !take_text(map, keys[1], &r.county, err) || !take_text(map, keys[2], &r.country, err))
        return false;
    if (!is_code(r.county, '0', '9'))
        return FAIL(err, ERR_INVALID, "rule.value", YAML_AT "county", YAML_PLACE(map));
    if (!is_code(r.country, 'A', 'Z'))
        return FAIL(err, ERR_INVALID, "rule.value", YAML_AT "country", YAML_PLACE(map));
    *out = r;
    return true;
}

bool region_find(struct arena *a, struct str name, struct region *out, struct err *err)
{
    struct sb known = sb_open(a, 64);
    for (unsigned i = 0; i < EMBEDDED_RULES.count; i++) {
        struct region r;
        if (!region_read(a, &EMBEDDED_RULES.file[i], &r, err))
            return false;
        if (str_eq(name, r.id) || str_eq(name, r.county)) {
            *out = r;
            return true;
        }
        sb_fmt(&known, "%s%.*s (%.*s)", i > 0 ? ", " : "", STR_FMT(r.id), STR_FMT(r.county));
    }
    return FAIL(err, ERR_MISSING, "region.unknown", "%.*s", STR_FMT(sb_str(&known)));
}
