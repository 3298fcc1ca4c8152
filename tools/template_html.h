/* tools/template_html.h - follows HTML character by character, far enough to know where an insert
 * stands and that every element is closed where it was opened. Stricter than HTML: attributes in
 * double quotes, no comments, no inline script or style, no handlers, no end tag left out. */
#ifndef TOOLS_TEMPLATE_HTML_H
#define TOOLS_TEMPLATE_HTML_H
#include "template.h"

enum { HTML_DEPTH_MOST = 64 };
enum html_where {
    HTML_TEXT,
    HTML_OPEN,    /* after < */
    HTML_DOCTYPE, /* after <! */
    HTML_NAME,
    HTML_CLOSE, /* after </ */
    HTML_CLOSE_NAME,
    HTML_CLOSE_END, /* a blank after the name of an end tag */
    HTML_TAG,       /* a blank after a name or a value */
    HTML_ATTRIBUTE, /* in its name */
    HTML_EQUALS,    /* after = */
    HTML_VALUE,
    HTML_AFTER, /* directly after a value, a name that was left, or a construct */
    HTML_SLASH  /* after the / of <x/> */
};
enum html_url { /* how far an address has been read */
                URL_NOT,
                URL_START,
                URL_SLASH,  /* "/" */
                URL_SCHEME, /* part of https:// or mailto: */
                URL_HOST,   /* after https:// */
                URL_REST
};
struct html {
    enum html_where where;
    enum html_url url;
    size_t from, at;               /* bytes: where the name that is read began, and the next one */
    size_t tag_began, value_began; /* bytes: of the ones that are read */
    const char *text;              /* the whole source: names are cut from it */
    struct str element;            /* of the tag that is read */
    bool closed_attributes;        /* of the attribute that is read: takes no insert */
    struct str open[HTML_DEPTH_MOST];
    unsigned depth, floor; /* floor: what the block may not close */
};

/* Takes one character; NULL, or what is wrong with it. */
const char *html_step(struct html *h, char c);
/* A construct begins here: a name that is being read ends. */
const char *html_pause(struct html *h);
/* NULL, or why nothing can be inserted here; html_inserted() says that something was. */
const char *html_position(const struct html *h, enum template_position *out);
void html_inserted(struct html *h);
/* Two ways through the template meet: do they stand at the same place? */
bool html_same(const struct html *a, const struct html *b);
bool html_keeps_blanks(const struct html *h); /* within pre or textarea */
#endif
