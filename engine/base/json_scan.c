#include "base/json_internal.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define NUMBER_BYTES_LIMIT 63 /* cJSON silently reads no more of a number */

typedef struct Scan {
    const char *text;
    size_t length, at;
    int depth;
    const char *file;
    Error *error;
} Scan;

/* Columns count code points, as editors do. */
bool json_scan_fail(const char *text, size_t at, const char *file, Error *error, const char *sentence) {
    size_t line = 1, column = 1;
    for (size_t i = 0; i < at; i++) {
        if (text[i] == '\n') {
            line++;
            column = 1;
        } else if (((unsigned char)text[i] & 0xC0) != 0x80) {
            column++;
        }
    }
    return error_set(error, "%s:%zu:%zu: %s", file, line, column, sentence);
}

static bool fail_at(const Scan *scan, size_t at, const char *sentence) {
    return json_scan_fail(scan->text, at, scan->file, scan->error, sentence);
}

/* The byte ahead, or 0 at the end (a 0 within the text is refused where it is met). */
static char peek(const Scan *scan, size_t ahead) {
    return scan->at + ahead < scan->length ? scan->text[scan->at + ahead] : '\0';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static int hex_digit(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* The code of the \uXXXX that begins `ahead` bytes on, or -1. */
static int escaped_code(const Scan *scan, size_t ahead) {
    int code = 0;
    if (peek(scan, ahead) != '\\' || peek(scan, ahead + 1) != 'u') return -1;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_digit(peek(scan, ahead + i));
        if (digit < 0) return -1;
        code = code << 4 | digit;
    }
    return code;
}

/* cJSON reads digits that are no digits as 0, and 0 as the end of the text. */
static bool scan_unicode_escape(Scan *scan) {
    int code = escaped_code(scan, 0);
    if (code < 0) return fail_at(scan, scan->at, "\\u must be followed by four hexadecimal digits");
    if (code == 0) return fail_at(scan, scan->at, "\\u0000 cannot stand in a text; leave it out");
    bool pair = code >= 0xD800 && code < 0xDC00;
    int second = pair ? escaped_code(scan, 6) : 0;
    if ((pair && (second < 0xDC00 || second > 0xDFFF)) || (code >= 0xDC00 && code < 0xE000)) {
        return fail_at(scan, scan->at,
                       "is half of a surrogate pair; write both halves or the character itself");
    }
    scan->at += pair ? 12 : 6;
    return true;
}

static bool scan_escape(Scan *scan) {
    char letter = peek(scan, 1);
    if (letter == 'u') return scan_unicode_escape(scan);
    if (letter == '\0' || !strchr("\"\\/bfnrt", letter)) {
        return fail_at(scan, scan->at,
                       "after \\ only one of \" \\ / b f n r t u may stand; write \\\\ for a backslash");
    }
    scan->at += 2;
    return true;
}

static bool scan_text(Scan *scan) {
    size_t start = scan->at++;
    while (scan->at < scan->length) {
        char c = scan->text[scan->at];
        if (c == '"') {
            scan->at++;
            return true;
        }
        if (c == '\\') {
            if (!scan_escape(scan)) return false;
            continue;
        }
        if ((unsigned char)c < 0x20) {
            return fail_at(scan, scan->at,
                           "a line break, tab, NUL or other control character stands in a text; close "
                           "the quote before it or write it as \\n, \\t or \\u00XX");
        }
        unsigned size = text_code_point(scan->text + scan->at, scan->length - scan->at, NULL);
        if (size == 0) return fail_at(scan, scan->at, "is not UTF-8 here; save the file as UTF-8");
        scan->at += size;
    }
    return fail_at(scan, start, "the text that begins here has no closing quote");
}

static size_t skip_digits(const char *text, size_t at, size_t end) {
    while (at < end && is_digit(text[at])) at++;
    return at;
}

/* -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)? and nothing else. */
static bool is_number(const char *text, size_t length) {
    size_t at = length > 0 && text[0] == '-', start = at;
    at = skip_digits(text, at, length);
    if (at == start || (text[start] == '0' && at > start + 1)) return false;
    if (at < length && text[at] == '.') {
        start = ++at;
        at = skip_digits(text, at, length);
        if (at == start) return false;
    }
    if (at < length && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        if (at < length && (text[at] == '+' || text[at] == '-')) at++;
        start = at;
        at = skip_digits(text, at, length);
        if (at == start) return false;
    }
    return at == length;
}

static bool scan_number(Scan *scan) {
    size_t start = scan->at;
    while (peek(scan, 0) && strchr("0123456789+-.eE", peek(scan, 0))) scan->at++;
    if (!is_number(scan->text + start, scan->at - start)) {
        return fail_at(scan, start,
                       "is not a number as JSON writes them (12, -0.5, 1e-3; no leading 0 or +)");
    }
    if (scan->at - start > NUMBER_BYTES_LIMIT) {
        return fail_at(scan, start,
                       "a number has more than 63 characters; 17 digits tell every number apart");
    }
    return true;
}

static bool scan_bracket(Scan *scan, char c) {
    if (c == '{' || c == '[') {
        scan->depth++;
        if (scan->depth > JSON_DEPTH_LIMIT) return fail_at(scan, scan->at, "is nested deeper than 64 levels");
    } else if (scan->depth > 0) {
        scan->depth--;
    }
    scan->at++;
    return true;
}

/* One token; words such as true go letter by letter, as cJSON knows them. */
static bool scan_token(Scan *scan) {
    char c = scan->text[scan->at];
    if (c == '"') return scan_text(scan);
    if (is_digit(c) || c == '-' || c == '+' || c == '.') return scan_number(scan);
    if (c == '{' || c == '[' || c == '}' || c == ']') return scan_bracket(scan, c);
    if ((unsigned char)c < 0x20)
        return fail_at(scan, scan->at, "a NUL or other control character stands here");
    unsigned size = text_code_point(scan->text + scan->at, scan->length - scan->at, NULL);
    if (size == 0) return fail_at(scan, scan->at, "is not UTF-8 here; save the file as UTF-8");
    scan->at += size;
    return true;
}

size_t json_scan_space(const char *text, size_t length, size_t at) {
    while (at < length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) at++;
    return at;
}

static void skip_space(Scan *scan) {
    scan->at = json_scan_space(scan->text, scan->length, scan->at);
}

bool json_scan(const char *text, size_t length, const char *file, Error *error) {
    Scan scan = {.text = text, .length = length, .file = file, .error = error};
    skip_space(&scan);
    if (scan.at == length) return error_set(error, "%s: is empty; a JSON value is needed", file);
    while (scan.at < length) {
        if (!scan_token(&scan)) return false;
        skip_space(&scan);
    }
    return true;
}

static bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}

/* The rest of true, false or null. */
static void skip_word(Scan *scan) {
    while (is_letter(peek(scan, 0))) scan->at++;
}

/* After a token: whether it was the key of a member. */
static bool before_colon(Scan *scan) {
    skip_space(scan);
    return peek(scan, 0) == ':';
}

size_t json_scan_value(const char *text, size_t length, uint32_t rank) {
    Error unused;
    Scan scan = {.text = text, .length = length, .file = "", .error = &unused};
    size_t key = SIZE_MAX;
    for (skip_space(&scan); scan.at < length; skip_space(&scan)) {
        size_t start = scan.at;
        bool opens = text[start] != '}' && text[start] != ']' && text[start] != ',' && text[start] != ':';
        bool text_token = text[start] == '"';
        if (!scan_token(&scan)) break;
        if (is_letter(text[start])) skip_word(&scan);
        if (!opens) continue;
        if (text_token && before_colon(&scan)) {
            key = start;
            continue;
        }
        if (rank-- == 0) return key == SIZE_MAX ? start : key;
        key = SIZE_MAX;
    }
    assert(!"a text that parsed has as many values as its tree");
    return 0;
}
