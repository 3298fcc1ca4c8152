/* kontinua fmt: measures' files in their one form. */
#include "cli/commands.h"
#include "cli/definition_files.h"
#include "engine/definition_format.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { CHECK, OPTIONS };
static const struct option OPTION[OPTIONS] = {
    [CHECK] = {.name = "check", .type = OPTION_FLAG, .help = TEXT_OPTION_FMT_CHECK},
};

struct forming {
    struct cli *cli;
    bool only_check;
    unsigned measures, differ, refused;
};

static bool say(struct forming *f, const struct definition_file *file, enum text text,
                struct err *err)
{
    struct sb out = sb_open(f->cli->arena, 256);
    struct str path = str_of(file->path);
    text_fill(&out, f->cli->lang, text, &path, 1);
    sb_char(&out, '\n');
    return (f->cli->quiet && text == TEXT_FMT_SAME) || cli_write(f->cli->out, sb_str(&out), err);
}

static bool tell(struct forming *f, const struct definition_file *file, struct err *err)
{
    struct sb out = sb_open(f->cli->arena, 512);
    definition_file_tell(f->cli, &out, file);
    return cli_write(f->cli->out, sb_str(&out), err);
}

/* Whole, and for those who could read it before. Behind a link it is the file that is meant. */
static bool replace(const char *link, struct str text, struct err *err)
{
    struct stat st;
    char path[PATH_MAX];
    if (!realpath(link, path))
        return FAIL(err, ERR_IO, "file.write", "%.200s", link);
    bool known = stat(path, &st) == 0;
    return file_replace(&FILES_POSIX, path, text, err) &&
           (!known || chmod(path, st.st_mode & 0777) == 0 ||
            FAIL(err, ERR_IO, "file.write", "%.200s", path));
}

static bool take(void *state, const struct definition_file *file, struct err *err)
{
    struct forming *f = state;
    struct definition_file refused = *file;
    struct str formed;
    if (file->err.kind != ERR_NONE)
        return tell(f, file, err);
    if (file->set || file->region)
        return true; /* a table has no other form, and rules keep the region's own */
    const struct definition *d = file->definition ? file->definition : &file->check->of;
    f->measures++;
    if (!definition_format(f->cli->arena, d->id.at, file->text, &formed, &refused.err)) {
        f->refused++;
        return tell(f, &refused, err);
    }
    if (str_eq(formed, file->text))
        return say(f, file, TEXT_FMT_SAME, err);
    f->differ++;
    if (f->only_check)
        return say(f, file, TEXT_FMT_DIFFERS, err);
    return replace(file->path, formed, err) && say(f, file, TEXT_FMT_CHANGED, err);
}

static bool form(struct cli *cli, const struct call *call, struct err *err)
{
    struct definition_counts counts = {0};
    struct forming f = {.cli = cli, .only_check = call->value[CHECK].yes};
    if (!definition_files(cli, call, take, &f, &counts, err))
        return false;
    counts.wrong += f.refused; /* which were right as far as others could see */
    counts.right -= f.refused;
    if (f.refused > 0 && counts.worst != ERR_IO)
        counts.worst = ERR_INVALID;
    if (!definition_files_right(&counts, err))
        return false;
    return !f.only_check || f.differ == 0 ||
           FAIL(err, ERR_CONFLICT, "files.form", "%u/%u", f.differ, f.measures);
}

const struct command COMMAND_FMT = {
    .verb = {.name = "fmt",
             .arguments = "FILE...|DIR",
             .least_arguments = 1,
             .most_arguments = 10000,
             .summary = TEXT_VERB_FMT_SUMMARY,
             .about = TEXT_VERB_FMT_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = form,
    .alone = true,
};
