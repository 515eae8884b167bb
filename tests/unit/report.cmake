keyfall_test(figure ROOMS report)
keyfall_test(table ROOMS report)
keyfall_test(plot ROOMS report)
keyfall_test(result_json ROOMS report)
