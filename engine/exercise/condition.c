#include "exercise/condition.h"

#include "world/selector.h"

static uint32_t due(const Circumstances *c, ConditionId id, uint32_t by);

static uint32_t first_happening(const Circumstances *c, HappeningKind kind, OrgId subject) {
    for (uint32_t i = 0; i < c->log->count; i++)
        if (c->log->items[i].kind == kind && c->log->items[i].subject == subject) return c->log->items[i].at;
    return NEVER;
}

static uint32_t called_at(const Circumstances *c, OrgId org, uint32_t count) {
    uint32_t calls = 0; /* the race tells each pair once */
    for (uint32_t i = 0; i < c->log->count; i++) {
        const Happening *h = &c->log->items[i];
        if (h->kind == HAPPENED_REPORTED && h->subject == org && ++calls >= count) return h->at;
    }
    return NEVER;
}

static uint32_t hit_at(const Circumstances *c, const Condition *condition) {
    uint32_t hits = 0;
    for (uint32_t i = 0; i < c->hit_count; i++)
        if (org_selector_matches(&condition->orgs, c->world, c->hit_orgs[i]) && ++hits >= condition->count)
            return c->hit_at[i];
    return NEVER;
}

static uint32_t decided_at(const Circumstances *c, const Condition *condition) {
    if (condition->b != NONE && c->decided_option[condition->a] != condition->b) return NEVER;
    return c->decided_at[condition->a];
}

static uint32_t later_at(const Circumstances *c, const Condition *condition, uint32_t by) {
    uint32_t first = due(c, condition->child, by);
    return first == NEVER || condition->seconds >= NEVER - first ? NEVER
                                                                 : first + (uint32_t)condition->seconds;
}

static bool is_branch(ConditionKind kind) {
    return kind == CONDITION_ALL || kind == CONDITION_ANY || kind == CONDITION_UNLESS;
}

/* The second from which a leaf holds for good. */
static uint32_t leaf_at(const Circumstances *c, const Condition *condition, uint32_t by) {
    switch (condition->kind) {
    case CONDITION_AT:
        return (uint32_t)condition->seconds;
    case CONDITION_LATER:
        return later_at(c, condition, by);
    case CONDITION_DECIDED:
        return decided_at(c, condition);
    case CONDITION_UNDECIDED:
        return c->undecided_at[condition->a];
    case CONDITION_RELEASED:
        return c->released_at[condition->a];
    case CONDITION_NOTICED:
        return first_happening(c, HAPPENED_NOTICED, c->cast_orgs[condition->a]);
    case CONDITION_WARNED:
        return first_happening(c, HAPPENED_WARNED, c->cast_orgs[condition->a]);
    case CONDITION_CALLED:
        return called_at(c, c->cast_orgs[condition->a], condition->count);
    case CONDITION_HIT:
        return hit_at(c, condition);
    default:
        return NEVER;
    }
}

static bool holds(const Circumstances *c, ConditionId id, uint32_t at) {
    const Condition *condition = &c->conditions[id];
    if (!is_branch(condition->kind)) return leaf_at(c, condition, at) <= at;
    if (condition->kind == CONDITION_UNLESS) return !holds(c, condition->child, at);
    bool all = condition->kind == CONDITION_ALL;
    for (ConditionId child = condition->child; child != NONE; child = c->conditions[child].next)
        if (holds(c, child, at) != all) return !all;
    return all;
}

/* A tree changes only at a second at which one of its leaves begins to hold, so these are all that have to be
 * tried. `best` is the first one found so far. */
static uint32_t try_leaves(const Circumstances *c, ConditionId root, ConditionId id, uint32_t best,
                           uint32_t by) {
    const Condition *condition = &c->conditions[id];
    if (!is_branch(condition->kind)) {
        uint32_t at = leaf_at(c, condition, by);
        return at < best && at <= by && holds(c, root, at) ? at : best;
    }
    for (ConditionId child = condition->child; child != NONE; child = c->conditions[child].next)
        best = try_leaves(c, root, child, best, by);
    return best;
}

static uint32_t due(const Circumstances *c, ConditionId id, uint32_t by) {
    if (holds(c, id, 0)) return 0;
    return try_leaves(c, id, id, NEVER, by);
}

uint32_t condition_due(const Circumstances *circumstances, ConditionId condition, uint32_t by) {
    return condition == NONE ? NEVER : due(circumstances, condition, by);
}
