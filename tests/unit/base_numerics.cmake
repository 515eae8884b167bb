# The C++ library by PCG's author and GSL are oracles, in tests only.
enable_language(CXX)
find_library(GSL gsl REQUIRED)
find_library(GSL_CBLAS gslcblas REQUIRED)

keyfall_test(name ROOMS base PRIVATE m)
keyfall_test(draw ROOMS base PRIVATE m)
keyfall_test(pcg ROOMS base SOURCES unit/pcg_oracle.cpp)
keyfall_test(exact ROOMS base PRIVATE ${GSL} ${GSL_CBLAS} m)
keyfall_test(quantile ROOMS base PRIVATE ${GSL} ${GSL_CBLAS} m)
keyfall_test(binomial ROOMS base PRIVATE ${GSL} ${GSL_CBLAS} m)
