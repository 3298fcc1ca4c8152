/* engine/expr_words.h - the words of the language: tables, their fields, and the
 * words of each field. One place for all of them; the manual's table is checked
 * against it. */
#ifndef ENGINE_EXPR_WORDS_H
#define ENGINE_EXPR_WORDS_H
#include "engine/expr.h"

enum { FIELD_OF_PERSON = EXPR_TABLES }; /* in place of a table */
/* The field of that name in the table (an enum expr_table, or FIELD_OF_PERSON). */
MUST_USE bool expr_field_find(unsigned table, struct str name, enum expr_field *out);
/* The bit of a word of the field; the empty word of a vocabulary is `none`. */
MUST_USE bool expr_word_find(enum expr_field field, struct str word, uint32_t *bit);
/* All bits of the field, and that of `none` (0: it has no such word). */
uint32_t expr_words_all(enum expr_field field);
uint32_t expr_words_none(enum expr_field field);
MUST_USE bool expr_table_find(struct str name, enum expr_table *out);
/* The other way: what they are called. `n`: of a bit that the field has. */
struct str expr_field_name(enum expr_field field);
struct str expr_word(enum expr_field field, unsigned n);
struct str expr_table_name(enum expr_table table);
struct str expr_index_name(enum expr_index index);
/* The table of the import whose rows they are. */
enum table_id expr_table_of(enum expr_table table);
bool expr_table_has_unit(enum expr_table table);
bool expr_table_has_staff(enum expr_table table);
bool expr_table_has_code(enum expr_table table);
MUST_USE bool expr_index_find(struct str name, enum expr_index *out);
/* Whether rows of the table are asked something by a test of that name, a field or another. */
bool expr_row_has(enum expr_table table, struct str name);
/* Whether it is asked of a person at T, and is no field: age, T. */
bool expr_is_of_person(struct str name);
/* Each word that the language has a meaning for within a table's where (an enum expr_table), or,
 * FIELD_OF_PERSON, elsewhere: names of fields with all their words, and its own. */
void expr_each_word(unsigned table, void *state, void (*take)(void *state, struct str word));
/* Whether the language itself has a meaning for the name, so that no parameter can be called so. */
bool expr_is_reserved(struct str name);
#endif
