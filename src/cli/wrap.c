#include "cli/wrap.h"

#include "cli/print.h"
#include "core/utf8.h"

#include <unistd.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The next word; the groups of a number are one. */
static struct str next_word(struct str *text)
{
    struct str word = str_cut(text, ' ');
    while (word.len > 0 && is_digit(word.at[word.len - 1]) && text->len > 0 &&
           is_digit(text->at[0]))
        word.len += 1 + str_cut(text, ' ').len;
    return word;
}

void wrap(struct sb *out, struct str text)
{
    unsigned width = 0, words = 0; /* of this line */
    while (text.len > 0) {
        struct str word = next_word(&text);
        unsigned w = (unsigned)utf8_count(word);
        if (words > 0 && width + 1 + w > PRINT_WIDTH) {
            sb_put(out, STR("\n  "));
            width = 2;
            words = 0;
        } else if (words > 0) {
            sb_char(out, ' ');
            width++;
        }
        sb_put(out, word);
        width += w;
        words++;
    }
    sb_char(out, '\n');
}

void wrap_to(FILE *to, struct arena *a, struct str text)
{
    struct sb lines = sb_open(a, text.len + 64);
    if (isatty(fileno(to)) == 1)
        wrap(&lines, text);
    else
        sb_fmt(&lines, "%.*s\n", STR_FMT(text));
    (void)fprintf(to, "%.*s", STR_FMT(sb_str(&lines)));
}
