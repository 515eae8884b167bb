#include "base/json_internal.h"
#include "base/vec.h"

#include <string.h>

typedef Vec(const char *) WordVec;

bool json_expect_format(Json root, const char *format, int64_t version, Error *error) {
    const char *found;
    int64_t found_version;
    if (!json_text(root, "format", &found, error)) return false;
    Json value;
    if (strcmp(found, format) != 0 && json_get(root, "format", &value)) {
        Text quoted = {0};
        json_quote(&quoted, found);
        json_fail(value, error, "is %s, but a file of the format \"%s\" is needed here", quoted.items,
                  format);
        text_clear(&quoted);
        return false;
    }
    if (!json_integer(root, "version", 1, INT64_MAX, &found_version, error)) return false;
    if (found_version > version && json_get(root, "version", &value)) {
        return json_fail(
            value, error,
            "was written by a newer Keyfall (version %lld, this one reads up to %lld); update Keyfall",
            (long long)found_version, (long long)version);
    }
    return true;
}

static void split_words(const char *keys, Arena *arena, WordVec *words) {
    for (;;) {
        keys += strspn(keys, " ");
        size_t length = strcspn(keys, " ");
        if (length == 0) return;
        vec_push(words, arena_text_n(arena, keys, length));
        keys += length;
    }
}

static bool is_one_of(const char *word, const WordVec *words) {
    for (uint32_t i = 0; i < words->count; i++) {
        if (strcmp(word, words->items[i]) == 0) return true;
    }
    return false;
}

static bool fail_unknown(Json member, const WordVec *words, Error *error) {
    const char *nearest = text_nearest(json_key(member), words->items, words->count);
    if (nearest) return json_fail(member, error, "is not known here; did you mean \"%s\"?", nearest);
    Text known = {0};
    for (uint32_t i = 0; i < words->count; i++) text_add(&known, "%s%s", i ? ", " : "", words->items[i]);
    json_fail(member, error, "is not known here; known are %s",
              words->count ? known.items : "no keys at all");
    text_clear(&known);
    return false;
}

bool json_only(Json object, const char *keys, Error *error) {
    if (json_kind(object) != JSON_OBJECT) return json_fail_not(object, "an object", error);
    Arena arena;
    arena_init(&arena);
    WordVec words = {0};
    split_words(keys, &arena, &words);
    bool ok = true;
    for (uint32_t i = 0; ok && i < json_count(object); i++) {
        Json member = json_item(object, i);
        if (!is_one_of(json_key(member), &words)) ok = fail_unknown(member, &words, error);
    }
    vec_clear(&words);
    arena_clear(&arena);
    return ok;
}
