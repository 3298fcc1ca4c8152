/* The code sets that random measures ask for: parts, prefixes, systems, what is taken out, units,
 * substances. */
#include "random_world.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

void random_sets(struct arena *a, const struct codeset *out[static RANDOM_SETS])
{
    static const struct {
        const char *name, *text;
    } sets[RANDOM_SETS] = {
        {"dia.csv", "part,system,code,match,display,certainty,source\n"
                    "a,ICD-10-SE,E11,prefix,d,A,s\nb,ICD-10-SE,F,prefix,d,B,s\n"
                    "exclude,ICD-10-SE,F412,exact,d,A,s\n,ICD-10-SE,J44,prefix,d,D,s\n"
                    "c,ICPC-2,I10,prefix,d,C,s\na,ICD-10-SE,I10,exact,d,A,s\n"},
        {"pro.csv", "system,code,match,display,certainty,source\n"
                    "KVÅ,QV0,prefix,d,A,s\nKVÅ,UV120,exact,d,A,s\n"
                    "KVÅ,LOCAL1,exact,d,A,s\n"},
        {"lab.csv", "part,system,code,match,display,certainty,source,unit,factor,offset\n"
                    ",NPU,NPU27300,exact,d,A,s,mmol/mol,,\n"
                    ",NPU,NPU27300,exact,d,A,s,%,10.93,-23.5\n"
                    "pct,SWE,SWE05102,exact,d,A,s,%,10.93,-23.5\n"
                    "pct,SWE,SWE05102,exact,d,A,s,µg/L,1/0.07,2/3\n"},
        {"bp.csv", "part,system,code,match,display,certainty,source\n"
                   "sys,BP,BP-SYS,exact,d,A,s\ndia,BP,BP-DIA,exact,d,A,s\n"},
        {"med.csv", "part,system,code,match,display,certainty,source,substances\n"
                    "x,ATC,N05,prefix,d,A,s,one\nx,ATC,N05CD02,exact,d,A,s,one+two\n"
                    "y,ATC,C10AA05,exact,d,A,s,three\n,ATC,R03,prefix,d,A,s,two+three+four\n"},
    };
    for (unsigned i = 0; i < RANDOM_SETS; i++) {
        struct err err = {0};
        if (!codeset_parse(a, sets[i].name, str_of(sets[i].text), &out[i], &err))
            fail_msg("%s %s", err.code, err.detail);
    }
}
