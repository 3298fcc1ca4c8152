/* store/stated.h - which declaration of store/query/ (tools/queries.h) is which
 * table of HOME_REGISTRY: OF(TABLE_…, its name in QUERY_…) for each. */
#ifndef STORE_STATED_H
#define STORE_STATED_H
#include "domain/tables.h"

#define STATED_TABLES(OF)                                                                          \
    OF(UNITS, UNIT)                                                                                \
    OF(OPERATORS, OPERATOR)                                                                        \
    OF(STAFF, STAFF)                                                                               \
    OF(AREAS, AREA)                                                                                \
    OF(PEOPLE, PERSON)                                                                             \
    OF(POSITIONS, POSITION)                                                                        \
    OF(LISTINGS, LISTING)                                                                          \
    OF(NAMED_CONTACTS, NAMED_CONTACT)                                                              \
    OF(RESIDENCES, RESIDENCE)                                                                      \
    OF(BLOCKS, BLOCK)                                                                              \
    OF(CALLS, CALLS)                                                                               \
    OF(STAFFING, STAFFING)                                                                         \
    OF(HIRED_WEEKS, HIRED_WEEKS)                                                                   \
    OF(ECONOMY, ECONOMY)                                                                           \
    OF(CNI, CNI)                                                                                   \
    OF(SURVEY, SURVEY)                                                                             \
    OF(REFERENCES, REFERENCE)                                                                      \
    OF(TERMS, TERM)
#endif
