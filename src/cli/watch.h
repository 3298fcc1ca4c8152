/* cli/watch.h - how far long work is, as the services tell it, shown as progress:
 * verbs that import or make up a county watch them by these. The progress must
 * outlive what is returned. */
#ifndef CLI_WATCH_H
#define CLI_WATCH_H
#include "cli/progress.h"
#include "exchange/import.h"
#include "synth/synth.h"

struct import_watch watch_import(struct progress *p);
struct synth_progress watch_synth(struct progress *p);
#endif
