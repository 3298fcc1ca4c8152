/* core/collate.h - the order of names in a Swedish list: letters without regard
 * to case, å, ä and ö last and in that order, é as e. */
#ifndef CORE_COLLATE_H
#define CORE_COLLATE_H
#include "core/base.h"

int swedish_compare(struct str a, struct str b); /* <0, 0, >0 */
#endif
