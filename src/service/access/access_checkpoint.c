#include "service/access/access_checkpoint.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NAME    "kontinua-access-log"
#define VERSION "1"
enum { FILE_MOST = 4096 };

static void put_hex(struct sb *out, const unsigned char *byte)
{
    char hex[SHA256_TEXT];
    struct sha256_sum sum;
    memcpy(sum.byte, byte, sizeof sum.byte);
    sb_put(out, sha256_hex(sum, hex));
}

/* What is signed. */
static void put_signed(struct sb *out, const struct access_key *key,
                       const struct access_checkpoint *c)
{
    char at[MOMENT_TEXT];
    struct public_key public = sign_public(&key->checkpoints);
    sb_fmt(out, NAME " " VERSION " %lld ", (long long)c->link.sequence);
    put_hex(out, c->link.chain.byte);
    sb_fmt(out, " %s ", moment_format(c->at, at).at);
    put_hex(out, public.byte);
}

/* Both real paths. */
static bool is_within(const char *folder, const char *home)
{
    size_t len = strlen(home);
    return strncmp(folder, home, len) == 0 && (folder[len] == '\0' || folder[len] == '/');
}

bool access_checkpoint_place(const char *path, const char *home, struct err *err)
{
    char real[PATH_MAX], real_home[PATH_MAX];
    if (path[0] != '/')
        return FAIL(err, ERR_INVALID, "log.checkpoint_path", "%.190s", path);
    struct arena *a = arena_open(FILE_MOST);
    /* With a dot behind it only a folder has a real path. */
    const char *folder = str_fmt(a, "%.*s/.", (int)(strrchr(path, '/') - path), path).at;
    bool there = realpath(folder, real) && access(real, W_OK | X_OK) == 0;
    arena_close(a);
    if (!there)
        return FAIL(err, ERR_MISSING, "log.checkpoint_place", "%.190s", path);
    return !realpath(home, real_home) || !is_within(real, real_home) ||
           FAIL(err, ERR_INVALID, "log.checkpoint_path", "%.190s", path);
}

bool access_checkpoint_write(const struct files *fs, const char *path, const struct access_key *key,
                             const struct access_checkpoint *checkpoint, struct err *err)
{
    if (path[0] != '/')
        return FAIL(err, ERR_INVALID, "log.checkpoint_path", "%.190s", path);
    struct arena *a = arena_open(FILE_MOST);
    struct sb line = sb_open(a, 512);
    put_signed(&line, key, checkpoint);
    struct signature made = sign(&key->checkpoints, sb_str(&line));
    sb_char(&line, ' ');
    put_hex(&line, made.byte);
    put_hex(&line, made.byte + SHA256_SIZE);
    sb_char(&line, '\n');
    bool done = file_replace(fs, path, sb_str(&line), err);
    arena_close(a);
    return done;
}

static bool take_hex(struct str *rest, unsigned char *byte)
{
    struct sha256_sum sum;
    struct str digits = *rest;
    if (digits.len < SHA256_TEXT - 1)
        return false;
    digits.len = SHA256_TEXT - 1;
    if (!sha256_parse(digits, &sum))
        return false;
    memcpy(byte, sum.byte, sizeof sum.byte);
    *rest = (struct str){rest->at + digits.len, rest->len - digits.len};
    return true;
}

static bool take_text(struct str *rest, struct str text)
{
    if (!str_starts(*rest, text))
        return false;
    *rest = (struct str){rest->at + text.len, rest->len - text.len};
    return true;
}

/* The parts of the line, and how much of it is signed. */
static bool parse(struct str line, struct access_checkpoint *c, struct signature *signature,
                  struct str *is_signed)
{
    struct public_key public;
    struct err why = {0};
    struct str rest = line;
    if (!take_text(&rest, STR(NAME " " VERSION " ")) ||
        !str_to_i64(str_cut(&rest, ' '), &c->link.sequence) ||
        !take_hex(&rest, c->link.chain.byte) || !take_text(&rest, STR(" ")) ||
        !moment_parse(str_cut(&rest, ' '), &c->at, &why) || !take_hex(&rest, public.byte))
        return false;
    *is_signed = (struct str){line.at, (size_t)(rest.at - line.at)};
    return take_text(&rest, STR(" ")) && take_hex(&rest, signature->byte) &&
           take_hex(&rest, signature->byte + SHA256_SIZE) && str_eq(rest, STR("\n"));
}

bool access_checkpoint_read(const struct files *fs, const char *path, const struct access_key *key,
                            struct access_checkpoint *out, struct err *err)
{
    struct arena *a = arena_open(FILE_MOST);
    struct access_checkpoint c = {.at = {0}};
    struct signature signature;
    struct public_key public = sign_public(&key->checkpoints);
    struct str text, is_signed;
    bool good = file_read_all(fs, a, path, FILE_MOST, &text, err) &&
                (parse(text, &c, &signature, &is_signed) ||
                 FAIL(err, ERR_INVALID, "log.checkpoint_form", "%.190s", path)) &&
                (sign_check(&public, is_signed, &signature) ||
                 FAIL(err, ERR_INVALID, "log.checkpoint_signature", "%.190s", path));
    arena_close(a);
    if (good)
        *out = c;
    return good;
}
