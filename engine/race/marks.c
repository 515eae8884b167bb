#include "race/marks.h"

static uint32_t marks_slot(const Marks *marks, uint64_t key) {
    uint32_t at = (uint32_t)name_mix(key) & (marks->capacity - 1);
    while (marks->slots[at].key != 0 && marks->slots[at].key != key) at = (at + 1) & (marks->capacity - 1);
    return at;
}

static void marks_grow(Marks *marks) {
    Marks old = *marks;
    marks->capacity = old.capacity ? old.capacity * 2 : 256;
    marks->slots = heap_take(marks->capacity, sizeof *marks->slots);
    for (uint32_t i = 0; i < old.used.count; i++) {
        Mark mark = old.slots[old.used.items[i]];
        uint32_t at = marks_slot(marks, mark.key);
        marks->slots[at] = mark;
        marks->used.items[i] = at;
    }
    free(old.slots);
}

uint64_t *marks_at(Marks *marks, uint64_t key, bool *is_new) {
    if (marks->used.count * 2 >= marks->capacity) marks_grow(marks);
    uint32_t at = marks_slot(marks, key);
    *is_new = marks->slots[at].key == 0;
    if (*is_new) {
        marks->slots[at] = (Mark){key, 0};
        vec_push(&marks->used, at);
    }
    return &marks->slots[at].value;
}

void marks_empty(Marks *marks) {
    for (uint32_t i = 0; i < marks->used.count; i++) marks->slots[marks->used.items[i]] = (Mark){0, 0};
    marks->used.count = 0;
}

void marks_clear(Marks *marks) {
    free(marks->slots);
    vec_clear(&marks->used);
    *marks = (Marks){0};
}
