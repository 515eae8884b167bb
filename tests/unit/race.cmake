keyfall_test(queue ROOMS race)
keyfall_test(marks ROOMS race)
keyfall_test(closed_forms ROOMS race SOURCES support/fixture.c PRIVATE m)
keyfall_test(promises ROOMS race SOURCES support/fixture.c)
