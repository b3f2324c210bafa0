"""The application, for a web server."""

import gc

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
gc.freeze()  # what was loaded so far stays for good: no need to go through it again
gc.set_threshold(50_000, 20, 20)  # a page makes some ten thousand objects: clean up after several pages, not within one
