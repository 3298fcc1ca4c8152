#include "report/pdf_cairo.h"

#include "core/sb.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define POINTS_A_MM (72.0 / 25.4)
static const double PAGE_WIDTH = 210 * POINTS_A_MM, PAGE_HEIGHT = 297 * POINTS_A_MM;

static const struct {
    const char *font, *tag;
} STYLE[PDF_STYLES] = {
    [PDF_PLAIN] = {"DejaVu Sans 10.5", "P"},          [PDF_SMALL] = {"DejaVu Sans 8", "P"},
    [PDF_STRONG] = {"DejaVu Sans Bold 10.5", "P"},    [PDF_HEADING] = {"DejaVu Sans Bold 13", "H1"},
    [PDF_SUBHEADING] = {"DejaVu Sans Bold 11", "H2"},
};

struct pdf {
    struct arena *arena;
    struct sb bytes;
    cairo_surface_t *surface;
    cairo_t *cr;
    PangoFontMap *fonts; /* its own: nothing is left of it when it ends */
    PangoContext *context;
    PangoLayout *layout;
    PangoFontDescription *font[PDF_STYLES];
    bool page_open;
};

static cairo_status_t put(void *state, const unsigned char *bytes, unsigned length)
{
    struct pdf *pdf = state;
    sb_put(&pdf->bytes, (struct str){(const char *)bytes, length});
    return CAIRO_STATUS_SUCCESS;
}

static void say(struct pdf *pdf, cairo_pdf_metadata_t what, struct str text)
{
    if (text.len > 0)
        cairo_pdf_surface_set_metadata(pdf->surface, what, str_cstr(pdf->arena, text));
}

struct pdf *pdf_open(struct arena *a, const struct pdf_about *about)
{
    enum { FIRST_BYTES = 65536 };
    char day[DAY_TEXT];
    struct pdf *pdf = ARENA_NEW(a, struct pdf, 1);
    *pdf = (struct pdf){.arena = a, .bytes = sb_open(a, FIRST_BYTES)};
    pdf->surface = cairo_pdf_surface_create_for_stream(put, pdf, PAGE_WIDTH, PAGE_HEIGHT);
    say(pdf, CAIRO_PDF_METADATA_TITLE, about->title);
    say(pdf, CAIRO_PDF_METADATA_AUTHOR, about->author);
    say(pdf, CAIRO_PDF_METADATA_CREATE_DATE,
        str_fmt(a, "%.*sT12:00:00", STR_FMT(day_format(about->made_on, day))));
    pdf->cr = cairo_create(pdf->surface);
    pdf->fonts = pango_cairo_font_map_new();
    pdf->context = pango_font_map_create_context(pdf->fonts);
    pango_cairo_update_context(pdf->cr, pdf->context);
    pdf->layout = pango_layout_new(pdf->context);
    pango_layout_set_wrap(pdf->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(pdf->layout, 1.15F);
    for (unsigned i = 0; i < PDF_STYLES; i++)
        pdf->font[i] = pango_font_description_from_string(STYLE[i].font);
    return pdf;
}

void pdf_page(struct pdf *pdf)
{
    if (pdf->page_open)
        cairo_show_page(pdf->cr);
    pdf->page_open = true;
}

double pdf_height(struct pdf *pdf, const struct pdf_box *box, struct str text)
{
    int height = 0;
    pango_layout_set_font_description(pdf->layout, pdf->font[box->style]);
    pango_layout_set_width(pdf->layout, (int)(box->width * POINTS_A_MM * PANGO_SCALE));
    pango_layout_set_text(pdf->layout, text.at, (int)text.len);
    pango_layout_get_size(pdf->layout, NULL, &height);
    return (double)height / PANGO_SCALE / POINTS_A_MM;
}

double pdf_text(struct pdf *pdf, const struct pdf_box *box, struct str text)
{
    double height = pdf_height(pdf, box, text);
    cairo_tag_begin(pdf->cr, STYLE[box->style].tag, NULL);
    cairo_move_to(pdf->cr, box->x * POINTS_A_MM, box->y * POINTS_A_MM);
    pango_cairo_show_layout(pdf->cr, pdf->layout);
    cairo_tag_end(pdf->cr, STYLE[box->style].tag);
    return height;
}

bool pdf_end(struct pdf *pdf, struct str *out, struct err *err)
{
    if (pdf->page_open)
        cairo_show_page(pdf->cr);
    cairo_status_t drawn = cairo_status(pdf->cr);
    for (unsigned i = 0; i < PDF_STYLES; i++)
        pango_font_description_free(pdf->font[i]);
    g_object_unref(pdf->layout);
    g_object_unref(pdf->context);
    g_object_unref(pdf->fonts);
    cairo_destroy(pdf->cr);
    cairo_surface_finish(pdf->surface);
    cairo_status_t written = cairo_surface_status(pdf->surface);
    cairo_surface_destroy(pdf->surface);
    cairo_status_t status = drawn != CAIRO_STATUS_SUCCESS ? drawn : written;
    if (status != CAIRO_STATUS_SUCCESS)
        return FAIL(err, ERR_IO, "pdf.failed", "%s", cairo_status_to_string(status));
    *out = sb_str(&pdf->bytes);
    return true;
}
