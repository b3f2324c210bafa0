"""An import in a process of its own, on a database in a file, so that it can be killed. Not a test.

`begin FILE`: make the database, import, say how far it is on stdout. `resume FILE LATER`: go on, LATER seconds after.
`dump FILE`: what the record says, as JSON.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
import time


def main(step: str, file: str, later: int = 0) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    os.environ["LEERRECHT_TEST_DATABASE_URL"] = f"sqlite:///{file}"
    import django

    django.setup()
    from django.core.management import call_command

    from leerrecht.operations.acting import Refused
    from leerrecht.operations.importing import apply_import, read_import
    from leerrecht.planning import draw_population
    from leerrecht.records.models import Import
    from tests.operations.importing.lists import AT, content_of_record, handed, written

    def tell(done: int, total: int) -> None:
        print(done, total, flush=True)
        time.sleep(0.02)

    at = AT + datetime.timedelta(seconds=later)
    if step == "begin":
        call_command("migrate", verbosity=0)
        frames = draw_population(children=300, seed=3, on=AT.date())
        found = handed(written(frames))
        read_import(import_id=found.pk, at=at)
        apply_import(import_id=found.pk, at=at, progress=tell)
    if step == "resume":
        try:
            apply_import(import_id=Import.objects.get().pk, at=at, progress=tell)
        except Refused as refused:
            print(refused.reasons[0])
    if step == "dump":
        found = Import.objects.get()
        print(json.dumps([found.state, found.done, found.total, content_of_record()], default=str))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
