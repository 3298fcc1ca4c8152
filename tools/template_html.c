#include "template_html.h"

#include <ctype.h>
#include <string.h>

static bool is_one_of(struct str word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (word.len == strlen(list[i]) && strncasecmp(word.at, list[i], word.len) == 0)
            return true;
    return false;
}

static bool is_void(struct str element)
{
    static const char *const all[] = {"area",  "base", "br",   "col",    "embed", "hr", "img",
                                      "input", "link", "meta", "source", "track", "wbr"};
    return is_one_of(element, all, ARRAY_LEN(all));
}

static bool is_raw(struct str element)
{
    static const char *const all[] = {"script", "style", "iframe", "noscript", "xmp", "plaintext"};
    return is_one_of(element, all, ARRAY_LEN(all));
}

static bool is_plain(struct str element) /* its content is characters, never markup */
{
    static const char *const all[] = {"title", "textarea"};
    return is_one_of(element, all, ARRAY_LEN(all));
}

static bool is_address(struct str attribute)
{
    static const char *const all[] = {"href",     "src",        "action",     "formaction",
                                      "cite",     "poster",     "data",       "ping",
                                      "manifest", "background", "xlink:href", "icon"};
    return is_one_of(attribute, all, ARRAY_LEN(all));
}

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == ':' || c == '_';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static struct str name_read(const struct html *h)
{
    return (struct str){h->text + h->from, h->at - h->from};
}

static struct str innermost(const struct html *h)
{
    return h->depth > 0 ? h->open[h->depth - 1] : STR("");
}

static const char *element_named(struct html *h)
{
    h->element = name_read(h);
    if (is_one_of(h->element, (const char *const[]){"style"}, 1))
        return "styles stand in web/css: the content security policy allows none here";
    return NULL;
}

static const char *element_opened(struct html *h, bool closed_at_once)
{
    h->where = HTML_TEXT;
    if (is_void(h->element))
        return closed_at_once ? "this element is written without a slash" : NULL;
    if (closed_at_once)
        return NULL;
    if (h->depth == HTML_DEPTH_MOST)
        return "elements are nested too deep";
    h->open[h->depth++] = h->element;
    return NULL;
}

static const char *element_closed(struct html *h)
{
    if (h->depth == h->floor)
        return h->depth == 0
                   ? "this end tag closes nothing"
                   : "this end tag closes an element that was opened outside of the block";
    struct str open = innermost(h);
    if (h->element.len != open.len || strncasecmp(h->element.at, open.at, open.len) != 0)
        return "this end tag closes another element than the innermost open one";
    h->depth--;
    h->where = HTML_TEXT;
    return NULL;
}

static const char *attribute_named(struct html *h)
{
    struct str name = name_read(h);
    static const char *const closed[] = {"srcset", "imagesrcset", "content-security-policy"};
    static const char *const refused[] = {"style", "srcdoc", "http-equiv"};
    if (name.len > 2 && strncasecmp(name.at, "on", 2) == 0)
        return "handlers are not allowed: the content security policy blocks them";
    if (is_one_of(name, refused, ARRAY_LEN(refused)))
        return "this attribute is not allowed";
    h->url = is_address(name) ? URL_START : URL_NOT;
    h->closed_attributes = is_one_of(name, closed, ARRAY_LEN(closed));
    return NULL;
}

/* An address may begin with / (not //), #, ?, https:// or mailto:, so that what is inserted later
 * cannot change where it leads. */
static const char *address_step(struct html *h, char c)
{
    static const char *const scheme[] = {"https://", "mailto:"};
    if (h->url != URL_NOT && (is_blank(c) || c == '\''))
        return "an address holds no blank and no quotation mark: write %20, %27";
    switch (h->url) {
    case URL_START:
        if (c == '/')
            h->url = URL_SLASH;
        else if (c == '#' || c == '?')
            h->url = URL_REST;
        else if (c == 'h' || c == 'm') {
            h->url = URL_SCHEME;
            h->from = h->at;
        } else
            return "an address begins with /, #, ?, https:// or mailto:";
        return NULL;
    case URL_SLASH:
        if (c == '/' || c == '\\')
            return "an address that begins with // leads to another host";
        h->url = URL_REST;
        return NULL;
    case URL_SCHEME: {
        const char *wanted = scheme[h->text[h->from] == 'm'];
        size_t n = h->at - h->from;
        if (c != wanted[n])
            return "an address begins with /, #, ?, https:// or mailto:";
        if (wanted[n + 1] == '\0')
            h->url = c == '/' ? URL_HOST : URL_REST;
        return NULL;
    }
    case URL_HOST:
        if (c == '/')
            h->url = URL_REST;
        return NULL;
    case URL_NOT:
    case URL_REST:
        break;
    }
    return NULL;
}

static const char *text_step(struct html *h, char c)
{
    struct str inner = innermost(h);
    if (c == '<') {
        h->where = HTML_OPEN;
        return NULL;
    }
    if (c == '>')
        return "a > in text is written &gt;";
    if (is_raw(inner) && !is_blank(c))
        return "this element has no content here: the content security policy allows no inline one";
    return NULL;
}

static const char *open_step(struct html *h, char c)
{
    struct str inner = innermost(h);
    if (c == '/') {
        h->where = HTML_CLOSE;
        return NULL;
    }
    if (is_plain(inner) || is_raw(inner))
        return "there are no elements within this one";
    if (c == '!') {
        h->where = HTML_DOCTYPE;
        h->from = h->at + 1;
        return NULL;
    }
    if (!isalpha((unsigned char)c))
        return "a < in text is written &lt;";
    h->where = HTML_NAME;
    h->from = h->tag_began = h->at;
    return NULL;
}

/* What may stand in a tag outside of names and values. */
static const char *tag_step(struct html *h, char c)
{
    if (c == '>')
        return element_opened(h, false);
    if (c == '/') {
        h->where = HTML_SLASH;
        return NULL;
    }
    if (is_blank(c)) {
        h->where = HTML_TAG;
        return NULL;
    }
    if (!isalpha((unsigned char)c))
        return "a tag holds names of attributes, each with a value in double quotes or none";
    if (h->where == HTML_AFTER)
        return "a blank is missing before this attribute";
    h->where = HTML_ATTRIBUTE;
    h->from = h->at;
    return NULL;
}

static const char *name_step(struct html *h, char c)
{
    if (is_name(c))
        return NULL;
    const char *fault = element_named(h);
    return fault ? fault : tag_step(h, c);
}

static const char *attribute_step(struct html *h, char c)
{
    if (is_name(c))
        return NULL;
    const char *fault = attribute_named(h);
    if (fault)
        return fault;
    if (c == '=') {
        h->where = HTML_EQUALS;
        return NULL;
    }
    return tag_step(h, c);
}

static const char *value_step(struct html *h, char c)
{
    if (c == '<')
        return "a < in a value is written &lt;";
    if (c != '"')
        return address_step(h, c);
    if (h->url == URL_START || h->url == URL_SCHEME)
        return "an address is missing";
    h->where = HTML_AFTER;
    h->url = URL_NOT;
    return NULL;
}

static const char *close_step(struct html *h, char c)
{
    if (h->where == HTML_CLOSE) {
        if (!isalpha((unsigned char)c))
            return "the name of an element is missing";
        h->where = HTML_CLOSE_NAME;
        h->from = h->at;
        return NULL;
    }
    if (h->where == HTML_CLOSE_NAME) {
        if (is_name(c))
            return NULL;
        h->element = name_read(h);
        h->where = HTML_CLOSE_END;
    }
    if (c == '>')
        return element_closed(h);
    return is_blank(c) ? NULL : "an end tag has a name and nothing else";
}

static const char *doctype_step(struct html *h, char c)
{
    static const char wanted[] = "doctype html>";
    if (tolower((unsigned char)c) != wanted[h->at - h->from])
        return "only <!doctype html> begins so; a comment is written {# … #}";
    if (c == '>')
        h->where = HTML_TEXT;
    return NULL;
}

static const char *step(struct html *h, char c)
{
    switch (h->where) {
    case HTML_TEXT:
        return text_step(h, c);
    case HTML_OPEN:
        return open_step(h, c);
    case HTML_DOCTYPE:
        return doctype_step(h, c);
    case HTML_NAME:
        return name_step(h, c);
    case HTML_CLOSE:
    case HTML_CLOSE_NAME:
    case HTML_CLOSE_END:
        return close_step(h, c);
    case HTML_TAG:
    case HTML_AFTER:
        return tag_step(h, c);
    case HTML_ATTRIBUTE:
        return attribute_step(h, c);
    case HTML_EQUALS:
        if (c != '"')
            return "the value of an attribute stands in double quotes";
        h->where = HTML_VALUE;
        h->value_began = h->at;
        return NULL;
    case HTML_VALUE:
        return value_step(h, c);
    case HTML_SLASH:
        return c == '>' ? element_opened(h, true) : "a / stands before > in a tag";
    }
    return NULL;
}

const char *html_step(struct html *h, char c)
{
    const char *fault = step(h, c);
    h->at++;
    return fault;
}

const char *html_pause(struct html *h)
{
    const char *fault = NULL;
    switch (h->where) {
    case HTML_NAME:
        fault = element_named(h);
        h->where = HTML_AFTER;
        return fault;
    case HTML_ATTRIBUTE:
        fault = attribute_named(h);
        h->where = HTML_AFTER;
        return fault;
    case HTML_TAG:
        h->where = HTML_AFTER;
        return NULL;
    case HTML_TEXT:
    case HTML_VALUE:
    case HTML_AFTER:
        return NULL;
    case HTML_OPEN:
    case HTML_DOCTYPE:
    case HTML_CLOSE:
    case HTML_CLOSE_NAME:
    case HTML_CLOSE_END:
    case HTML_EQUALS:
    case HTML_SLASH:
        break;
    }
    return "no construct can stand here";
}

const char *html_position(const struct html *h, enum template_position *out)
{
    struct str inner = innermost(h);
    if (h->where == HTML_TEXT) {
        if (is_raw(inner))
            return "nothing can be inserted into this element";
        *out = is_plain(inner) ? POSITION_ESCAPED : POSITION_TEXT;
        return NULL;
    }
    if (h->where != HTML_VALUE)
        return "what is inserted stands in text or in the value of an attribute";
    if (h->closed_attributes)
        return "nothing can be inserted into this attribute";
    if (h->url == URL_SCHEME || h->url == URL_HOST)
        return "the scheme and the host of an address cannot be inserted";
    *out = h->url == URL_NOT     ? POSITION_ESCAPED
           : h->url == URL_START ? POSITION_URL
                                 : POSITION_URL_PART;
    return NULL;
}

void html_inserted(struct html *h)
{
    if (h->url != URL_NOT)
        h->url = URL_REST;
}

bool html_same(const struct html *a, const struct html *b)
{
    if (a->where != b->where || a->url != b->url || a->depth != b->depth)
        return false;
    return a->where == HTML_TEXT || (a->tag_began == b->tag_began &&
                                     (a->where == HTML_AFTER || a->value_began == b->value_began));
}

bool html_keeps_blanks(const struct html *h)
{
    static const char *const all[] = {"pre", "textarea"};
    for (unsigned i = 0; i < h->depth; i++)
        if (is_one_of(h->open[i], all, ARRAY_LEN(all)))
            return true;
    return false;
}
