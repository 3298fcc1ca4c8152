/* cli/code_word.h - what people call the code of a row. */
#ifndef CLI_CODE_WORD_H
#define CLI_CODE_WORD_H
#include "core/text.h"
#include "engine/explain.h"

/* In the language, where the code is a word of Kontinua's own ("home_visit" of a contact: the text
 * of "code.home_visit"); a code of another system, as I10, is the same in every language. */
struct str code_word(struct arena *a, enum lang lang, const struct explain_line *line);
#endif
