#include "http/request.h"

static const char *const WORDS[] = {"GET", "HEAD", "POST", "PUT", "DELETE", "-"};

enum http_method http_method_of(struct str word)
{
    for (unsigned m = HTTP_GET; m < HTTP_OTHER; m++)
        if (str_eq(word, str_of(WORDS[m])))
            return (enum http_method)m;
    return HTTP_OTHER;
}

struct str http_method_word(enum http_method method)
{
    return str_of(WORDS[method]);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* "sv", "sv-SE" and "SV-fi" are Swedish. */
static bool is_language(struct str range, struct str language)
{
    if (range.len < language.len || (range.len > language.len && range.at[language.len] != '-'))
        return false;
    for (size_t i = 0; i < language.len; i++)
        if (lower(range.at[i]) != language.at[i])
            return false;
    return true;
}

/* "q=0.8" in thousandths; 1000 where there is none, 0 where it is no number. */
static int weight(struct str parameter)
{
    struct str value = str_trim(parameter), name = str_trim(str_cut(&value, '='));
    value = str_trim(value);
    if (name.len == 0)
        return 1000;
    if (!str_eq(name, STR("q")) || value.len == 0 || value.len > 5)
        return 0;
    int weight = 0, unit = 1000;
    for (size_t i = 0; i < value.len; i++) {
        if (i == 1 && value.at[i] == '.')
            continue;
        if (i == 1 || value.at[i] < '0' || value.at[i] > '9')
            return 0;
        weight += (value.at[i] - '0') * unit;
        unit /= 10;
    }
    return weight <= 1000 ? weight : 0;
}

enum lang accept_language(struct str header)
{
    int swedish = -1, english = -1, any = 0;
    if (str_trim(header).len == 0)
        return LANG_SV;
    for (struct str rest = header; rest.at;) {
        struct str parameter = str_cut(&rest, ','), range = str_trim(str_cut(&parameter, ';'));
        int q = weight(parameter);
        if (is_language(range, STR("sv")) && q > swedish)
            swedish = q;
        else if (is_language(range, STR("en")) && q > english)
            english = q;
        else if (str_eq(range, STR("*")))
            any = q;
    }
    swedish = swedish < 0 ? any : swedish;
    english = english < 0 ? any : english;
    return swedish > 0 && swedish >= english ? LANG_SV : LANG_EN;
}

bool host_is_own(struct str header)
{
    static const struct str names[] = {STR_INIT("localhost"), STR_INIT("127.0.0.1"),
                                       STR_INIT("[::1]")};
    if (header.len == 0)
        return true;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        size_t n = 0;
        while (n < names[i].len && n < header.len && lower(header.at[n]) == names[i].at[n])
            n++;
        if (n == names[i].len && (n == header.len || header.at[n] == ':'))
            return true;
    }
    return false;
}
