#include "exercise/truth.h"

#include "measure/statistics.h"

typedef struct Candidate {
    uint32_t replication;
    int64_t score;
    int64_t distance; /* from the middle */
} Candidate;
typedef Vec(Candidate) CandidateVec;

uint64_t truth_hash(Stage *stage) {
    Branch branch = {0};
    GivenVec nothing = {0};
    stage_run(stage, &nothing, &branch);
    uint64_t hash = branch.hash;
    branch_clear(&branch);
    return hash;
}

bool truth_play(Stage *stage, RobotKind kind, int64_t *score, Error *error) {
    Room room;
    room_init(&room, stage->definition, stage, 1);
    bool good = robot_play(&room, &kind, 0, 0, error);
    if (good) *score = room.teams[0].branch.metrics[stage->definition->score];
    room_clear(&room);
    return good;
}

bool truth_hits_players(const Stage *stage) {
    for (uint32_t i = 0; i < stage->definition->casts.count; i++) {
        const Cast *cast = &stage->definition->casts.items[i];
        if (cast->must_be_hit && !stage_was_hit(stage, cast->org)) return false;
    }
    return true;
}

static bool look(Stage *stage, const PickOptions *options, CandidateVec *found, uint32_t *looked_at,
                 Error *error) {
    for (uint32_t r = 0; r < options->worlds; r++) {
        if (options->progress && r % 64 == 0 && !options->progress(options->context, r, options->worlds))
            return error_set(error, "stopped before a truth was picked");
        stage_set_truth(stage, (Truth){options->seed, r, options->worlds_per_draw});
        int64_t score = stage_score(stage, NULL);
        *looked_at = r + 1;
        if (score >= stage->definition->least && truth_hits_players(stage))
            vec_push(found, (Candidate){r, score, 0});
    }
    return true;
}

static int compare_distance(const void *x, const void *y) {
    const Candidate *a = x, *b = y;
    if (a->distance != b->distance) return a->distance < b->distance ? -1 : 1;
    return a->replication < b->replication ? -1 : a->replication > b->replication;
}

static void sort_by_distance(CandidateVec *found) {
    int64_t *scores = heap_take(found->count, sizeof *scores);
    for (uint32_t i = 0; i < found->count; i++) scores[i] = found->items[i].score;
    Sample sample;
    sample_init(&sample, scores, found->count);
    int64_t middle = sample_quantile(&sample, 1, 2);
    sample_clear(&sample);
    free(scores);
    for (uint32_t i = 0; i < found->count; i++) {
        int64_t away = found->items[i].score - middle;
        found->items[i].distance = away < 0 ? -away : away;
    }
    qsort(found->items, found->count, sizeof *found->items, compare_distance);
}

static double rank_of(const CandidateVec *found, int64_t score) {
    uint32_t below = 0;
    for (uint32_t i = 0; i < found->count; i++) below += found->items[i].score < score;
    return (double)below / found->count;
}

/* Those nearest to the middle, without the one that is played. */
static void keep_lucks(const CandidateVec *found, Setup *out) {
    out->luck_count = 0;
    for (uint32_t i = 0; i < found->count && out->luck_count < SETUP_LUCKS; i++)
        if (found->items[i].replication != out->truth.replication)
            out->lucks[out->luck_count++] = found->items[i].replication;
}

static bool try_candidates(Stage *stage, const PickOptions *options, CandidateVec *found, Setup *out,
                           Error *error) {
    double margin = stage->definition->margin, best = 0;
    uint32_t tries = found->count < options->tries ? found->count : options->tries;
    for (uint32_t i = 0; i < tries; i++) {
        const Candidate *candidate = &found->items[i];
        stage_set_truth(stage, (Truth){options->seed, candidate->replication, options->worlds_per_draw});
        int64_t nothing, good;
        if (!truth_play(stage, ROBOT_NOTHING, &nothing, error) ||
            !truth_play(stage, ROBOT_GOOD, &good, error))
            return false;
        double worth = nothing > 0 ? (double)(nothing - good) / (double)nothing : 0;
        if (worth > best) best = worth;
        if (worth < margin) continue;
        out->truth = stage->truth;
        out->nothing = nothing;
        out->good = good;
        out->tried = i + 1;
        out->rank = rank_of(found, nothing);
        keep_lucks(found, out);
        return true;
    }
    return error_set(
        error,
        "%s: of %u worlds that hit the players, good play beats doing nothing by %.0f %% at best, "
        "and the exercise asks for %.0f %%; lower margin, or give the players something that helps",
        stage->definition->where, tries, best * 100, margin * 100);
}

bool truth_pick(Stage *stage, const PickOptions *options, Setup *out, Error *error) {
    CandidateVec found = {0};
    uint32_t looked_at = 0;
    bool good = look(stage, options, &found, &looked_at, error);
    if (good && found.count == 0)
        good = error_set(
            error,
            "%s: none of %u worlds hits all who play and %lld or more; lower `least`, or look at more "
            "worlds with --worlds",
            stage->definition->where, looked_at, (long long)stage->definition->least);
    if (good) {
        sort_by_distance(&found);
        out->looked_at = looked_at;
        out->hit = found.count;
        good = try_candidates(stage, options, &found, out, error);
    }
    if (good) out->world_hash = truth_hash(stage);
    vec_clear(&found);
    return good;
}
