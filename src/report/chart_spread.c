#include "report/chart_parts.h"

#include <math.h>
#include <stdlib.h>

enum { SWARM_MOST = 110, NAMED_MOST = 3, CENTRE = 12 };
static const double RADIUS = 5.5, BETWEEN = 1.2;

struct dot {
    const struct chart_point *point;
    double x, y; /* y from the middle of the swarm */
};
struct swarm {
    struct dot *dot; /* from left to right */
    size_t dots;
    double radius, reach; /* of the farthest dot from the middle, its radius too */
};

static int from_left(const void *a, const void *b)
{
    const struct dot *x = a, *y = b;
    return (x->x > y->x) - (x->x < y->x);
}

/* Each dot at its own x, as near the middle as those before it let it. */
static void pile(struct swarm *s)
{
    double apart = 2 * s->radius + BETWEEN;
    s->reach = s->radius;
    for (size_t i = 0; i < s->dots; i++) {
        double up = 0, down = 0;
        bool is_free = true;
        for (size_t j = i; j-- > 0 && s->dot[i].x - s->dot[j].x < apart;) {
            double dx = s->dot[i].x - s->dot[j].x, side = sqrt(apart * apart - dx * dx);
            up = fmin(up, s->dot[j].y - side);
            down = fmax(down, s->dot[j].y + side);
            is_free = is_free && fabs(s->dot[j].y) >= side;
        }
        s->dot[i].y = is_free ? 0 : -up <= down ? up : down;
        s->reach = fmax(s->reach, fabs(s->dot[i].y) + s->radius);
    }
}

static struct swarm swarm_of(struct arena *a, const struct chart_spread *v,
                             const struct chart_axis *axis)
{
    struct swarm s = {.dot = ARENA_NEW(a, struct dot, v->points + 1), .radius = RADIUS};
    for (size_t i = 0; i < v->points; i++)
        if (isfinite(v->point[i].value))
            s.dot[s.dots++] =
                (struct dot){.point = &v->point[i], .x = chart_at(axis, v->point[i].value)};
    qsort(s.dot, s.dots, sizeof *s.dot, from_left);
    pile(&s);
    /* Very many alike: smaller dots rather than a tall chart. */
    while (s.reach > SWARM_MOST && s.radius > 1) {
        s.radius *= fmax(0.5, sqrt(SWARM_MOST / s.reach));
        pile(&s);
    }
    return s;
}

/* The name of an end of the swarm, and how many more are there. */
static struct str end_words(struct arena *a, const struct swarm *s, const struct dot *end,
                            double room)
{
    unsigned more = 0;
    for (size_t i = 0; i < s->dots; i++)
        more += s->dot[i].point->value == end->point->value && &s->dot[i] != end;
    struct str shown = end->point->shown;
    if (more > 0)
        shown = str_fmt(a, "+%u: %.*s", more, STR_FMT(shown));
    return chart_named(a, end->point->name, shown, room);
}

static size_t label_dots(struct arena *a, const struct swarm *s, double room,
                         struct chart_label label[static NAMED_MOST])
{
    size_t n = 0;
    if (s->dots == 0)
        return 0;
    const struct dot *own = NULL, *ends[] = {&s->dot[0], &s->dot[s->dots - 1]};
    for (size_t i = 0; i < s->dots; i++)
        own = s->dot[i].point->is_own ? &s->dot[i] : own;
    if (own)
        label[n++] =
            (struct chart_label){.text = chart_named(a, own->point->name, own->point->shown, room),
                                 .class = "name name-own",
                                 .at = own->x};
    for (unsigned i = 0; i < (s->dots > 1 ? 2 : 1); i++)
        if (ends[i] != own && (i == 0 || ends[1]->point->value > ends[0]->point->value))
            label[n++] = (struct chart_label){
                .text = end_words(a, s, ends[i], room), .class = "name", .at = ends[i]->x};
    return n;
}

static void draw_dot(struct sb *out, const struct chart_spread *v, const struct swarm *s,
                     const struct dot *d, double middle)
{
    struct str said = chart_said(out->arena, d->point->name, d->point->shown, STR(""));
    chart_point_open(out, d->point->is_own ? "point own" : "point", said);
    CHART_PUT(out, "<circle class=\"dot\" cx=\"#\" cy=\"#\" r=\"#\"/>", d->x, middle + d->y,
              s->radius);
    chart_point_close(out, &v->frame, said);
}

void chart_spread(struct sb *out, const struct chart_spread *v)
{
    struct arena *a = out->arena;
    double left = CHART_EDGE, right = v->frame.width - CHART_EDGE, room = right - left;
    struct chart_range range = CHART_RANGE_EMPTY;
    for (size_t i = 0; i < v->points; i++)
        chart_range_add(&range, v->point[i].value);
    for (size_t i = 0; i < v->lines; i++)
        chart_range_add(&range, v->line[i].value);
    struct chart_axis axis = chart_axis_across(a, &v->frame, range, left + CENTRE, right - CENTRE);
    struct swarm s = swarm_of(a, v, &axis);

    struct chart_label name[NAMED_MOST];
    size_t names = label_dots(a, &s, room, name);
    struct chart_label *label = ARENA_NEW(a, struct chart_label, v->lines + 1);
    for (size_t i = 0; i < v->lines; i++)
        label[i] = (struct chart_label){.text = chart_line_words(a, &v->line[i], room),
                                        .class = "line-name",
                                        .at = chart_at(&axis, v->line[i].value)};
    unsigned rows_above = chart_labels_place(a, label, v->lines, left, right),
             rows_below = chart_labels_place(a, name, names, left, right);

    double top = CHART_READOUT + rows_above * CHART_ROW, middle = top + 8 + s.reach,
           floor = middle + s.reach + 6, bottom = floor + rows_below * CHART_ROW + 6;
    chart_open(out, &v->frame, "spread", bottom + CHART_ROW + 6);
    chart_draw_across(out, &v->frame, &axis, top, bottom);
    for (size_t i = 0; i < v->lines; i++)
        chart_rule(out, chart_line_class(v->line[i].kind), label[i].at,
                   chart_label_foot(&label[i], CHART_ABOVE, top), label[i].at, floor);
    for (size_t i = 0; i < names; i++)
        chart_rule(out, "leader", name[i].at, middle, name[i].at,
                   chart_label_foot(&name[i], CHART_BELOW, floor));
    chart_labels_draw(out, label, v->lines, CHART_ABOVE, top);
    chart_labels_draw(out, name, names, CHART_BELOW, floor);
    for (size_t i = 0; i < s.dots; i++)
        draw_dot(out, v, &s, &s.dot[i], middle);
    chart_close(out);
}
