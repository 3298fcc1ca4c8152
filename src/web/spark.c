#include "web/spark.h"

#include <math.h>

enum { WIDTH = 120, HEIGHT = 32, MARGIN = 4 };

static void put_point(struct sb *out, double x, const char *between, double y)
{
    sb_tenths(out, x);
    sb_put(out, str_of(between));
    sb_tenths(out, y);
}

struct html_safe spark(struct arena *a, const double *value, size_t count)
{
    double low = INFINITY, high = -INFINITY;
    size_t last = count;
    for (size_t i = 0; i < count; i++) {
        if (isnan(value[i]))
            continue;
        low = fmin(low, value[i]);
        high = fmax(high, value[i]);
        last = i;
    }
    struct sb out = sb_open(a, 1024);
    sb_fmt(&out,
           "<svg class=\"spark\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\" focusable=\"false\">",
           WIDTH, HEIGHT);
    double span = high > low ? high - low : 1,
           step = count > 1 ? (double)(WIDTH - 2 * MARGIN) / (double)(count - 1) : 0;
    bool pen_down = false;
    double x = 0, y = 0;
    for (size_t i = 0; last < count && i <= last; i++) {
        if (isnan(value[i])) {
            sb_put(&out, pen_down ? STR("\"/>") : STR(""));
            pen_down = false;
            continue;
        }
        x = MARGIN + step * (double)i;
        y = high > low ? HEIGHT - MARGIN - (value[i] - low) / span * (HEIGHT - 2 * MARGIN)
                       : HEIGHT / 2.0;
        sb_put(&out, pen_down ? STR("L") : STR("<path d=\"M"));
        put_point(&out, x, " ", y);
        pen_down = true;
    }
    sb_put(&out, pen_down ? STR("\"/>") : STR(""));
    if (last < count) {
        sb_put(&out, STR("<circle cx=\""));
        put_point(&out, x, "\" cy=\"", y);
        sb_put(&out, STR("\" r=\"2.5\"/>"));
    }
    sb_put(&out, STR("</svg>"));
    return (struct html_safe){sb_str(&out)};
}
