/* core/checksum.h - finds damage, not malice: XXH3 with 64 bits over bytes, for
 * sections of segments and snapshots. Against an adversary: core/sha256.h. */
#ifndef CORE_CHECKSUM_H
#define CORE_CHECKSUM_H
#include "core/base.h"

uint64_t checksum_of(const void *at, size_t size);

/* The same over bytes that come in pieces: however they are cut, the value is that of the whole. */
struct checksum;
struct checksum *checksum_open(struct arena *a);
void checksum_add(struct checksum *c, const void *at, size_t size);
uint64_t checksum_value(const struct checksum *c); /* of what was added so far; more may follow */
#endif
