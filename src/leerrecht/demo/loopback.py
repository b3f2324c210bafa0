"""The demo answers this machine only, whatever server it was started with."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


def is_this_machine(address: str) -> bool:
    """Tell whether a request came from this machine.

    >>> [is_this_machine(address) for address in ("127.0.0.1", "::1", "192.0.2.7", "")]
    [True, True, False, False]
    """
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def only_this_machine(get_response: Answer) -> Answer:
    """Make the middleware."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not is_this_machine(str(request.META.get("REMOTE_ADDR", ""))):
            return HttpResponse("The demo answers on its own machine only.", status=403, content_type="text/plain")
        return get_response(request)

    return answer
