#include "cli/past_note.h"

#include "cli/progress.h"

void past_note(struct cli *cli, struct day from)
{
    char month[MONTH_TEXT];
    struct progress progress = progress_open(cli);
    struct sb out = sb_open(cli->arena, 256);
    if (day_is_none(from) || month_of(from).n >= month_of(clock_today(&cli->clock)).n)
        return;
    text_fill(&out, cli->lang, TEXT_PAST_FIGURES,
              (struct str[]){month_format(month_of(from), month)}, 1);
    progress_note(&progress, sb_str(&out));
}
