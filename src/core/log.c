#include "core/log.h"

#include "core/clock.h"
#include "core/sb.h"
#include "core/utf8.h"

static bool is_bare(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c <= ' ' || c == '"' || c == '=' || c == '\\' || c == 0x7F)
            return false;
    }
    return s.len > 0 && utf8_valid(s);
}

/* Quoted so that a line stays a line and a value cannot pretend to be another field. */
static void put_value(struct sb *out, struct str s)
{
    if (is_bare(s)) {
        sb_put(out, s);
        return;
    }
    bool text = utf8_valid(s);
    sb_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c == '"' || c == '\\')
            sb_fmt(out, "\\%c", c);
        else if (c < ' ' || c == 0x7F || (c > 0x7F && !text))
            sb_fmt(out, "\\x%02x", c);
        else
            sb_char(out, (char)c);
    }
    sb_char(out, '"');
}

void log_put(struct sb *out, int64_t at_us, enum log_level level, const char *event,
             const struct log_field *fields, size_t count)
{
    static const char *const words[] = {"debug", "info", "warning", "error"};
    char time[MOMENT_TEXT];
    sb_put(out, moment_format((struct moment){at_us}, time));
    sb_fmt(out, " %s %s", words[level], event);
    for (size_t i = 0; i < count; i++) {
        sb_fmt(out, " %s=", fields[i].key);
        if (fields[i].text.at)
            put_value(out, fields[i].text);
        else
            sb_i64(out, fields[i].number);
    }
}

void log_event(const struct log *log, enum log_level level, const char *event,
               const struct log_field *fields, size_t count)
{
    if (!log->to || level < log->least)
        return;
    struct arena *a = arena_open(1024);
    struct sb line = sb_open(a, 256);
    log_put(&line, clock_now().us, level, event, fields, count);
    sb_char(&line, '\n');
    (void)fwrite(sb_str(&line).at, 1, sb_str(&line).len, log->to);
    (void)fflush(log->to);
    arena_close(a);
}

void log_err(const struct log *log, const char *event, const struct err *err)
{
    LOG(log, LOG_ERROR, event, LOG_TEXT("code", str_of(err->code)),
        LOG_TEXT("detail", str_of(err->detail)), LOG_TEXT("where", str_of(err->where)));
}
