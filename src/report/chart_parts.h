/* report/chart_parts.h - what the charts are put together of: texts whose width
 * is known before they are drawn, axes with round numbers, labels that keep out
 * of each other's way. Used by the chart_*.c of this layer alone.
 *
 * Coordinates are those of the drawing: CSS pixels at its own width, y downwards. */
#ifndef REPORT_CHART_PARTS_H
#define REPORT_CHART_PARTS_H
#include "report/chart_svg.h"

enum {
    CHART_TEXT = 13,    /* size of all text; chart.css says the same */
    CHART_ROW = 18,     /* from one row of text to the next */
    CHART_READOUT = 20, /* the row on top where the point that is pointed at is told */
    CHART_EDGE = 3      /* nothing is nearer to the edge */
};

/* Text. Widths are estimated for the sans-serif faces that the pages name, on the wide side. */
double chart_text_width(struct str s);
/* The text, or as much of it as has room, with an ellipsis. */
struct str chart_text_cut(struct arena *a, struct str s, double room);
/* Name and number in the room: it is the name that is cut. */
struct str chart_named(struct arena *a, struct str name, struct str shown, double room);
/* A number of the axis: grouped, with mark and unit of the frame. */
struct str chart_number(struct arena *a, const struct chart_frame *f, double n, unsigned places);
void chart_escape(struct sb *out, struct str s);

/* Markup with numbers: each # is the next of the coordinates, rounded to a tenth. (printf would
 * take most of the time that a page takes.) */
void chart_put(struct sb *out, const char *markup, const double *number, size_t count);
#define CHART_PUT(out, markup, ...)                                                                \
    chart_put((out), (markup), (const double[]){__VA_ARGS__},                                      \
              sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

/* A tag as far as within its class. */
void chart_tag(struct sb *out, const char *name, const char *class);

enum chart_anchor { CHART_START, CHART_MIDDLE, CHART_END };
/* `y` is the line the letters stand on. */
void chart_text(struct sb *out, const char *class, double x, double y, enum chart_anchor anchor,
                struct str s);
/* From (x1, y1) to (x2, y2). */
void chart_rule(struct sb *out, const char *class, double x1, double y1, double x2, double y2);

void chart_open(struct sb *out, const struct chart_frame *f, const char *kind, double height);
void chart_close(struct sb *out);
/* A point that can be reached with the keyboard: what is drawn between the two belongs to it.
 * `said` is its name and value for those who hear it and, while it is pointed at, in the readout,
 * which stands behind the point, so that the focus ring is around what is drawn. */
void chart_point_open(struct sb *out, const char *class, struct str said);
void chart_point_close(struct sb *out, const struct chart_frame *f, struct str said);
/* "Frösö hälsocentral: 71,0 %" */
struct str chart_said(struct arena *a, struct str name, struct str shown, struct str note);

/* The values that an axis has to hold. */
struct chart_range {
    double low, high; /* high < low: nothing yet */
};
#define CHART_RANGE_EMPTY ((struct chart_range){1, 0})
void chart_range_add(struct chart_range *r, double value); /* what is not finite is left out */

struct chart_axis {
    double low, high; /* at its ends */
    double step;      /* between ticks */
    unsigned places;  /* decimals of the ticks' numbers */
    double from, to;  /* the coordinates of low and high */
};
double chart_at(const struct chart_axis *axis, double value); /* kept within the axis */
/* Across: as many ticks as their numbers have room for. */
struct chart_axis chart_axis_across(struct arena *a, const struct chart_frame *f,
                                    struct chart_range r, double from, double to);
/* Upwards: `from` is its lower end. */
struct chart_axis chart_axis_up(const struct chart_frame *f, struct chart_range r, double from,
                                double to);
/* The room that the numbers of an upright axis need. */
double chart_axis_width(struct arena *a, const struct chart_frame *f,
                        const struct chart_axis *axis);
unsigned chart_ticks(const struct chart_axis *axis);
double chart_tick(const struct chart_axis *axis, unsigned i);
/* Grid from top to bottom and the numbers below it. */
void chart_draw_across(struct sb *out, const struct chart_frame *f, const struct chart_axis *axis,
                       double top, double bottom);
/* Grid from left to right and the numbers before it. */
void chart_draw_up(struct sb *out, const struct chart_frame *f, const struct chart_axis *axis,
                   double left, double right);

/* Labels in rows above or below a drawing, each at what it names, with a line to it. */
struct chart_label {
    struct str text;
    const char *class;
    double at;       /* what it names */
    double x, width; /* where it was put */
    unsigned row;    /* 0 is next to the drawing */
};
/* Returns how many rows they take. */
unsigned chart_labels_place(struct arena *a, struct chart_label *label, size_t count, double left,
                            double right);
enum chart_side { CHART_ABOVE, CHART_BELOW };
/* `edge`: where the drawing ends and the rows begin. */
void chart_labels_draw(struct sb *out, const struct chart_label *label, size_t count,
                       enum chart_side side, double edge);
/* Where the line of a label begins. */
double chart_label_foot(const struct chart_label *label, enum chart_side side, double edge);

/* Labels at the right edge, each beside its height as far as the others let it. */
struct chart_side_label {
    struct str text;
    const char *class;
    double y;
};
void chart_side_draw(struct sb *out, struct chart_side_label *label, size_t count, double x,
                     struct chart_range room);

/* Lines across a chart, by their kind. */
const char *chart_line_class(enum chart_line_kind kind);
/* Name and number, or the name alone where both have no room: the number is on the axis. */
struct str chart_line_words(struct arena *a, const struct chart_line *line, double room);
#endif
