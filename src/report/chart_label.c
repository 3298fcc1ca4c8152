#include "report/chart_parts.h"

#include <math.h>
#include <stdlib.h>

enum { GAP = 16, CLEAR = 4 }; /* between labels; between a label and another's line */

static bool touches(const struct chart_label *l, double from, double to, double gap)
{
    return l->x - gap < to && from < l->x + l->width + gap;
}

/* Neither is a label in another's way nor its line in another label's. */
static bool is_free(const struct chart_label *label, size_t placed, const struct chart_label *l)
{
    for (size_t i = 0; i < placed; i++) {
        const struct chart_label *other = &label[i];
        if (other->row == l->row && touches(other, l->x, l->x + l->width, GAP))
            return false;
        if (other->row > l->row && touches(l, other->at, other->at, CLEAR))
            return false;
        if (other->row < l->row && touches(other, l->at, l->at, CLEAR))
            return false;
    }
    return true;
}

/* The lowest row that has room over, right or left of what is named. Where there is none, a row of
 * its own: its line then passes behind a label. */
static void place(struct chart_label *label, size_t placed, struct chart_label *l, double left,
                  double right)
{
    unsigned top = 0;
    for (size_t i = 0; i < placed; i++)
        top = label[i].row + 1 > top ? label[i].row + 1 : top;
    for (l->row = 0; l->row <= top; l->row++) {
        const double starts[] = {l->at - l->width / 2, l->at - CLEAR, l->at + CLEAR - l->width};
        for (unsigned i = 0; i < ARRAY_LEN(starts); i++) {
            l->x = fmax(left, fmin(right - l->width, starts[i]));
            if (is_free(label, placed, l))
                return;
        }
    }
    l->row = top;
    l->x = fmax(left, fmin(right - l->width, l->at - l->width / 2));
}

unsigned chart_labels_place(struct arena *a, struct chart_label *label, size_t count, double left,
                            double right)
{
    unsigned rows = 0;
    for (size_t i = 0; i < count; i++) {
        struct chart_label *l = &label[i];
        l->text = chart_text_cut(a, l->text, right - left);
        l->width = chart_text_width(l->text);
        place(label, i, l, left, right);
        rows = l->row + 1 > rows ? l->row + 1 : rows;
    }
    return rows;
}

double chart_label_foot(const struct chart_label *label, enum chart_side side, double edge)
{
    double away = CHART_ROW * (double)label->row + 3;
    return side == CHART_ABOVE ? edge - away : edge + away;
}

void chart_labels_draw(struct sb *out, const struct chart_label *label, size_t count,
                       enum chart_side side, double edge)
{
    for (size_t i = 0; i < count; i++) {
        double foot = chart_label_foot(&label[i], side, edge);
        chart_text(out, label[i].class, label[i].x,
                   side == CHART_ABOVE ? foot - 4 : foot + CHART_TEXT, CHART_START, label[i].text);
    }
}

static int from_above(const void *a, const void *b)
{
    const struct chart_side_label *x = a, *y = b;
    return (x->y > y->y) - (x->y < y->y);
}

void chart_side_draw(struct sb *out, struct chart_side_label *label, size_t count, double x,
                     struct chart_range room)
{
    const double apart = CHART_TEXT + 2;
    qsort(label, count, sizeof *label, from_above);
    for (size_t i = 0; i < count; i++)
        label[i].y = fmax(i > 0 ? label[i - 1].y + apart : room.low, label[i].y);
    for (size_t i = count; i-- > 0;)
        label[i].y = fmin(i + 1 < count ? label[i + 1].y - apart : room.high, label[i].y);
    for (size_t i = 0; i < count; i++)
        chart_text(out, label[i].class, x, label[i].y + CHART_TEXT * 0.35, CHART_START,
                   label[i].text);
}
