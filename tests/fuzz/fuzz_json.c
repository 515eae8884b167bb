/* libFuzzer: any bytes at all go to json_parse, and whatever is read is asked everything and written again.
 *   ./scripts/fuzz.sh 60 json */
#include "json_hostile.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    bool read;
    const char *fault = json_hostile_fault((const char *)data, size, &read);
    assert(!fault);
    return 0;
}
