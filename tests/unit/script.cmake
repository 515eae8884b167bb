keyfall_test(pattern_cost ROOMS script)
keyfall_test(sandbox ROOMS script base)
keyfall_test(sandbox_lua ROOMS script base PRIVATE keyfall_lua)
