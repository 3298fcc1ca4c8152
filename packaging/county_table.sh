#!/usr/bin/env bash
# The county's figures beside those printed in its annual report of 2023, and in the point
# measurement of municipal homes of 2021:
#   packaging/county_table.sh KONTINUA HOME
# Evaluates the instance, rounds as the report prints (half away from zero, as many decimals), and
# marks each figure that is the printed one with "=", each that is not with "#". Exits with 1 if one
# is not. The printed figures stand in data/printed_figures.csv.
set -euo pipefail
shopt -s inherit_errexit
export LC_ALL=C # a point in numbers, whatever the language
kontinua=$(realpath -- "$1") home=$(realpath -- "$2") # also from another folder
cd "$(dirname "$0")/.."

levels() {
    for level in county operator unit; do
        "$kontinua" measure --home "$home" --as-of 2023-12-31 --months 13 --by "$level" --format csv
    done
    "$kontinua" saebo --home "$home" --week 2021-W48 --format csv
}

rows=$(levels) # what cannot be evaluated ends the script here
awk -F, -v figures=data/printed_figures.csv '
function decimals_of(text) { return index(text, ".") ? length(text) - index(text, ".") : 0 }
function rounded(x, decimals,    scale, sign) {
    scale = 10 ^ decimals
    sign = x < 0 ? -1 : 1
    return sprintf("%.*f", decimals, sign * int(sign * x * scale + 0.5 + 1e-9) / scale)
}
function grouped(text,    whole, rest, dot, out) { # 133599 as 133 599
    dot = index(text, ".")
    whole = dot ? substr(text, 1, dot - 1) : text
    rest = dot ? substr(text, dot) : ""
    out = ""
    while (length(whole) > 3 && whole !~ /^-...$/) {
        out = " " substr(whole, length(whole) - 2) out
        whole = substr(whole, 1, length(whole) - 3)
    }
    return whole out rest
}
function computed(measure, figure, period,    before) {
    if (figure == "value") return value[measure, period]
    if (figure == "external_percent") return 100 * external[measure, period] / value[measure, period]
    if (figure == "smallest_unit") return least[measure, period]
    if (figure == "largest_unit") return most[measure, period]
    before = sprintf("%d%s", substr(period, 1, 4) - 1, substr(period, 5))
    before = value[measure, before]
    if (figure == "change") return value[measure, period] - before
    return before ? 100 * (value[measure, period] - before) / before : ""
}
function cell(text) { return text ~ /^-?[0-9]/ ? grouped(text) : text }
function name_of(measure,    file, line) { # its English name; what is not in the folder keeps its id
    file = "measures/" measure ".yaml"
    while ((getline line < file) > 0)
        if (line ~ /^name:/ && match(line, /en: .*}/)) {
            line = substr(line, RSTART + 4, RLENGTH - 5)
            gsub(/"/, "", line)
            return line
        }
    return measure
}
function padded(text, width,    bytes) { # in columns: bytes that go on with a letter take none
    bytes = text
    return sprintf("%-" (width + gsub(/[\200-\277]/, "", bytes)) "s", text)
}
function week_row(label, key,    p, c, same) {
    p = printed[key, "2021-W48"]
    split(key, part, SUBSEP)
    c = value[part[2], "2021-W48"]
    same = "="
    if (++compared && c != p && ++wrong) same = "#"
    printf "%-58s %9s %9s %s\n", label, cell(p), c == "" ? "none" : cell(c), same
}
function row(label, key,    p22, p23, c22, c23, d, same) {
    p22 = printed[key, "2022-12"]; p23 = printed[key, "2023-12"]
    split(key, part, SUBSEP)
    c22 = computed(part[1], part[2], "2022-12")
    c23 = computed(part[1], part[2], "2023-12")
    if (part[2] ~ /^change/) c22 = ""
    d = p23 != "" ? decimals_of(p23) : c23 ~ /\./ ? 3 : 0
    c22 = c22 == "" ? "" : rounded(c22, d)
    c23 = c23 == "" ? "none" : rounded(c23, d)
    same = p23 == "" ? " " : "="
    if (p23 != "" && ++compared && c23 != p23 && ++wrong) same = "#"
    if (p22 != "" && ++compared && c22 != p22 && ++wrong) same = "#"
    printf "%s %9s %9s  %9s %9s %s\n", padded(label, 37), cell(p22), cell(c22), cell(p23), cell(c23), same
}
FNR == 1 && /^measure,level,/ { next }
$1 == "2021-W48" && $2 == "county" {
    value["places", $1] = $4; value["named_doctor", $1] = $5; value["named_care_contact", $1] = $6
}
$4 != "2022-12" && $4 != "2023-12" { next }
$1 == "measure" { next }
$2 == "county" { value[$1, $4] = $7; if (!($1 in seen)) { seen[$1] = 1; order[++measures] = $1 } }
$2 == "operator" && $3 == "external" { external[$1, $4] = $7 }
$2 == "unit" && $7 != "" {
    key = $1 SUBSEP $4
    if (!(key in least) || $7 + 0 < least[key] + 0) least[key] = $7
    if (!(key in most) || $7 + 0 > most[key] + 0) most[key] = $7
}
END {
    while ((getline line < figures) > 0) {
        if (line ~ /^measure,/) continue
        n = split(line, f, ",")
        if (f[5] != "yes") continue # not measured yet
        label = f[6]
        for (i = 7; i <= n; i++) label = label "," f[i]
        gsub(/"/, "", label)
        key = f[1] SUBSEP f[2]
        printed[key, f[3]] = f[4]
        has[f[1]] = 1
        if (!(key in titled)) {
            titled[key] = f[2] == "value" || f[1] != last ? label : "  " label
            keys[++rows] = key
        }
        last = f[1]
    }
    printf "%-37s %19s  %19s\n", "", "--------------2022", "--------------2023"
    printf "%-37s %9s %9s  %9s %9s\n", "", "printed", "computed", "printed", "computed"
    for (i = 1; i <= rows; i++) if (keys[i] !~ /^saebo_week/) row(titled[keys[i]], keys[i])
    for (i = 1; i <= measures; i++)
        if (!(order[i] in has)) row(name_of(order[i]), order[i] SUBSEP "value")
    printf "%-58s %19s\n", "", "--------------2021"
    for (i = 1; i <= rows; i++) if (keys[i] ~ /^saebo_week/) week_row(titled[keys[i]], keys[i])
    printf "%d of %d printed figures are reproduced%s\n", compared - wrong, compared,
        wrong ? "; # marks the others" : ""
    exit wrong ? 1 : 0
}' <<<"$rows"
