#include "cli/code_name.h"

#include "web/place_name.h"

static struct str named(struct cli *cli, struct str name, struct str code)
{
    return str_eq(name, code) ? code
                              : str_fmt(cli->arena, "%.*s (%.*s)", STR_FMT(name), STR_FMT(code));
}

struct str code_name_county(struct cli *cli, struct str code)
{
    return named(cli, county_name(cli->arena, cli->lang, code), code);
}

struct str code_name_municipality(struct cli *cli, struct str code)
{
    return named(cli, municipality_name(code), code);
}

struct str code_name_title(struct cli *cli, struct str code)
{
    enum text text;
    if (!text_find(str_fmt(cli->arena, "title.c%.*s", STR_FMT(code)), &text))
        return code;
    return named(cli, text_get(cli->lang, text), code);
}

struct str code_name_kind(struct cli *cli, struct str code)
{
    static const enum text KIND[] = {TEXT_CODE_CARE_CONTACT, TEXT_CODE_DOCTOR, TEXT_CODE_MUNICIPAL,
                                     TEXT_CODE_COORDINATING};
    unsigned kind = code.len == 1 ? (unsigned)(code.at[0] - '1') : ARRAY_LEN(KIND);
    return kind < ARRAY_LEN(KIND) ? text_get(cli->lang, KIND[kind]) : code;
}
