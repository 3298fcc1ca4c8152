/* domain/person_id.h - the 12 characters that identify a person: personnummer,
 * samordningsnummer or national reserve id (rules: docs/developer/identity.md).
 *
 * A value is valid by construction: person_id_parse() and person_id_make() are
 * the only ways to get one. It packs the 12 characters as a number in base 36
 * (36^12 < 2^63), so ids are compared, hashed and sorted as integers, and the
 * order is that of the text. Never format one into an err or a log line: the
 * person's key goes there. */
#ifndef DOMAIN_PERSON_ID_H
#define DOMAIN_PERSON_ID_H
#include "core/base.h"
#include "core/day.h"

enum person_id_kind { ID_PERSONNUMMER, ID_SAMORDNINGSNUMMER, ID_RESERVE };
struct person_id {
    uint64_t packed;
}; /* never 0; compare with == */
enum { PERSON_ID_TEXT = 13 };

/* Accepts YYYYMMDDNNNC, YYMMDDNNNC and the twelve characters of a national reserve id, each with
 * or without a separator before the last four: `-`, and `+` for 100 years or more. A missing
 * century becomes the latest that is not after `today`, with `+` the one before; where the century
 * is written, the separator says nothing and `today` is not looked at. Lower case is raised.
 *
 * Fails with ERR_INVALID (the detail is a length, a position from 1 or empty: never the text):
 * "person_id.length"    neither 10 nor 12 characters;
 * "person_id.character" one that does not belong there;
 * "person_id.date"      no such date, or no such century (personnummer are of 1800 to 2199);
 * "person_id.serial"    000;
 * "person_id.checksum"  the last digit does not fit the others;
 * and, since other systems make up numbers of their own and each has its own cure,
 * "person_id.interim"   a letter and three digits after the date: a temporary number;
 * "person_id.lma"       eight digits, or two, a hyphen and six: an asylum seeker's card;
 * "person_id.regional"  a region's own reserve number. */
MUST_USE bool person_id_parse(struct str text, struct day today, struct person_id *out,
                              struct err *err);

/* The personnummer of that date and serial, with its check digit: for generators and tests.
 * False where there is no such date, or the serial is not 1 to 999. */
MUST_USE bool person_id_make(struct civil born, uint32_t serial, struct person_id *out);

/* Could somebody be told by it? An identifier, or a number as long, in what a file has where none
 * belongs: then it is not shown. URIs have long numbers of their own: in them only what is a
 * person's identifier. */
bool person_id_may_be(struct str text);
/* Does one stand in a text that somebody wrote: as a word, or in groups of digits with whatever
 * signs between them? Dates and reference numbers are none. */
bool person_id_stands_in(struct str text);

enum person_id_kind person_id_kind(struct person_id id);
struct str person_id_format(struct person_id id,
                            char out[static PERSON_ID_TEXT]); /* 12 characters */
#endif
