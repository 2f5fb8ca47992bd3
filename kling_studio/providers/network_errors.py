"""What keeps an answer from coming, told so that whoever gets it knows whether anything can have reached the provider.

After :class:`NotSent` nothing has, after :class:`NoAnswer` it may have.
"""

import ssl
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

_TOO_LATE, _BROKEN_OFF = "no answer came in time", "the connection broke off"


class NotSent(Exception):
    """No connection was made: nothing has reached the provider."""


class NoAnswer(Exception):
    """There was a connection and no whole answer: nobody knows what became of the request."""


class ForeignAddress(Exception):
    """An address that must not be asked."""


class translated:  # noqa: N801  reads as a phrase
    """Errors of the network as ours, which tell what can have happened and hold no request with its key."""

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        if error is None:
            return
        import httpx

        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
            raise NotSent("there was no connection") from None
        if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL):
            raise NotSent("it is no address that can be asked") from None
        if isinstance(error, httpx.HTTPError | ssl.SSLError | OSError):
            if isinstance(error, OSError) and not isinstance(
                error, ConnectionError | TimeoutError | ssl.SSLError
            ):
                return  # of the disk, while a file was read or written
            waited = isinstance(error, httpx.TimeoutException | TimeoutError)
            raise NoAnswer(_TOO_LATE if waited else _BROKEN_OFF) from None
