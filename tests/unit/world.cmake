find_library(IGRAPH igraph REQUIRED) # an oracle, in tests only
find_path(IGRAPH_FOLDER igraph.h PATH_SUFFIXES igraph REQUIRED)

keyfall_test(builder ROOMS race SOURCES support/fixture.c)
keyfall_test(name_table ROOMS world)
keyfall_test(date ROOMS world)
keyfall_test(calendar ROOMS world)
keyfall_test(blueprint ROOMS race SOURCES support/fixture.c PRIVATE m)
keyfall_test(selector ROOMS race SOURCES support/fixture.c PRIVATE m)
keyfall_test(control_set ROOMS race SOURCES support/fixture.c support/scratch.c)
keyfall_test(exposure ROOMS race SOURCES support/fixture.c PRIVATE ${IGRAPH})
target_include_directories(test_exposure SYSTEM PRIVATE ${IGRAPH_FOLDER})
keyfall_test(world_json ROOMS race SOURCES support/fixture.c support/scratch.c)
keyfall_test(calendar_json ROOMS world)

# What we write, and what we ship, is what docs/formats says.
find_program(PYTHON3 python3 REQUIRED)
file(GLOB control_sets CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/scenarios/*/controls/*.json)
add_test(NAME schema_control_sets COMMAND ${PYTHON3} ${CMAKE_CURRENT_SOURCE_DIR}/check_schema.py
  ${PROJECT_SOURCE_DIR}/docs/formats/control-set.schema.json ${control_sets})
add_test(NAME schema_world COMMAND bash ${CMAKE_CURRENT_SOURCE_DIR}/unit/schema_world.sh
  ${PROJECT_SOURCE_DIR} $<TARGET_FILE:test_world_json>)
set_tests_properties(schema_control_sets schema_world PROPERTIES SKIP_RETURN_CODE 77)
