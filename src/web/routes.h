/* web/routes.h - the table of the whole site: all that can be reached from
 * outside, and who may. */
#ifndef WEB_ROUTES_H
#define WEB_ROUTES_H
#include "web/page.h"

/* `site` must outlive what is returned. */
struct http_site site_http(const struct site *site);
#endif
