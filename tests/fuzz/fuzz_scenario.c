/* libFuzzer: any bytes at all as a scenario's Lua, through the sandbox and the whole vocabulary. It comes
 * back, and what is refused has a sentence that names the file.
 *   ./scripts/fuzz.sh 60 scenario */
#include "scratch.h"
#include "script/scenario.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Scenario scenario;
    Error error = {{0}};
    scratch_bytes("scenario.lua", data, size);
    if (scenario_read(&scenario, KEYFALL_SOURCE_DIR, scratch_folder(), &error)) {
        for (uint32_t i = 0; i < scenario.parameters.list.count; i++) {
            const Parameter *p = &scenario.parameters.list.items[i];
            assert(p->low <= p->mode && p->mode <= p->high);
        }
        scenario_clear(&scenario);
    } else {
        assert(strstr(error.text, ".lua"));
    }
    return 0;
}
