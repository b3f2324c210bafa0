"""`python -m leerrecht.cli` does what `leerrecht` does."""

import sys

from leerrecht.cli import main

sys.exit(main())
