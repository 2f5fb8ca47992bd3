"""Where a provider is asked, and which addresses may be followed: https, or loopback where a variable says so."""

import os
from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from kling_studio.core.errors import BadInput


class Base(NamedTuple):
    """An address under which a provider's calls lie. ``overridden`` where a variable led somewhere else."""

    address: str
    overridden: bool

    @property
    def is_loopback(self) -> bool:
        """Whether it is on this machine."""
        return is_loopback(urlsplit(self.address).hostname or "")

    def owns(self, address: str) -> bool:
        """Whether ``address`` has the scheme, host and port of this one."""
        return _origin(address) == _origin(self.address)


def base_of(variable: str, default: str, environment: Mapping[str, str] | None = None) -> Base:
    """The address in an environment variable, else the default.

    Raises:
        BadInput: the variable holds no address, or one that is not ``https:`` and not on this machine.
    """
    given = (os.environ if environment is None else environment).get(variable, "").strip()
    if not given:
        return Base(default, overridden=False)
    parts = _split(given)
    host = parts.hostname if parts else None
    plain = parts is not None and parts.scheme == "http" and is_loopback(host or "")
    if parts is None or not host or not (parts.scheme == "https" or plain):
        raise BadInput(f"{variable}: expected an address that begins with https://, found {given!r}.")
    if parts.username or parts.query or parts.fragment:
        raise BadInput(f"{variable}: expected only scheme, host and path, found {given!r}.")
    return Base(given.rstrip("/"), overridden=True)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def may_fetch(address: str, bases: Iterable[Base]) -> bool:
    """Whether a file may be put to, or read from, an address that a provider named.

    Only over ``https:``; or on the very host of this machine that an overriding variable names, on any port.
    """
    parts = _split(address)
    if parts is None or not parts.hostname:
        return False
    if parts.scheme == "https":
        return True
    hosts = {urlsplit(base.address).hostname for base in bases if base.overridden and base.is_loopback}
    return parts.scheme == "http" and parts.hostname in hosts


def _origin(address: str) -> tuple[str, str | None, int | None] | None:
    parts = _split(address)
    if parts is None:
        return None
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.port  # a port that is no number shows here
    except ValueError:
        return None
    return parts
