/* report/pdf_cairo.h - pages of A4 with texts, as a tagged PDF: the one file that knows
 * Pango and cairo. Places and widths are millimetres from the upper left corner.
 * A text is laid out in its box, broken at its width, and is tagged for those who
 * have it read to them; texts come in the order in which they are read.
 *
 * What is drawn is kept in memory and given out at the end. Errors: ERR_IO "pdf.failed"
 * (cairo's word for it in the detail), from pdf_end(): until then a failure is kept.
 *
 *     struct pdf *pdf = pdf_open(a, &(struct pdf_about){.title = title, .made_on = today});
 *     pdf_page(pdf);
 *     y += pdf_text(pdf, &(struct pdf_box){25, y, 160, PDF_HEADING}, heading);
 *     if (!pdf_end(pdf, &bytes, err)) … */
#ifndef REPORT_PDF_CAIRO_H
#define REPORT_PDF_CAIRO_H
#include "core/day.h"

struct pdf;
struct pdf_about {
    struct str title, author;
    struct day made_on; /* the same pages of the same day are the same bytes */
};
enum pdf_style {
    PDF_PLAIN,      /* a paragraph */
    PDF_SMALL,      /* what nobody must read: numbers of letters and pages */
    PDF_STRONG,     /* who writes */
    PDF_HEADING,    /* of the page */
    PDF_SUBHEADING, /* of a part */
    PDF_STYLES
};
struct pdf_box {
    double x, y, width;
    enum pdf_style style;
};

struct pdf *pdf_open(struct arena *a, const struct pdf_about *about);
void pdf_page(struct pdf *pdf); /* a new one, empty */
/* The height that it takes; without drawing it. */
double pdf_height(struct pdf *pdf, const struct pdf_box *box, struct str text);
double pdf_text(struct pdf *pdf, const struct pdf_box *box, struct str text);
/* Ends it, whether or not that succeeds; bytes in the arena. */
MUST_USE bool pdf_end(struct pdf *pdf, struct str *out, struct err *err);
#endif
