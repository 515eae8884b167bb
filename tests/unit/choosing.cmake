# The verbs that help to choose, as people and programs call them.
foreach(verb attribute plan)
  add_test(NAME cli_${verb}
    COMMAND bash ${PROJECT_SOURCE_DIR}/tests/cli/${verb}.sh ${PROJECT_SOURCE_DIR} $<TARGET_FILE:keyfall>)
endforeach()
