/* web/data_view.h - the page of open data: what can be downloaded and how to read it. */
#ifndef WEB_DATA_VIEW_H
#define WEB_DATA_VIEW_H
#include "web/shell_view.h"

struct data_file {
    struct str name, period;
    struct url page, csv, json;
};
struct data_group {
    struct str name;
    struct {
        const struct data_file *at;
        size_t count;
    } files;
};
struct data_view {
    struct shell_view shell;
    struct {
        const struct data_group *at;
        size_t count;
    } groups;
    bool has_figures;
    int64_t denominator, numerator, complement; /* under these a value is hidden */
};
#endif
