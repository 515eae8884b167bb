keyfall_test(pattern_cost ROOMS script)
keyfall_test(sandbox ROOMS script base)
