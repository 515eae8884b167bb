#include "script/pattern_cost.h"

#include <ctype.h>
#include <string.h>

#define CAPTURES 32 /* Lua's own limits: beyond them the stock matcher raises */
#define DEPTH 200
#define OPEN (-1)
#define POSITION (-2)

typedef struct Capture {
    const char *start;
    ptrdiff_t length; /* or OPEN, POSITION */
} Capture;

typedef struct Matcher {
    const char *start, *end; /* subject */
    const char *pattern_end;
    uint64_t left; /* of the budget */
    bool over;     /* budget spent, or the pattern is malformed: everything fails */
    int depth, level;
    Capture captures[CAPTURES];
} Matcher;

static const char *match(Matcher *m, const char *s, const char *p);

static const char *give_up(Matcher *m) {
    m->over = true;
    return NULL;
}

static void spend(Matcher *m, uint64_t cost) {
    m->over = m->over || m->left < cost;
    m->left -= m->left < cost ? m->left : cost;
}

/* The end of a set that opens before p; the first character after [ or [^ is never its end. */
static const char *set_end(Matcher *m, const char *p) {
    if (p < m->pattern_end && *p == '^') p++;
    do {
        if (p >= m->pattern_end) return give_up(m);
        p += *p == '%' ? 2 : 1;
    } while (p >= m->pattern_end || *p != ']');
    return p + 1;
}

static const char *single_end(Matcher *m, const char *p) {
    if (*p == '[') return set_end(m, p + 1);
    if (*p != '%') return p + 1;
    return p + 1 < m->pattern_end ? p + 2 : give_up(m);
}

static bool in_class(unsigned char c, unsigned char class) {
    bool in;
    switch (tolower(class)) {
    case 'a':
        in = isalpha(c);
        break;
    case 'c':
        in = iscntrl(c);
        break;
    case 'd':
        in = isdigit(c);
        break;
    case 'g':
        in = isgraph(c);
        break;
    case 'l':
        in = islower(c);
        break;
    case 'p':
        in = ispunct(c);
        break;
    case 's':
        in = isspace(c);
        break;
    case 'u':
        in = isupper(c);
        break;
    case 'w':
        in = isalnum(c);
        break;
    case 'x':
        in = isxdigit(c);
        break;
    default:
        return class == c;
    }
    return isupper(class) ? !in : in;
}

/* `last` points at the closing bracket. */
static bool in_set(Matcher *m, unsigned char c, const char *p, const char *last) {
    bool inside = true;
    spend(m, (uint64_t)(last - p) / 8);
    if (p[1] == '^') {
        inside = false;
        p++;
    }
    while (++p < last) {
        if (*p == '%') {
            if (in_class(c, (unsigned char)*++p)) return inside;
        } else if (p[1] == '-' && p + 2 < last) {
            if ((unsigned char)p[0] <= c && c <= (unsigned char)p[2]) return inside;
            p += 2;
        } else if ((unsigned char)*p == c) {
            return inside;
        }
    }
    return !inside;
}

static bool in_any(Matcher *m, unsigned char c, const char *p, const char *after) {
    if (*p == '[') return in_set(m, c, p, after - 1);
    if (*p == '%') return in_class(c, (unsigned char)p[1]);
    return *p == '.' || (unsigned char)*p == c;
}

static bool single(Matcher *m, const char *s, const char *p, const char *after) {
    spend(m, 1);
    return !m->over && s < m->end && in_any(m, (unsigned char)*s, p, after);
}

static const char *longest_first(Matcher *m, const char *s, const char *p, const char *after) {
    ptrdiff_t count = 0;
    while (single(m, s + count, p, after)) count++;
    for (; count >= 0 && !m->over; count--) {
        const char *end = match(m, s + count, after + 1);
        if (end) return end;
    }
    return NULL;
}

static const char *shortest_first(Matcher *m, const char *s, const char *p, const char *after) {
    while (!m->over) {
        const char *end = match(m, s, after + 1);
        if (end) return end;
        if (!single(m, s, p, after)) return NULL;
        s++;
    }
    return NULL;
}

static const char *balanced(Matcher *m, const char *s, const char *p) {
    if (p + 1 >= m->pattern_end) return give_up(m);
    if (s >= m->end || *s != p[0]) return NULL;
    int open = 1;
    for (s++; s < m->end && !m->over; s++) {
        spend(m, 1);
        if (*s == p[1]) {
            if (--open == 0) return s + 1;
        } else if (*s == p[0]) {
            open++;
        }
    }
    return NULL;
}

static const char *frontier(Matcher *m, const char *s, const char *p) {
    if (p >= m->pattern_end || *p != '[') return give_up(m);
    const char *after = set_end(m, p + 1);
    if (!after) return NULL;
    unsigned char before = s == m->start ? 0 : (unsigned char)s[-1];
    unsigned char here = s < m->end ? (unsigned char)*s : 0;
    return !in_set(m, before, p, after - 1) && in_set(m, here, p, after - 1) ? after : NULL;
}

static const char *repeated(Matcher *m, const char *s, char digit) {
    int index = digit - '1';
    if (index < 0 || index >= m->level || m->captures[index].length == OPEN) return give_up(m);
    ptrdiff_t length = m->captures[index].length;
    if (length == POSITION) return give_up(m);
    spend(m, (uint64_t)length / 8 + 1);
    if (m->end - s < length || memcmp(m->captures[index].start, s, (size_t)length) != 0) return NULL;
    return s + length;
}

static const char *open_capture(Matcher *m, const char *s, const char *p) {
    if (m->level >= CAPTURES) return give_up(m);
    bool position = p < m->pattern_end && *p == ')';
    m->captures[m->level++] = (Capture){s, position ? POSITION : OPEN};
    const char *end = match(m, s, position ? p + 1 : p);
    if (!end) m->level--;
    return end;
}

static const char *close_capture(Matcher *m, const char *s, const char *p) {
    int index = m->level - 1;
    while (index >= 0 && m->captures[index].length != OPEN) index--;
    if (index < 0) return give_up(m);
    m->captures[index].length = s - m->captures[index].start;
    const char *end = match(m, s, p);
    if (!end) m->captures[index].length = OPEN;
    return end;
}

/* One item of the pattern. True: go on at *s and *p. False: *end is the answer. Recursion is spent where the
 * stock matcher spends it (captures, repetitions, the first branch of ?), so that its depth limit is met no
 * earlier. */
static bool step_single(Matcher *m, const char **s, const char **p, const char **end) {
    const char *item = *p, *after = single_end(m, item);
    if (!after) return false;
    char suffix = after < m->pattern_end ? *after : '\0';
    if (suffix == '-' || suffix == '*') {
        *end = suffix == '-' ? shortest_first(m, *s, item, after) : longest_first(m, *s, item, after);
        return false;
    }
    bool here = single(m, *s, item, after);
    if (suffix == '?') {
        *end = here ? match(m, *s + 1, after + 1) : NULL;
        *p = after + 1;
        return !*end;
    }
    if (suffix == '+') {
        *end = here ? longest_first(m, *s + 1, item, after) : NULL;
        return false;
    }
    *p = after;
    *s += here;
    return here;
}

static bool step(Matcher *m, const char **s, const char **p, const char **end) {
    const char *item = *p;
    char next = item + 1 < m->pattern_end ? item[1] : '\0';
    if (*item == '(' || *item == ')') {
        *end = *item == '(' ? open_capture(m, *s, item + 1) : close_capture(m, *s, item + 1);
        return false;
    }
    if (*item == '$' && item + 1 == m->pattern_end) {
        *end = *s == m->end ? *s : NULL;
        return false;
    }
    if (*item == '%' && next == 'b') {
        *s = balanced(m, *s, item + 2);
        *p = item + 4;
        return *s != NULL;
    }
    if (*item == '%' && next == 'f') {
        *p = frontier(m, *s, item + 2);
        return *p != NULL;
    }
    if (*item == '%' && isdigit((unsigned char)next)) {
        *s = repeated(m, *s, next);
        *p = item + 2;
        return *s != NULL;
    }
    return step_single(m, s, p, end);
}

static const char *match(Matcher *m, const char *s, const char *p) {
    spend(m, 1);
    if (m->depth >= DEPTH) return give_up(m);
    m->depth++;
    const char *end = NULL;
    bool going = true;
    while (going && !m->over) {
        if (p >= m->pattern_end) {
            end = s;
            break;
        }
        going = step(m, &s, &p, &end);
    }
    m->depth--;
    return m->over ? NULL : end;
}

uint64_t pattern_cost(const char *subject, size_t length, size_t start, const char *pattern,
                      size_t pattern_length, PatternUse use, uint64_t budget) {
    Matcher m = {.start = subject, .end = subject + length, .pattern_end = pattern + pattern_length};
    m.left = budget;
    bool anchored = use != PATTERN_EACH && pattern_length > 0 && *pattern == '^';
    const char *last_end = NULL;
    for (const char *s = subject + start; s <= m.end && !m.over;) {
        m.level = 0;
        const char *end = match(&m, s, pattern + anchored);
        if (anchored || (end && use == PATTERN_FIRST)) break;
        bool again = end && end != last_end;
        s = again ? end : s + 1;
        if (again) last_end = end;
    }
    return m.over && m.left == 0 ? budget + 1 : budget - m.left;
}
