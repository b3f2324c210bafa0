"""The law engine: what follows from these facts on this date?

Plain data in, plain data out: no Django, no clock, no network. The front doors are `conclusions.find_conclusions` and
`explain.Explainer`; `compiled.evaluate_many` judges whole populations.
"""
