/* What is accepted is written as twelve characters that are accepted again, unchanged; what is
 * refused says why without saying what. */
#include "domain/person_id.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    struct day today = {45305};
    struct person_id id = {0}, again = {0};
    struct err err = {0}, none = {0};
    char out[PERSON_ID_TEXT];
    if (!person_id_parse(text, today, &id, &err)) {
        if (err.kind != ERR_INVALID || strncmp(err.code, "person_id.", 10) != 0 ||
            strlen(err.detail) > 20 || id.packed != 0)
            abort();
        return 0;
    }
    if (id.packed == 0 || !person_id_parse(person_id_format(id, out), DAY_NONE, &again, &none) ||
        again.packed != id.packed)
        abort();
    if ((person_id_kind(id) == ID_RESERVE) != (out[8] >= 'A'))
        abort();
    return 0;
}
