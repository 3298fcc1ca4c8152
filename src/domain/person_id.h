/* domain/person_id.h - the 12 characters that identify a person: personnummer,
 * samordningsnummer or national reserve id (rules: docs/developer/identity.md).
 *
 * A value is valid by construction: person_id_parse() is the only way from text.
 * It packs the 12 characters as a number in base 36 (36^12 < 2^63), so ids are
 * compared, hashed and sorted as integers, and the order is that of the text.
 * Never format one into an err or a log line: the person's key goes there. */
#ifndef DOMAIN_PERSON_ID_H
#define DOMAIN_PERSON_ID_H
#include "core/base.h"
#include "core/day.h"

enum person_id_kind { ID_PERSONNUMMER, ID_SAMORDNINGSNUMMER, ID_RESERVE };
struct person_id {
    uint64_t packed;
}; /* never 0; compare with == */
enum { PERSON_ID_TEXT = 13 };

/* Accepts YYYYMMDDNNNC, YYYYMMDD-NNNC, YYMMDDNNNC, YYMMDD-NNNC, YYMMDD+NNNC and the twelve
 * characters of a national reserve id. A missing century becomes the latest that is not after
 * `today`, with `+` the one before. Fails with ERR_INVALID and one of the codes
 * "person_id.length", ".character", ".date", ".serial", ".checksum", ".interim", ".lma",
 * ".regional" (forms that other systems make up: each has its own refusal). */
MUST_USE bool person_id_parse(struct str text, struct day today, struct person_id *out,
                              struct err *err);
enum person_id_kind person_id_kind(struct person_id id);
struct str person_id_format(struct person_id id,
                            char out[static PERSON_ID_TEXT]); /* 12 characters */
#endif
