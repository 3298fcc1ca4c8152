/* web/spark.h - a series as a small line without axes, beside the number that it
 * leads to. It adds nothing that is not said in words there, so it is hidden from
 * those who listen. */
#ifndef WEB_SPARK_H
#define WEB_SPARK_H
#include "web/html.h"

/* NAN: no figure, and a gap in the line. */
struct html_safe spark(struct arena *a, const double *value, size_t count);
#endif
