#include "service/access/access_key.h"

#include <string.h>

/* The file: 64 hexadecimal digits and a line feed. */
enum { FILE_MOST = 4096 };

static struct secret derived(const struct secret *root, struct str use)
{
    struct secret out;
    struct keyed *k = keyed_open(root);
    struct sha256_sum sum = keyed_sum(k, use);
    keyed_close(k);
    memcpy(out.byte, sum.byte, sizeof out.byte);
    return out;
}

static struct access_key key_of(const struct secret *root)
{
    return (struct access_key){derived(root, STR("kontinua access log: entries")),
                               derived(root, STR("kontinua access log: checkpoints"))};
}

bool access_key_read(const struct files *fs, const char *path, struct access_key *out,
                     struct err *err)
{
    struct arena *a = arena_open(FILE_MOST);
    struct str text;
    struct sha256_sum root;
    struct secret secret;
    bool good = false;
    if (!file_exists(path))
        (void)FAIL(err, ERR_MISSING, "log.key_missing", "%.190s", path);
    else if (file_read_all(fs, a, path, FILE_MOST, &text, err)) {
        if (text.len > 0 && text.at[text.len - 1] == '\n')
            text.len--;
        good = sha256_parse(text, &root) || FAIL(err, ERR_IO, "log.key_damaged", "%.190s", path);
    }
    arena_close(a);
    if (!good)
        return false;
    memcpy(secret.byte, root.byte, sizeof secret.byte);
    *out = key_of(&secret);
    return true;
}

bool access_key_make(const struct files *fs, const char *path, struct access_key *out,
                     struct err *err)
{
    char text[SHA256_TEXT + 1];
    struct secret root = secret_make();
    struct sha256_sum sum;
    memcpy(sum.byte, root.byte, sizeof sum.byte);
    struct str digits = sha256_hex(sum, text);
    text[digits.len] = '\n';
    if (!file_replace(fs, path, (struct str){text, digits.len + 1}, err))
        return false;
    *out = key_of(&root);
    return true;
}
