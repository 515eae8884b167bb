/* libFuzzer: any bytes at all go to json_parse, and whatever is read is asked everything and written again.
 *   CC=clang cmake -S . -B build-fuzz -DKEYFALL_FUZZ=ON && make -C build-fuzz fuzz_json
 *   build-fuzz/tests/fuzz/fuzz_json -max_total_time=60 -max_len=4096 */
#include "json_hostile.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    bool read;
    const char *fault = json_hostile_fault((const char *)data, size, &read);
    assert(!fault);
    return 0;
}
