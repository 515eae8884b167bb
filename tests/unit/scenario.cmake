keyfall_test(iso_date ROOMS script)
keyfall_test(scenario ROOMS script SOURCES support/scenario_try.c)
keyfall_test(scenario_errors ROOMS script SOURCES support/scenario_try.c)
keyfall_test(scenario_stubs ROOMS script PRIVATE keyfall_lua)
