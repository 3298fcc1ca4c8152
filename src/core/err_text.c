#include "core/err_text.h"

#include "core/err_table.h"

static const struct err_text *find(struct str code)
{
    unsigned low = 0, high = ERR_TEXT_COUNT;
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        int order = str_compare(code, ERR_TEXTS[middle].code);
        if (order == 0)
            return &ERR_TEXTS[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

bool err_kind_of(struct str code, enum err_kind *out)
{
    const struct err_text *t = find(code);
    if (t)
        *out = t->kind;
    return t != NULL;
}

static bool find_place(struct str text, size_t *at)
{
    for (size_t i = 0; i + 1 < text.len; i++)
        if (text.at[i] == '{' && text.at[i + 1] == '}') {
            *at = i;
            return true;
        }
    return false;
}

struct str err_message(struct arena *a, enum lang lang, const struct err *err)
{
    const struct err_text *t = find(str_of(err->code));
    struct str text = t ? t->text[lang] : str_of(err->code), detail = str_of(err->detail);
    struct sb out = sb_open(a, text.len + detail.len + 8);
    size_t at = text.len;
    if (find_place(text, &at)) {
        sb_put(&out, (struct str){text.at, at});
        sb_put(&out, detail);
        sb_put(&out, (struct str){text.at + at + 2, text.len - at - 2});
    } else {
        sb_put(&out, text);
        if (detail.len > 0)
            sb_put(&out, STR(": "));
        sb_put(&out, detail);
    }
    return sb_str(&out);
}

int err_exit_code(enum err_kind kind)
{
    switch (kind) {
    case ERR_NONE:
        return 0;
    case ERR_IO:
        return 1;
    case ERR_INVALID:
        return 2;
    case ERR_MISSING:
        return 3;
    case ERR_DENIED:
        return 4;
    case ERR_CONFLICT:
        return 5;
    case ERR_BUSY:
        return 6;
    }
    return 1;
}

int err_http_status(enum err_kind kind)
{
    switch (kind) {
    case ERR_NONE:
        return 200;
    case ERR_IO:
        return 500;
    case ERR_INVALID:
        return 422;
    case ERR_MISSING:
        return 404;
    case ERR_DENIED:
        return 403;
    case ERR_CONFLICT:
        return 409;
    case ERR_BUSY:
        return 503;
    }
    return 500;
}
