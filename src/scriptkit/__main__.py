"""``python -m scriptkit``."""

import sys

from scriptkit.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
