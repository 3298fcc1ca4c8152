/* tests/unit/publish/usual_suppression.h - the limits that most regions have, and that tables of
 * tests are made with. */
#ifndef TESTS_UNIT_PUBLISH_USUAL_SUPPRESSION_H
#define TESTS_UNIT_PUBLISH_USUAL_SUPPRESSION_H
#include "publish/suppression.h"

static const struct suppression_rules USUAL_SUPPRESSION = {
    .denominator = 15, .numerator = 5, .complement = 5, .small_area = 10};
#endif
