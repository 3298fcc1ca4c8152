#include "web/url.h"

struct url_builder url_open_root(struct arena *a)
{
    return (struct url_builder){.out = sb_open(a, 64)};
}

struct url_builder url_open(struct arena *a, enum lang lang)
{
    struct url_builder b = url_open_root(a);
    url_segment(&b, lang_word(lang));
    return b;
}

void url_segment(struct url_builder *b, struct str segment)
{
    sb_char(&b->out, '/');
    html_put_percent(&b->out, segment);
}

void url_field(struct url_builder *b, struct str name, struct str value)
{
    sb_char(&b->out, b->has_query ? '&' : '?');
    b->has_query = true;
    html_put_percent(&b->out, name);
    sb_char(&b->out, '=');
    html_put_percent(&b->out, value);
}

void url_fragment(struct url_builder *b, struct str id)
{
    sb_char(&b->out, '#');
    html_put_percent(&b->out, id);
}

struct url url_end(const struct url_builder *b)
{
    return (struct url){sb_str(&b->out)};
}

struct url url_front(struct arena *a, enum lang lang)
{
    struct url_builder b = url_open(a, lang);
    sb_char(&b.out, '/');
    return url_end(&b);
}

struct url url_page(struct arena *a, enum lang lang, struct str name)
{
    struct url_builder b = url_open(a, lang);
    url_segment(&b, name);
    return url_end(&b);
}
