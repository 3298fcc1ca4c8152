/* web/url.h - addresses on this site, part by part, so that nothing that is put
 * into one can lead it elsewhere: segments and values are percent-encoded here.
 *
 *     struct url_builder b = url_open(a, lang);
 *     url_segment(&b, STR("measures"));
 *     url_segment(&b, id);
 *     url_field(&b, STR("level"), STR("unit"));
 *     struct url u = url_end(&b);        /sv/measures/Ko05L?level=unit */
#ifndef WEB_URL_H
#define WEB_URL_H
#include "web/html.h"

struct url_builder {
    struct sb out;
    bool has_query;
};
struct url_builder url_open(struct arena *a, enum lang lang); /* at "/sv" */
struct url_builder url_open_root(struct arena *a);            /* at "" */
void url_segment(struct url_builder *b, struct str segment);
void url_field(struct url_builder *b, struct str name, struct str value);
/* Part of a page; the last thing of an address. */
void url_fragment(struct url_builder *b, struct str id);
struct url url_end(const struct url_builder *b);
struct url url_front(struct arena *a, enum lang lang); /* "/sv/" */
/* The page `name` of a language: "/sv/about". */
struct url url_page(struct arena *a, enum lang lang, struct str name);
#endif
