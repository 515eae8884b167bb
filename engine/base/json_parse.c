#include "base/file.h"
#include "base/json_internal.h"
#include "base/vec.h"

#include <cjson/cJSON.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The document while it grows, beside what cJSON made of the text. */
typedef Vec(JsonNode) NodeVec;
typedef Vec(const cJSON *) SourceVec;

typedef struct Input {
    const char *text;
    size_t length;
} Input;

/* A byte-order mark is an editor's habit, not content. */
static Input without_mark(const char *text, size_t length) {
    size_t mark = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    return (Input){text + mark, length - mark};
}

static cJSON *parse_whole(Input input, const char *file, Error *error) {
    const char *end = input.text;
    cJSON *tree = cJSON_ParseWithLengthOpts(input.text, input.length, &end, false);
    size_t at = (size_t)(end - input.text);
    if (!tree) {
        json_scan_fail(
            input.text, at, file, error,
            "is not JSON: a comma, colon, quote, bracket or value is missing or too many near here");
        return NULL;
    }
    at = json_scan_space(input.text, input.length, at);
    if (at == input.length) return tree;
    json_scan_fail(input.text, at, file, error, "something follows after the end of the value; remove it");
    cJSON_Delete(tree);
    return NULL;
}

static JsonKind kind_of(const cJSON *source) {
    switch (source->type & 0xFF) {
    case cJSON_False:
    case cJSON_True:
        return JSON_FLAG;
    case cJSON_Number:
        return JSON_NUMBER;
    case cJSON_String:
        return JSON_TEXT;
    case cJSON_Array:
        return JSON_ARRAY;
    case cJSON_Object:
        return JSON_OBJECT;
    default:
        return JSON_NULL;
    }
}

static JsonNode node_from(const cJSON *source, uint32_t parent, uint32_t position, Arena *arena) {
    JsonNode node = {.parent = parent, .position = position, .kind = kind_of(source)};
    if (source->string) node.key = arena_text(arena, source->string);
    if (node.kind == JSON_FLAG) node.flag = cJSON_IsTrue(source);
    if (node.kind == JSON_NUMBER) node.as.number = source->valuedouble;
    if (node.kind == JSON_TEXT) node.as.text = arena_text(arena, source->valuestring);
    return node;
}

static void add_children(uint32_t parent, const cJSON *source, NodeVec *nodes, SourceVec *sources,
                         Arena *arena) {
    uint32_t first = nodes->count;
    for (const cJSON *child = source->child; child; child = child->next) {
        JsonNode node = node_from(child, parent, nodes->count - first, arena);
        vec_push(nodes, node);
        vec_push(sources, child);
    }
    nodes->items[parent].first = first;
    nodes->items[parent].count = nodes->count - first;
}

static JsonDocument *flatten(const cJSON *tree, const char *file) {
    JsonDocument *document = heap_take(1, sizeof *document);
    arena_init(&document->arena);
    document->file = arena_text(&document->arena, file);
    NodeVec nodes = {0};
    SourceVec sources = {0};
    JsonNode root = node_from(tree, 0, 0, &document->arena);
    vec_push(&nodes, root);
    vec_push(&sources, tree);
    for (uint32_t i = 0; i < nodes.count; i++) {
        add_children(i, sources.items[i], &nodes, &sources, &document->arena);
    }
    vec_clear(&sources);
    document->nodes = heap_resize(nodes.items, nodes.count, sizeof *nodes.items);
    document->count = nodes.count;
    return document;
}

/* How many nodes a subtree has; as deep as the depth limit at most. */
static uint32_t subtree_count(const JsonDocument *document, uint32_t index) {
    const JsonNode *node = &document->nodes[index];
    uint32_t count = 1;
    for (uint32_t i = 0; i < node->count; i++) count += subtree_count(document, node->first + i);
    return count;
}

/* How many values begin before this one in the text. */
static uint32_t rank_of(const JsonDocument *document, uint32_t index) {
    uint32_t rank = 0;
    while (index != 0) {
        const JsonNode *node = &document->nodes[index];
        uint32_t first = document->nodes[node->parent].first;
        for (uint32_t i = first; i < index; i++) rank += subtree_count(document, i);
        rank++; /* the parent itself */
        index = node->parent;
    }
    return rank;
}

static bool fail_at_node(const JsonDocument *document, uint32_t index, Input input, Error *error,
                         const char *sentence) {
    Text whole = {0};
    json_path(&whole, document, index, NULL);
    text_add(&whole, ": %s", sentence);
    size_t at = json_scan_value(input.text, input.length, rank_of(document, index));
    json_scan_fail(input.text, at, document->file, error, text_of(&whole));
    text_clear(&whole);
    return false;
}

static int compare_members(const void *a, const void *b) {
    const JsonNode *first = *(const JsonNode *const *)a, *second = *(const JsonNode *const *)b;
    int order = strcmp(first->key, second->key);
    if (order != 0) return order;
    return first->position < second->position ? -1 : first->position > second->position;
}

/* Sorts the members by key, for looking up and for finding two of one key. Gives the later of such two, or 0,
 * which is nobody's member. */
static uint32_t index_object(JsonDocument *document, JsonNode *object) {
    const JsonNode **members = heap_take(object->count, sizeof *members);
    for (uint32_t i = 0; i < object->count; i++) members[i] = &document->nodes[object->first + i];
    qsort(members, object->count, sizeof *members, compare_members);
    uint32_t *sorted = arena_new(&document->arena, uint32_t, object->count);
    uint32_t duplicate = 0;
    for (uint32_t i = 0; i < object->count; i++) {
        sorted[i] = (uint32_t)(members[i] - document->nodes);
        if (i > 0 && !duplicate && strcmp(members[i]->key, members[i - 1]->key) == 0) duplicate = sorted[i];
    }
    object->as.sorted = sorted;
    free(members);
    return duplicate;
}

static bool check_nodes(JsonDocument *document, Input input, Error *error) {
    for (uint32_t i = 0; i < document->count; i++) {
        JsonNode *node = &document->nodes[i];
        if (node->kind == JSON_NUMBER && !isfinite(node->as.number)) {
            return fail_at_node(document, i, input, error, "is too large a number; they end at 1.8e308");
        }
        uint32_t duplicate = node->kind == JSON_OBJECT ? index_object(document, node) : 0;
        if (duplicate) {
            return fail_at_node(document, duplicate, input, error,
                                "stands twice in the same object; keep one");
        }
    }
    return true;
}

bool json_parse(const char *text, size_t length, const char *file, JsonDocument **out, Error *error) {
    if (length > JSON_BYTES_LIMIT) return error_set(error, "%s: is larger than 256 MiB; split it", file);
    Input input = without_mark(text, length);
    if (!json_scan(input.text, input.length, file, error)) return false;
    cJSON *tree = parse_whole(input, file, error);
    if (!tree) return false;
    JsonDocument *document = flatten(tree, file);
    cJSON_Delete(tree);
    if (!check_nodes(document, input, error)) {
        json_destroy(document);
        return false;
    }
    *out = document;
    return true;
}

bool json_load(const char *path, JsonDocument **out, Error *error) {
    char *bytes;
    size_t length;
    if (!file_read(path, JSON_BYTES_LIMIT, &bytes, &length, error)) return false;
    bool ok = json_parse(bytes, length, path, out, error);
    free(bytes);
    return ok;
}

void json_destroy(JsonDocument *document) {
    if (!document) return;
    arena_clear(&document->arena);
    free(document->nodes);
    free(document);
}

Json json_root(const JsonDocument *document) {
    return document ? (Json){document, document->nodes} : (Json){0};
}
