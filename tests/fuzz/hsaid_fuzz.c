/* What is accepted is accepted again as it is written, and is in upper case and padded. */
#include "domain/hsaid.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct hsaid id = {{0}}, again = {{0}};
    struct err err = {0}, none = {0};
    if (!hsaid_parse((struct str){(const char *)data, size}, &id, &err)) {
        if (err.kind != ERR_INVALID || strncmp(err.code, "hsaid.", 6) != 0 || id.text[0] != 0)
            abort();
        return 0;
    }
    struct str text = hsaid_str(&id);
    if (text.len != size || !hsaid_parse(text, &again, &none) || !hsaid_eq(&id, &again))
        abort();
    for (size_t i = 0; i < HSAID_TEXT; i++)
        if ((id.text[i] >= 'a' && id.text[i] <= 'z') || (i >= size && id.text[i] != 0))
            abort();
    return 0;
}
