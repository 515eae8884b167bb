/* libFuzzer: any bytes at all as a control set. What is refused has a sentence that names the file; what is
 * read names controls and levels that there are.
 *   ./scripts/fuzz.sh 60 control_set */
#include "scratch.h"
#include "world/control_set.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const Catalogue *shipped(void) {
    static Catalogue catalogue;
    Error error;
    if (catalogue.count) return &catalogue;
    bool loaded = catalogue_load(&catalogue, KEYFALL_SOURCE_DIR "/engine/control/catalogue.json", &error);
    assert(loaded);
    return &catalogue;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ControlSet set;
    Error error = {{0}};
    if (!control_set_load(&set, scratch_bytes("set.json", data, size), shipped(), &error)) {
        assert(strstr(error.text, "set.json"));
        return 0;
    }
    assert(strcmp(set.id, "set") == 0 && set.title && set.summary);
    for (uint32_t i = 0; i < set.overlay_count; i++) {
        const Overlay *overlay = &set.overlays[i];
        assert(overlay->control < shipped()->count && overlay->level < LEVELS);
        assert(overlay->who.share >= 0 && overlay->who.share <= 1);
    }
    control_set_clear(&set);
    return 0;
}
