#include "domain/hsaid.h"

#include <string.h>

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool is_alphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

bool hsaid_parse(struct str text, struct hsaid *out, struct err *err)
{
    if (text.len == 0 || text.len >= HSAID_TEXT)
        return FAIL(err, ERR_INVALID, "hsaid.length", "%zu", text.len);
    struct hsaid id = {{0}};
    size_t hyphens = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = upper(text.at[i]);
        if (c == '-')
            hyphens++;
        else if (!is_alphanumeric(c))
            return FAIL(err, ERR_INVALID, "hsaid.character", "%zu", i + 1);
        id.text[i] = c;
    }
    if (hyphens != 1 || id.text[0] == '-' || id.text[text.len - 1] == '-')
        return FAIL(err, ERR_INVALID, "hsaid.hyphen", "%zu", hyphens);
    *out = id;
    return true;
}

bool hsaid_eq(const struct hsaid *a, const struct hsaid *b)
{
    return memcmp(a->text, b->text, HSAID_TEXT) == 0;
}

int hsaid_compare(const struct hsaid *a, const struct hsaid *b)
{
    return memcmp(a->text, b->text, HSAID_TEXT);
}

struct str hsaid_str(const struct hsaid *id)
{
    return str_of(id->text);
}
