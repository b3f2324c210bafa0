"""Start the compiled path in a fresh process, as `bench.starts` does: judge fifty children and say how long it took."""

from __future__ import annotations

import time

if __name__ == "__main__":
    start = time.perf_counter()
    from bench.subset import ON, RULEBOOK
    from leerrecht.law.compiled import evaluate_many
    from leerrecht.law.dates import day_number
    from leerrecht.law.frames import build_caseload
    from leerrecht.law.rulebook import load_rulebook
    from leerrecht.planning import FICTIONAL_TOWNS, draw_population

    caseload = build_caseload(frames=draw_population(children=50, seed=1, on=ON), regions=FICTIONAL_TOWNS)
    law = load_rulebook(folder=RULEBOOK).law_on(ON, arrays=True)
    evaluate_many(facts=caseload.facts, law=law, on=day_number(ON))
    print(time.perf_counter() - start)
