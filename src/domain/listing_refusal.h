/* domain/listing_refusal.h - what a listing that was asked for is refused with. */
#ifndef DOMAIN_LISTING_REFUSAL_H
#define DOMAIN_LISTING_REFUSAL_H
#include "domain/listing_choice.h"

/* An error's code, "listing.quota"; NULL for what is no refusal. */
const char *listing_code(enum listing_verdict verdict);
/* Whose fault a refusal is: ERR_INVALID of who signed, ERR_DENIED of who says what they do
 * not decide, ERR_CONFLICT of how things stand. */
enum err_kind listing_kind(enum listing_verdict verdict);
#endif
