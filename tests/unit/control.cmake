find_library(GSL gsl REQUIRED)
find_library(GSL_CBLAS gslcblas REQUIRED)
find_program(PYTHON3 python3 REQUIRED)

keyfall_test(catalogue ROOMS control)
keyfall_test(answers ROOMS control)
keyfall_test(parameter ROOMS control PRIVATE ${GSL} ${GSL_CBLAS} m)

add_test(NAME schema_catalogue COMMAND ${PYTHON3} ${CMAKE_CURRENT_SOURCE_DIR}/check_schema.py
  ${PROJECT_SOURCE_DIR}/docs/formats/catalogue.schema.json ${PROJECT_SOURCE_DIR}/engine/control/catalogue.json)
# The check itself: a schema is no catalogue.
add_test(NAME schema_refuses COMMAND ${PYTHON3} ${CMAKE_CURRENT_SOURCE_DIR}/check_schema.py
  ${PROJECT_SOURCE_DIR}/docs/formats/catalogue.schema.json ${PROJECT_SOURCE_DIR}/docs/formats/catalogue.schema.json)
set_tests_properties(schema_refuses PROPERTIES PASS_REGULAR_EXPRESSION "'controls' is a required property")
set_tests_properties(schema_catalogue schema_refuses PROPERTIES SKIP_RETURN_CODE 77)
add_test(NAME schema_questionnaire COMMAND ${PYTHON3} ${CMAKE_CURRENT_SOURCE_DIR}/check_schema.py
  ${PROJECT_SOURCE_DIR}/docs/formats/questionnaire.schema.json ${PROJECT_SOURCE_DIR}/engine/control/questionnaire.json)

keyfall_test(costs ROOMS control)
add_test(NAME schema_costs COMMAND ${PYTHON3} ${CMAKE_CURRENT_SOURCE_DIR}/check_schema.py
  ${PROJECT_SOURCE_DIR}/docs/formats/costs.schema.json ${PROJECT_SOURCE_DIR}/engine/control/costs.json)
set_tests_properties(schema_costs PROPERTIES SKIP_RETURN_CODE 77)
