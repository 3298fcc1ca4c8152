/* core/heap.h - memory that was freed stays with the program. */
#ifndef CORE_HEAP_H
#define CORE_HEAP_H

/* Once, by who begins the program, before there are threads.
 *
 * What is freed at the end of the heap is given back to the system where it is more than 128 KiB,
 * and what is taken next is cleared anew. SQLite takes some 90 KiB for each table that lives as
 * long as a statement: an act of the registry gave back and took several times. The limits are
 * those to which glibc comes by itself, once a program has freed a piece of 32 MiB. */
void heap_keep(void);
#endif
