find_library(IGRAPH igraph REQUIRED)
find_path(IGRAPH_FOLDER igraph.h PATH_SUFFIXES igraph REQUIRED)
# The verbs that help to choose, as people and programs call them.
foreach(verb attribute plan sensitivity exposure)
  add_test(NAME cli_${verb}
    COMMAND bash ${PROJECT_SOURCE_DIR}/tests/cli/${verb}.sh ${PROJECT_SOURCE_DIR} $<TARGET_FILE:keyfall>)
endforeach()

keyfall_test(choke ROOMS race SOURCES support/fixture.c PRIVATE ${IGRAPH})
target_include_directories(test_choke SYSTEM PRIVATE ${IGRAPH_FOLDER})
