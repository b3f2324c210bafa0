"""The demo's content: an invented region with invented children, among them those of examples/tsd, and who works for them.

Fills an empty database; it is set-up, not use, so it writes through the models. Nothing here is about a real person.
"""

from __future__ import annotations

import datetime

ON = datetime.date(2026, 9, 15)
"""The day for which the stories were written; the demo's today, unless another is asked for."""
