"""Leerrecht: software that keeps a newcomer child's education whole."""

__version__ = "0.1.0"
