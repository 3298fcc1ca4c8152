#include "cli/code_word.h"

#include "engine/expr_words.h"

struct str code_word(struct arena *a, enum lang lang, const struct explain_line *line)
{
    enum text text;
    bool is_word = line->is_row && !expr_table_has_code(line->table);
    if (!is_word || !text_find(str_fmt(a, "code.%.*s", STR_FMT(line->code)), &text))
        return line->code;
    return text_get(lang, text);
}
