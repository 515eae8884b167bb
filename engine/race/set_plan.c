/* What the control sets of a walk change in the structure: which organisations have which postures under
 * which set, and which arcs therefore weigh the same. */
#include "race/compiled.h"

#include <assert.h>

#define INDEX_MAX 60000 /* postures, joints, classes: 16 bits each, and room for what actions add */

/* ------------------------------------------------------------------ class keys */

static uint64_t hash_key(ClassKey key) {
    return name_mix((uint64_t)key.rule << 48 | (uint64_t)key.access_profile << 32 |
                    (uint64_t)key.target << 16 | key.source);
}

static bool same_key(ClassKey x, ClassKey y) {
    return x.rule == y.rule && x.access_profile == y.access_profile && x.target == y.target &&
           x.source == y.source;
}

static uint32_t *key_bucket(const KeyTable *table, ClassKey key) {
    uint32_t at = (uint32_t)hash_key(key) & (table->bucket_count - 1);
    while (table->buckets[at] != NONE && !same_key(table->keys[table->buckets[at]], key))
        at = (at + 1) & (table->bucket_count - 1);
    return &table->buckets[at];
}

static void key_rehash(KeyTable *table, uint32_t buckets) {
    free(table->buckets);
    table->bucket_count = buckets;
    table->buckets = heap_take(buckets, sizeof *table->buckets);
    memset(table->buckets, 0xff, buckets * sizeof *table->buckets);
    for (uint32_t i = 0; i < table->count; i++) *key_bucket(table, table->keys[i]) = i;
}

/* The place of a key, made when it is new. */
static uint32_t key_add(KeyTable *table, ClassKey key) {
    if (table->count * 2 >= table->bucket_count)
        key_rehash(table, table->bucket_count ? table->bucket_count * 2 : 256);
    uint32_t *bucket = key_bucket(table, key);
    if (*bucket != NONE) return *bucket;
    if (table->count == table->capacity) {
        table->capacity = table->capacity ? table->capacity * 2 : 64;
        table->keys = heap_resize(table->keys, table->capacity, sizeof *table->keys);
    }
    table->keys[table->count] = key;
    *bucket = table->count;
    return table->count++;
}

static void key_table_clear(KeyTable *table) {
    free(table->keys);
    free(table->buckets);
}

uint16_t set_plan_class(const SetPlan *plan, ClassKey key) {
    uint32_t class_ = *key_bucket(&plan->classes, key);
    assert(class_ != NONE && "a posture that the plan did not foresee");
    return (uint16_t)class_;
}

/* ------------------------------------------------------------------ postures and joints */

static bool add_posture(SetPlan *plan, const Posture *posture, uint16_t *index, Error *error) {
    uint32_t i = 0;
    while (i < plan->posture_count && memcmp(&plan->postures[i], posture, sizeof *posture) != 0) i++;
    *index = (uint16_t)i;
    if (i < plan->posture_count) return true;
    if (i >= INDEX_MAX) return error_set(error, "these control sets make more than %d postures", INDEX_MAX);
    plan->postures = heap_resize(plan->postures, i + 1, sizeof *plan->postures);
    plan->postures[plan->posture_count++] = *posture;
    return true;
}

/* Organisations that no set of these can tell apart: all of a profile where every set takes whole profiles,
 * otherwise each alone. */
typedef struct Alike {
    OrgId *first; /* [count] of each group, ascending */
    uint32_t *of_org;
    uint32_t count;
} Alike;

static bool take_whole_profiles(const ControlSet *const *sets, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (!control_set_takes_whole_profiles(sets[i])) return false;
    return true;
}

static void alike_init(Alike *alike, const World *world, const ControlSet *const *sets, uint32_t set_count) {
    bool whole = take_whole_profiles(sets, set_count);
    uint32_t *of_profile = heap_take(world->org_profile_count, sizeof *of_profile); /* + 1; 0: none yet */
    *alike = (Alike){.first = heap_take(whole ? world->org_profile_count : world->org_count, sizeof(OrgId)),
                     .of_org = heap_take(world->org_count, sizeof(uint32_t))};
    for (OrgId org = 0; org < world->org_count; org++) {
        uint32_t *group = &of_profile[world->orgs[org].profile];
        if (!whole || *group == 0) {
            alike->first[alike->count] = org;
            *group = ++alike->count;
        }
        alike->of_org[org] = *group - 1;
    }
    free(of_profile);
}

static void alike_clear(Alike *alike) {
    free(alike->first);
    free(alike->of_org);
}

/* The joints while the sets are added one by one: each is a row of postures, by set. */
typedef struct JointMaker {
    const Race *race;
    SetPlan *plan;
    Error *error;
    Alike alike;
    uint16_t *joint_of;    /* [group of those alike] */
    KeyTable splits;       /* (joint so far, posture in the next set) → joint */
    Vec(uint16_t) rows;    /* [joint × set_count] */
    uint16_t *rows_before; /* of the joints before this set */
} JointMaker;

static void copy_row(JointMaker *maker, uint32_t before, uint32_t set, uint16_t posture) {
    uint32_t width = maker->plan->set_count, at = maker->rows.count;
    vec_reserve(&maker->rows, at + width);
    uint16_t *row = maker->rows.items + at;
    if (set) memcpy(row, maker->rows_before + (size_t)before * width, set * sizeof *row);
    row[set] = posture;
    maker->rows.count += width;
}

static bool split_joint(JointMaker *maker, uint32_t group, uint32_t set, uint16_t posture) {
    uint16_t before = maker->joint_of[group];
    uint32_t known = maker->splits.count;
    uint32_t joint = key_add(&maker->splits, (ClassKey){.rule = before, .target = posture});
    if (joint == known) copy_row(maker, before, set, posture);
    maker->joint_of[group] = (uint16_t)joint;
    return joint < INDEX_MAX ||
           error_set(maker->error,
                     "these control sets share controls out in more than %d ways; compare fewer at a time",
                     INDEX_MAX);
}

static bool add_set(JointMaker *maker, const ControlSet *set, uint32_t index) {
    const Alike *alike = &maker->alike;
    PostureMap map;
    if (!posture_map_init_of(&map, maker->race->world, set, alike->first, alike->count, maker->error))
        return false;
    uint16_t *postures = heap_take(map.posture_count, sizeof *postures);
    bool ok = true;
    for (uint32_t i = 0; i < map.posture_count && ok; i++)
        ok = add_posture(maker->plan, &map.postures[i], &postures[i], maker->error);
    maker->splits.count = 0;
    key_rehash(&maker->splits, 256);
    maker->rows_before = maker->rows.items;
    maker->rows.items = NULL;
    maker->rows.count = maker->rows.capacity = 0;
    for (uint32_t i = 0; i < alike->count && ok; i++)
        ok = split_joint(maker, i, index, postures[map.of_org[i]]);
    free(maker->rows_before);
    free(postures);
    posture_map_clear(&map);
    return ok;
}

static void add_part(PartVec *parts, uint32_t first, uint16_t index, SetMask sets) {
    for (uint32_t i = first; i < parts->count; i++)
        if (parts->items[i].index == index) {
            parts->items[i].sets |= sets;
            return;
        }
    vec_push(parts, (Part){index, sets});
}

static void close_joints(JointMaker *maker) {
    SetPlan *plan = maker->plan;
    plan->joint_count = maker->splits.count;
    plan->joints = heap_take(plan->joint_count, sizeof *plan->joints);
    for (uint32_t joint = 0; joint < plan->joint_count; joint++) {
        uint32_t first = plan->parts.count;
        for (uint32_t set = 0; set < plan->set_count; set++)
            add_part(&plan->parts, first, maker->rows.items[(size_t)joint * plan->set_count + set],
                     UINT64_C(1) << set);
        plan->joints[joint] = (Parts){first, plan->parts.count - first};
    }
}

static void spread_joints(const JointMaker *maker) {
    uint32_t orgs = maker->race->world->org_count;
    maker->plan->joint_of_org = heap_take(orgs, sizeof *maker->plan->joint_of_org);
    for (OrgId org = 0; org < orgs; org++)
        maker->plan->joint_of_org[org] = maker->joint_of[maker->alike.of_org[org]];
}

static bool make_joints(const Race *race, SetPlan *plan, const ControlSet *const *sets, Error *error) {
    JointMaker maker = {.race = race, .plan = plan, .error = error};
    alike_init(&maker.alike, race->world, sets, plan->set_count);
    maker.joint_of = heap_take(maker.alike.count, sizeof *maker.joint_of);
    bool ok = true;
    for (uint32_t set = 0; set < plan->set_count && ok; set++) ok = add_set(&maker, sets[set], set);
    if (ok) close_joints(&maker);
    if (ok) spread_joints(&maker);
    key_table_clear(&maker.splits);
    vec_clear(&maker.rows);
    free(maker.joint_of);
    alike_clear(&maker.alike);
    return ok;
}

/* Which posture a set_control action leaves, for every posture that can come to be. New ones join the list
 * while it is walked, so that actions can follow each other in any order. Each then gets a joint of its own:
 * once an action has set a control, the sets no longer differ in where they came from. */
static bool foresee_postures(const Race *race, SetPlan *plan, Error *error) {
    const Adversary *adversary = race->adversary;
    if (!race->has_set_control) return true;
    Vec(uint16_t) after = {0};
    bool ok = true;
    for (uint32_t posture = 0; posture < plan->posture_count && ok; posture++)
        for (uint32_t i = 0; i < adversary->actions.count && ok; i++) {
            Posture changed = plan->postures[posture];
            if (adversary->actions.items[i].kind == ACTION_SET_CONTROL)
                changed.level[adversary->actions.items[i].control] = adversary->actions.items[i].level;
            uint16_t index;
            ok = add_posture(plan, &changed, &index, error);
            vec_push(&after, index);
        }
    plan->after_action = after.items;
    if (!ok) return false;
    plan->joint_of_posture = heap_take(plan->posture_count, sizeof *plan->joint_of_posture);
    plan->joints = heap_resize(plan->joints, plan->joint_count + plan->posture_count, sizeof *plan->joints);
    for (uint32_t posture = 0; posture < plan->posture_count; posture++) {
        plan->joints[plan->joint_count] = (Parts){plan->parts.count, 1};
        vec_push(&plan->parts, (Part){(uint16_t)posture, sets_upto(plan->set_count)});
        plan->joint_of_posture[posture] = (uint16_t)plan->joint_count++;
    }
    if (plan->joint_count > UINT16_MAX - 1)
        return error_set(error, "the set_control events lead to more than %d postures", UINT16_MAX);
    return true;
}

/* ------------------------------------------------------------------ classes */

static bool uses_of(const Rule *rule, EffectOf of) {
    for (uint32_t i = 0; i < rule->use_count; i++)
        if (rule->uses[i].of == of) return true;
    return false;
}

/* Only postures that the rule's controls look at tell classes apart. */
static ClassKey arc_key(const Race *race, const SetPlan *plan, const Arc *arc) {
    const World *world = race->world;
    const Rule *rule = &race->adversary->rules.items[arc->rule];
    ClassKey key = {arc->rule, UINT16_MAX, UINT16_MAX, UINT16_MAX};
    if (arc->access != NONE) key.access_profile = (uint16_t)world->accesses[arc->access].profile;
    if (uses_of(rule, EFFECT_OF_TARGET))
        key.target = plan->joint_of_org[world->assets[race->node_asset[arc->target]].owner];
    if (arc->source != NONE && uses_of(rule, EFFECT_OF_SOURCE))
        key.source = plan->joint_of_org[world->assets[race->node_asset[arc->source]].owner];
    return key;
}

static void foresee_changed(SetPlan *plan, ClassKey key, uint32_t action, uint32_t actions, bool at_source) {
    uint16_t joint = at_source ? key.source : key.target;
    if (joint == UINT16_MAX) return;
    for (uint32_t i = 0; i < plan->joints[joint].count; i++) {
        uint16_t posture = plan->parts.items[plan->joints[joint].first + i].index;
        uint16_t left = plan->joint_of_posture[plan->after_action[(uint32_t)posture * actions + action]];
        ClassKey changed = key;
        if (at_source)
            changed.source = left;
        else
            changed.target = left;
        key_add(&plan->classes, changed);
    }
}

/* Every class that an arc can come to have once postures change in the race. */
static void foresee_classes(const Race *race, SetPlan *plan) {
    if (!race->has_set_control) return;
    uint32_t actions = race->adversary->actions.count;
    for (uint32_t i = 0; i < plan->classes.count; i++)
        for (uint32_t action = 0; action < actions; action++) {
            foresee_changed(plan, plan->classes.keys[i], action, actions, false);
            foresee_changed(plan, plan->classes.keys[i], action, actions, true);
        }
}

/* The i-th part of a joint; for nobody's joint, one part that all sets share. */
static Part part_at(const SetPlan *plan, uint16_t joint, uint32_t i) {
    if (joint == UINT16_MAX) return (Part){UINT16_MAX, sets_upto(plan->set_count)};
    return plan->parts.items[plan->joints[joint].first + i];
}

static uint32_t part_count(const SetPlan *plan, uint16_t joint) {
    return joint == UINT16_MAX ? 1 : plan->joints[joint].count;
}

/* The plain classes under which a class falls apart, each with its sets. */
static void split_class(SetPlan *plan, uint32_t class_) {
    ClassKey key = plan->classes.keys[class_];
    uint32_t first = plan->parts.count;
    for (uint32_t t = 0; t < part_count(plan, key.target); t++)
        for (uint32_t s = 0; s < part_count(plan, key.source); s++) {
            Part target = part_at(plan, key.target, t), source = part_at(plan, key.source, s);
            SetMask sets = target.sets & source.sets;
            ClassKey plain = {key.rule, key.access_profile, target.index, source.index};
            if (sets) add_part(&plan->parts, first, (uint16_t)key_add(&plan->plain, plain), sets);
        }
    plan->class_parts[class_] = (Parts){first, plan->parts.count - first};
}

static bool make_classes(const Race *race, SetPlan *plan, Error *error) {
    plan->joint_parts = plan->parts.count;
    plan->class_of_arc = heap_take(race->arc_count, sizeof *plan->class_of_arc);
    for (uint32_t arc = 0; arc < race->arc_count; arc++)
        plan->class_of_arc[arc] = (uint16_t)key_add(&plan->classes, arc_key(race, plan, &race->arcs[arc]));
    foresee_classes(race, plan);
    if (plan->classes.count <= UINT16_MAX) {
        plan->class_parts = heap_take(plan->classes.count, sizeof *plan->class_parts);
        for (uint32_t i = 0; i < plan->classes.count; i++) split_class(plan, i);
    }
    return (plan->classes.count <= UINT16_MAX && plan->plain.count <= UINT16_MAX) ||
           error_set(error,
                     "these control sets give more than %d classes of arcs; use fewer distinct postures",
                     UINT16_MAX);
}

/* ------------------------------------------------------------------ the whole */

void set_plan_release(SetPlan *plan) {
    if (--plan->shares > 0) return;
    free(plan->postures);
    free(plan->joints);
    free(plan->joint_of_org);
    free(plan->joint_of_posture);
    free(plan->after_action);
    key_table_clear(&plan->classes);
    key_table_clear(&plan->plain);
    free(plan->class_parts);
    vec_clear(&plan->parts);
    free(plan->class_of_arc);
    free(plan);
}

SetPlan *set_plan_create(const Race *race, const ControlSet *const *sets, uint32_t count, Error *error) {
    assert(count > 0 && count <= SETS_MAX);
    SetPlan *plan = heap_take(1, sizeof *plan);
    plan->shares = 1;
    plan->set_count = count;
    if (make_joints(race, plan, sets, error) && foresee_postures(race, plan, error) &&
        make_classes(race, plan, error))
        return plan;
    set_plan_release(plan);
    return NULL;
}
