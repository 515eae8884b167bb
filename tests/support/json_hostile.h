/* What json_parse promises for any bytes at all, checked alike by the unit tests and the fuzzer. */
#pragma once

#include "base/json.h"

/* Parses an exact copy of the bytes. A text that is refused has an error that names its file in whole UTF-8;
 * one that is read can be asked everything, and written and read again gives the same. NULL, or what was
 * broken; *read tells whether the text was read. */
const char *json_hostile_fault(const char *bytes, size_t length, bool *read);
