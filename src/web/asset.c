#include "web/asset.h"

#include "core/checksum.h"
#include "web_css.h"
#include "web_images.h"

struct assets assets_open(struct arena *a, struct str theme)
{
    struct sb css = sb_open(a, 64 * 1024);
    for (unsigned i = 0; i < EMBEDDED_CSS.count; i++)
        sb_put(&css, EMBEDDED_CSS.file[i].bytes);
    sb_put(&css, theme);
    struct str sheet = sb_str(&css);
    struct str name =
        str_fmt(a, "kontinua.%016llx.css", (unsigned long long)checksum_of(sheet.at, sheet.len));
    return (struct assets){.stylesheet = sheet,
                           .stylesheet_name = name,
                           .stylesheet_url = {str_fmt(a, "/assets/%.*s", STR_FMT(name))}};
}

bool asset_answer(const struct assets *all, struct str name, struct response *rs)
{
    if (str_eq(name, all->stylesheet_name)) {
        *rs = (struct response){
            .status = 200, .type = TYPE_CSS, .body = all->stylesheet, .cache = CACHE_FOREVER};
        return true;
    }
    const struct embedded *image = embedded_find(&EMBEDDED_IMAGES, name);
    if (!image)
        return false;
    *rs = (struct response){
        .status = 200, .type = TYPE_SVG, .body = image->bytes, .cache = CACHE_CHECK};
    return true;
}
