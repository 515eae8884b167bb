/* How one customer was taken, step by step, and by how little another was saved. Internal to the room. */
#pragma once

#include "report/story.h"

void chain_write(const Told *told, Style style, Text *out);
