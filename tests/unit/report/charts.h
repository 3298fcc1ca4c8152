/* charts - what the tests of charts share: a frame, and what is asked of every drawing. */
#ifndef TESTS_REPORT_CHARTS_H
#define TESTS_REPORT_CHARTS_H
#include "report/chart_svg.h"

struct chart_frame chart_test_frame(unsigned width);
/* Well-formed, titled and described, no number that is none, no text that leaves the frame or
 * touches another. */
void chart_test_sound(struct str svg, const struct chart_frame *f);
void chart_test_has(struct str svg, const char *part);
void chart_test_lacks(struct str svg, const char *part);
unsigned chart_test_count(struct str svg, const char *part);
#endif
