# Every folder of scenarios/ is held to its golden hash; one that has none fails with a sentence that says what to run.
add_executable(golden golden/golden.c)
target_link_libraries(golden PRIVATE keyfall_warnings keyfall_script keyfall_race)
file(GLOB scenario_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/scenarios/*/scenario.lua)
foreach(file IN LISTS scenario_files)
  get_filename_component(folder ${file} DIRECTORY)
  get_filename_component(scenario ${folder} NAME)
  add_test(NAME golden_${scenario} COMMAND golden ${PROJECT_SOURCE_DIR} ${scenario})
endforeach()
add_test(NAME golden_speaks COMMAND bash ${CMAKE_CURRENT_SOURCE_DIR}/golden/golden_speaks.sh
  ${PROJECT_SOURCE_DIR} $<TARGET_FILE:golden>)
