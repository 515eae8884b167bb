#!/usr/bin/env python3
"""run_page.py PROGRAM BUILD PICTURES: test_page.mjs with a root that has a small scenario."""

import os
import subprocess
import sys

from served import TESTS, small_root

program, build, pictures = (os.path.abspath(path) for path in sys.argv[1:])
with small_root() as root:
    sys.exit(subprocess.run(["node", "--test-reporter=spec", os.path.join(TESTS, "test_page.mjs"), program, build, root, pictures],
                            check=False).returncode)
