/* core/sorted.h - rows in the order of a number that each has: where those of one begin. */
#ifndef CORE_SORTED_H
#define CORE_SORTED_H
#include <stddef.h>
#include <stdint.h>

struct sorted {
    const void *row; /* NULL where there are none */
    size_t count;
    size_t size, at; /* bytes of a row; where in it the number stands, an int64_t */
};
/* Rows of an array of structs by a member, which may not fall from one to the next. */
#define SORTED(ROW, COUNT, TYPE, MEMBER)                                                           \
    ((struct sorted){(ROW), (COUNT), sizeof(TYPE), offsetof(TYPE, MEMBER)})
/* The first row that has the number; `count` where none has. */
size_t sorted_first(const struct sorted *s, int64_t number);
#endif
