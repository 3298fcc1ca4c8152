/* cli/code_name.h - a code with its name before it, where a person reads: "Bräcke (2305)", "201011"
 * where it has none. Programs get the code alone: records are not written with these.
 *
 *     field[U_COUNTY] = code_name_county(cli, unit.county); // in a table */
#ifndef CLI_CODE_NAME_H
#define CLI_CODE_NAME_H
#include "cli/cli.h"

struct str code_name_county(struct cli *cli, struct str code);
struct str code_name_municipality(struct cli *cli, struct str code);
/* KV Befattning: the title of a member of staff, which the text title.c and the code names. */
struct str code_name_title(struct cli *cli, struct str code);
/* The kind of a named contact: as it is called, alone, for nobody says "2". */
struct str code_name_kind(struct cli *cli, struct str code);
#endif
