#include "cli/vocab_given.h"

#include "core/sb.h"

bool vocab_given(struct arena *a, const struct vocab *v, const char *option, struct str written,
                 unsigned *out, struct err *err)
{
    if (vocab_find(v, written, out))
        return true;
    struct sb words = sb_open(a, 128);
    for (unsigned i = 0; i < v->count; i++)
        if (v->word[i])
            sb_fmt(&words, "%s%s", sb_str(&words).len > 0 ? ", " : "", v->word[i]);
    struct str all = sb_str(&words);
    int shown = written.len < 60 ? (int)written.len : 60;
    return FAIL(err, ERR_INVALID, "options.choice", "--%s %.*s (%.*s)", option, shown, written.at,
                STR_FMT(all));
}
