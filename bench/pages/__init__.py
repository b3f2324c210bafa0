"""Pages, measured on filled databases: what one waits for alone, with twenty at once, and what twenty writers leave behind.

Every measure runs in processes of its own (`processes`), so that nothing of the one is in the other; nothing here that the
first process imports knows Django. `measuring.measure_pages` runs them all, `page` writes them down.
"""
