#include "synth/codes.h"

const struct coded CODED[CODE_COUNT] = {
    [CODE_NONE] = {"", ""},
    [CODE_DIABETES_1] = {"E109", ""},
    [CODE_DIABETES_2] = {"E119", ""},
    [CODE_DIABETES_2_KIDNEY] = {"E112", ""},
    [CODE_DEPRESSION] = {"F329", ""},
    [CODE_DEPRESSION_MILD] = {"F320", ""},
    [CODE_DEPRESSION_AGAIN] = {"F339", ""},
    [CODE_ANXIETY] = {"F419", ""},
    [CODE_PANIC] = {"F410", ""},
    [CODE_ANXIETY_GENERAL] = {"F411", ""},
    [CODE_COPD] = {"J449", ""},
    [CODE_COPD_WORSE] = {"J441", ""},
    [CODE_EVERYDAY] = {"J069", ""}, /* common cold; the young have the first of them more often */
    {"H669", ""},                   /* otitis */
    {"J039", ""},                   /* tonsillitis */
    {"L209", ""},                   /* eczema */
    {"J459", ""},                   /* asthma */
    {"R509", ""},                   /* fever */
    {"B349", ""},                   /* virus */
    {"N300", ""},                   /* cystitis */
    {"R104", ""},                   /* stomach ache */
    {"F439", ""},                   /* stress */
    {"G439", ""},                   /* migraine */
    {"M545", ""},                   /* low back pain */
    {"M542", ""},                   /* neck pain */
    {"M754", ""},                   /* shoulder */
    {"G470", ""},                   /* sleeplessness */
    {"I109", ""},                   /* hypertension; the old have the last of them more often */
    {"E785", ""},                   /* blood lipids */
    {"M179", ""},                   /* knee */
    {"H612", ""},                   /* ear wax */
    {"L570", ""},                   /* keratosis */
    {"I489", ""},                   /* atrial fibrillation */
    {"E039", ""},                   /* hypothyroidism */
    {"R268", ""},                   /* unsteady gait */
    {"I509", ""},                   /* heart failure */
    [CODE_REVIEW_BASIC] = {"XV015", ""},
    [CODE_REVIEW_FULL] = {"XV016", ""},
    [CODE_ADVICE] = {"DV111", ""}, /* tobacco */
    {"DV112", ""},
    {"DV122", ""}, /* alcohol */
    {"DV132", ""}, /* exercise */
    {"DV200", ""},
    {"DV142", ""}, /* food */
    [CODE_SYSTOLIC] = {"BP-SYS", "mmHg"},
    [CODE_DIASTOLIC] = {"BP-DIA", "mmHg"},
    [CODE_HBA1C] = {"NPU27300", "mmol/mol"},
    [CODE_CREATININE] = {"NPU18016", "\302\265mol/L"},
    [CODE_EGFR] = {"SWE05406", "mL/min/1,73m2"},
    [CODE_LABA_LAMA] = {"R03AL03", ""},
    [CODE_TRIPLE] = {"R03AL08", ""},
    [CODE_LABA_ICS] = {"R03AK07", ""},
    [CODE_LABA] = {"R03AC13", ""},
    [CODE_LAMA] = {"R03BB04", ""},
    [CODE_LAMA_OTHER] = {"R03BB06", ""},
    [CODE_RELIEVER] = {"R03AC03", ""},
    [CODE_METFORMIN] = {"A10BA02", ""},
    [CODE_KIDNEY] = {"C09AA02", ""}, /* enalapril */
    {"C09CA01", ""},                 /* losartan */
    {"C07AB07", ""},                 /* bisoprolol */
    {"C10AA01", ""},                 /* simvastatin */
    {"C09DA01", ""},                 /* losartan with a diuretic */
    {"C03DA01", ""},                 /* spironolactone */
    {"M04AA01", ""},                 /* allopurinol */
    {"N06AX11", ""},                 /* mirtazapine */
    {"N02AA05", ""},                 /* oxycodone */
    {"M05BA04", ""},                 /* alendronate */
    [CODE_DRUG] = {"J01CE02", ""},   /* penicillin V */
    {"N02BE01", ""},                 /* paracetamol */
    {"R06AX27", ""},                 /* desloratadine */
    {"D07AC01", ""},                 /* betamethasone */
    {"A02BC01", ""},                 /* omeprazole */
    {"C10AA05", ""},                 /* atorvastatin */
    {"N05CF01", ""},                 /* zopiclone */
    {"H03AA01", ""},                 /* levothyroxine */
    {"C08CA01", ""},                 /* amlodipine */
    {"B03BA01", ""},                 /* vitamin B12 */
};
