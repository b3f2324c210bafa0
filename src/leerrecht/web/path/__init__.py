"""The path: one child's education as a drawing in lanes, with a table as its twin and a summary in words."""

from leerrecht.web.path.brief import say_brief
from leerrecht.web.path.parts import Path
from leerrecht.web.path.plan import make_path
from leerrecht.web.path.tall import draw_tall
from leerrecht.web.path.wide import draw_wide

__all__ = ["Path", "draw_tall", "draw_wide", "make_path", "say_brief"]
