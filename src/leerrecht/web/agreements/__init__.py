"""Afspraken tussen organisaties, the start page of who watches over privacy, and requests from outside."""
