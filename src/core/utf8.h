/* core/utf8.h - is it UTF-8 (RFC 3629)? Overlong forms, surrogates and what lies
 * above U+10FFFF are not. NUL is a character like others here. */
#ifndef CORE_UTF8_H
#define CORE_UTF8_H
#include "core/base.h"

/* What a decoder remembers between two pieces of one text; {0}: at a character's start. */
struct utf8 {
    uint8_t more;      /* continuation bytes still to come */
    uint8_t low, high; /* the range that the next of them must lie in */
};

/* Takes a piece of text: returns how many bytes are good; less than s.len: the byte at that
 * place is wrong. A character may go on in the next piece (u->more > 0). */
size_t utf8_take(struct utf8 *u, struct str s);
bool utf8_valid(struct str s); /* the whole text, ending at a character's end */
/* How many code points a valid text has: the width of Latin text on a terminal. */
size_t utf8_count(struct str s);
/* The valid text with every control character (tab and line feed too, and U+0080-U+009F) replaced
 * by U+FFFD: what a terminal or a page must not obey. In the arena only where there was one. */
struct str utf8_shown(struct arena *a, struct str s);
/* How many bytes the control character at `at` has; 0: none stands there. */
size_t utf8_control(struct str s, size_t at);
/* A line that says something: no control characters, not blank, at most so many characters. */
bool utf8_is_line(struct str s, size_t most);
#endif
