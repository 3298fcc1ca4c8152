/* core/embedded.h - files that are part of the program: definitions, migrations, stylesheets.
 * A layer makes a table of them in its meson.build,
 *
 *     css = custom_target('css', input: ['a.css', 'b.css'], output: ['css.c', 'css.h'],
 *       command: [embed, 'css', '@OUTPUT@', '@INPUT@'])
 *
 * lists `css` among its sources, and finds them in C:
 *
 *     #include "css.h"
 *     const struct embedded *file = embedded_find(&EMBEDDED_CSS, STR("a.css")); */
#ifndef CORE_EMBEDDED_H
#define CORE_EMBEDDED_H
#include "core/base.h"

struct embedded {
    struct str name;  /* without folders */
    struct str bytes; /* with a NUL behind them */
};
struct embedded_files {
    const struct embedded *file; /* sorted by name */
    unsigned count;
};

const struct embedded *embedded_find(const struct embedded_files *all,
                                     struct str name); /* or NULL */
#endif
