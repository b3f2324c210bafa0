"""Importing a caseload workbook into the record.

A list comes from one organisation, and says what that organisation knows. A child in it is the child of that origin with
that reference; one that isn't there yet is made. Each of its rows is compared with the child's facts in that table:

- *same*: it says what a fact that stands says. Nothing happens. Equal rows in the list are one fact, and a notice.
- *corrected since*: it says what was known before and was corrected or withdrawn since. Nothing happens, so that an old
  list never undoes a correction; it is listed.
- *corrected*: it speaks of a fact that came by a list of the same organisation, and says something else of it. That fact
  is retracted and the row comes in its place (`corrects`).
- *differs*: it speaks of a fact that another organisation recorded, that a person typed or said, or that a person withdrew,
  and says something else. Nothing happens; it is listed for a person to decide.
- *new*: anything else. It is added.

Which rows and facts speak of the same stands in `keys`. A column that the list doesn't have says nothing: it takes no part
in comparing, and a correction keeps what was known. A fact that the list has no row for stays (*unnamed* counts those that
came by a list of the same organisation). Nothing is ever deleted, and the same list twice changes nothing.

Facts that came by a list have no `recorded_by`: no person typed them. Who handed the list in, and who let it be applied,
stands in the log: one row per stage, and `child.imported` for each child whose facts changed.

Children come in whole, some at a time, each time in one transaction that also says how far it is. So a process that is
killed leaves whole children, and whoever goes on begins where it stopped. One runner works on an import: it claims the
row, and when it hasn't been heard of for a minute another may claim it; the first then finds out at its next step and
stops. A list with faults is applied only if somebody chooses to keep going with the good rows. Rows of tables that a role
may not record are left out and counted. When an import is done or cancelled its list is let go; the report stays.
One that nobody came back to for a week may be let go too (`let_go_of_old`).

A list of a team is compared with what that team may know and with what lists of its organisation said, nothing else: a
list is no way to find out what a child kept to itself (`chunks.Sight`).

A list may be a workbook (XLSX), one CSV named after a sheet, or a zip of CSVs. Names of files are never kept.
"""

from __future__ import annotations

from leerrecht.operations.importing.opening import zip_folder
from leerrecht.operations.importing.running import run_in_background
from leerrecht.operations.importing.stages import (
    Found,
    apply_import,
    cancel_import,
    count_old,
    hand_in,
    hand_in_as_operator,
    let_go,
    let_go_of_old,
    may_import,
    read_import,
)

__all__ = [
    "Found", "apply_import", "cancel_import", "count_old", "hand_in", "hand_in_as_operator", "let_go", "let_go_of_old",
    "may_import", "read_import", "run_in_background", "zip_folder",
]  # fmt: skip
