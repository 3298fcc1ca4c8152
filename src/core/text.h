/* core/text.h - what is said to people, in Swedish and English. The texts stand
 * in web/text/sv.csv and en.csv (key,text; sorted); the build makes of each key
 * a member of `enum text`, `nav.start` TEXT_NAV_START, and fails where a key
 * lacks in one language. A text may have places `{}`, filled in order.
 *
 *     text_fill(&out, lang, TEXT_CLI_ROWS, (struct str[]){count}, 1); */
#ifndef CORE_TEXT_H
#define CORE_TEXT_H
#include "core/sb.h"
#include "core/text_keys.h" /* made by the build: enum text */

enum lang { LANG_SV, LANG_EN };

struct str text_get(enum lang lang, enum text text);
/* Appends the text with its places filled; `count` must be the number of places. */
void text_fill(struct sb *out, enum lang lang, enum text text, const struct str *values,
               unsigned count);
/* The text that a key names, for what is made of data ("measure." and an id); false: there is
 * none. */
MUST_USE bool text_find(struct str key, enum text *out);

/* "sv" or "en"; else false. */
MUST_USE bool lang_parse(struct str word, enum lang *out);
/* The language of a POSIX locale, "sv_SE.UTF-8": Swedish where it begins with sv, else English. */
enum lang lang_of_locale(struct str locale);
struct str lang_word(enum lang lang); /* "sv" or "en", as in the attribute lang of a page */
#endif
