#!/usr/bin/env python3
"""run_page.py TEST PROGRAM BUILD PICTURES: TEST.mjs, in a browser, with a root that has a small scenario."""

import os
import subprocess
import sys

from served import TESTS, small_root

test = sys.argv[1]
program, build, pictures = (os.path.abspath(path) for path in sys.argv[2:])
with small_root() as root:
    sys.exit(subprocess.run(["node", "--test-reporter=spec", os.path.join(TESTS, f"{test}.mjs"), program, build, root, pictures],
                            check=False).returncode)
