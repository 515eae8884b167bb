#include "measure/histogram.h"

#include <assert.h>
#include <string.h>

void histogram_of(const Sample *sample, int64_t low, int64_t high, uint32_t *bins, uint32_t bin_count) {
    assert(high > low && bin_count > 0);
    memset(bins, 0, bin_count * sizeof *bins);
    double width = ((double)high - (double)low) / bin_count;
    for (uint32_t i = 0; i < sample->count; i++) {
        double place = ((double)sample->sorted[i] - (double)low) / width;
        uint32_t bin = place <= 0 ? 0 : place >= bin_count ? bin_count - 1 : (uint32_t)place;
        bins[bin]++;
    }
}
