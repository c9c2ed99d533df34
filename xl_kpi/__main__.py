"""`python -m xl_kpi`: the command line."""

import sys

from xl_kpi.cli import main

sys.exit(main())
