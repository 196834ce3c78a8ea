"""Which release of geoevents this is."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version

__all__ = ["release"]


@cache
def release() -> str:
    """Return the version, as installed.

    >>> release()[0].isdigit() or release() == "not installed"
    True
    """
    try:
        return version("geoevents")
    except PackageNotFoundError:  # run from a checkout
        return "not installed"
