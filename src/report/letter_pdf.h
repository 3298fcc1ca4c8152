/* report/letter_pdf.h - letters to residents as pages of one PDF, for envelopes of C5 with
 * a window to the right (H2): a sheet is folded once, and the address stands 112 mm
 * from the left and 48 mm from above. A letter begins on a page of its own and counts
 * its own pages; pages are for one side of a sheet.
 *
 * To a person with a protected identity there are two sheets (docs/operator/messages.md): one for
 * the outer envelope, to the Swedish Tax Agency's forwarding, and the letter itself, with
 * nothing in its window but the number by which the Agency finds them. Errors: report/pdf_cairo.h.
 *
 *     if (!letter_pdf(a, &(struct letter_pdf){.letters = letters, …}, &bytes, err)) … */
#ifndef REPORT_LETTER_PDF_H
#define REPORT_LETTER_PDF_H
#include "core/text.h"
#include "service/message/letters.h"

struct letter_pdf {
    const struct letters *letters;
    struct str region; /* who writes */
    struct day made_on;
    enum lang lang;
};
MUST_USE bool letter_pdf(struct arena *a, const struct letter_pdf *what, struct str *out,
                         struct err *err);
#endif
