#include "report/letter_pdf.h"

#include "report/pdf_cairo.h"
#include "service/message/message_text.h"

enum { LEFT = 25, RIGHT = 112, WIDTH = 160, ADDRESS_WIDTH = 85 };
enum { TOP = 15, WINDOW = 48, BODY = 95, NEXT_BODY = 35, BOTTOM = 270, FOOT = 282 };
enum { GAP = 4 };

struct laying {
    struct arena *arena;
    const struct letter_pdf *what;
    struct pdf *pdf;
    size_t number; /* of the letter */
    double y;
    unsigned page; /* of the letter */
};

static struct str text_of(struct laying *l, enum text text, const struct str *value, unsigned count)
{
    struct sb out = sb_open(l->arena, 256);
    text_fill(&out, l->what->lang, text, value, count);
    return sb_str(&out);
}

static void put(struct laying *l, enum pdf_style style, struct str text)
{
    l->y += pdf_text(l->pdf, &(struct pdf_box){LEFT, l->y, WIDTH, style}, text);
}

/* Who writes, when; and which letter and page it is, at the foot, to keep sheets together. */
static void new_page(struct laying *l)
{
    char day[DAY_TEXT];
    const struct letters *letters = l->what->letters;
    pdf_page(l->pdf);
    l->page++;
    (void)pdf_text(l->pdf, &(struct pdf_box){LEFT, TOP, ADDRESS_WIDTH, PDF_STRONG},
                   l->what->region);
    (void)pdf_text(l->pdf, &(struct pdf_box){RIGHT, TOP, ADDRESS_WIDTH, PDF_PLAIN},
                   day_format(l->what->made_on, day));
    struct str foot[] = {str_fmt(l->arena, "%lld-%zu", (long long)letters->run, l->number),
                         str_fmt(l->arena, "%u", l->page)};
    (void)pdf_text(l->pdf, &(struct pdf_box){LEFT, FOOT, WIDTH, PDF_SMALL},
                   text_of(l, TEXT_LETTER_FOOT, foot, 2));
    l->y = l->page == 1 ? BODY : NEXT_BODY;
}

static void put_window(struct laying *l, const struct str *line, unsigned lines)
{
    double y = WINDOW;
    for (unsigned i = 0; i < lines; i++)
        y += pdf_text(l->pdf, &(struct pdf_box){RIGHT, y, ADDRESS_WIDTH, PDF_PLAIN}, line[i]);
}

/* A heading stays with its text. */
static void put_message(struct laying *l, const struct message_row *row)
{
    struct str heading = message_heading(l->what->lang, row->message.kind);
    struct str text = message_text(l->arena, l->what->lang, row);
    double height = pdf_height(l->pdf, &(struct pdf_box){LEFT, 0, WIDTH, PDF_SUBHEADING}, heading) +
                    pdf_height(l->pdf, &(struct pdf_box){LEFT, 0, WIDTH, PDF_PLAIN}, text);
    if (l->y + height > BOTTOM)
        new_page(l);
    put(l, PDF_SUBHEADING, heading);
    put(l, PDF_PLAIN, text);
    l->y += GAP;
}

/* The outer envelope's sheet. It says that somebody is protected and must not say who. */
static void put_forwarding(struct laying *l)
{
    const struct str line[] = {STR("Skatteverket"), STR("Förmedlingsuppdrag"), STR("Box 2820"),
                               STR("403 20 GÖTEBORG")};
    new_page(l);
    put_window(l, line, ARRAY_LEN(line));
    put(l, PDF_HEADING, text_get(LANG_SV, TEXT_LETTER_FORWARD_HEADING));
    l->y += GAP;
    struct sb out = sb_open(l->arena, 256);
    text_fill(&out, LANG_SV, TEXT_LETTER_FORWARD, &l->what->region, 1);
    put(l, PDF_PLAIN, sb_str(&out));
    l->page = 0;
}

static void put_letter(struct laying *l, const struct letter *letter)
{
    l->page = 0;
    if (letter->is_protected)
        put_forwarding(l);
    new_page(l);
    put_window(l, letter->line, letter->lines);
    put(l, PDF_HEADING, text_get(l->what->lang, TEXT_LETTER_HEADING));
    l->y += GAP;
    if (letter->to_guardians) {
        put(l, PDF_PLAIN,
            letter->is_protected ? text_get(l->what->lang, TEXT_LETTER_GUARDIANS_UNNAMED)
                                 : text_of(l, TEXT_LETTER_GUARDIANS, &letter->name, 1));
        l->y += GAP;
    }
    for (size_t i = letter->messages; i-- > 0;) /* a letter tells as it happened */
        put_message(l, &letter->message[i]);
    struct str close = text_get(l->what->lang, letter->only_on_paper ? TEXT_LETTER_CLOSE_ON_PAPER
                                                                     : TEXT_LETTER_CLOSE);
    if (l->y + pdf_height(l->pdf, &(struct pdf_box){LEFT, 0, WIDTH, PDF_PLAIN}, close) > BOTTOM)
        new_page(l);
    put(l, PDF_PLAIN, close);
}

bool letter_pdf(struct arena *a, const struct letter_pdf *what, struct str *out, struct err *err)
{
    struct str title = text_get(what->lang, TEXT_LETTER_TITLE);
    struct pdf_about about = {title, what->region, what->made_on};
    struct laying l = {.what = what, .pdf = pdf_open(a, &about)};
    l.arena = arena_open(ARENA_BLOCK);
    for (size_t i = 0; i < what->letters->count; i++) {
        arena_reset(l.arena);
        l.number = i + 1;
        put_letter(&l, &what->letters->at[i]);
    }
    arena_close(l.arena);
    return pdf_end(l.pdf, out, err);
}
