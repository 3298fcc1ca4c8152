/* web/asset.h - the files that pages refer to. The stylesheet is one file made of
 * those in web/css, in the order of their names, and of the instance's own theme
 * (theme.css in its home) behind them; its address holds its checksum, so that it
 * can be kept for ever. */
#ifndef WEB_ASSET_H
#define WEB_ASSET_H
#include "http/response.h"
#include "web/html.h"

struct assets {
    struct str stylesheet; /* CSS */
    struct str stylesheet_name;
    struct url stylesheet_url;
};
/* `theme` may be empty. Everything lives in the arena. */
struct assets assets_open(struct arena *a, struct str theme);
/* Answers with an asset by the last segment of its address; false: there is none. */
MUST_USE bool asset_answer(const struct assets *all, struct str name, struct response *rs);
#endif
