"""Where a price list was read from: short in a line of text, in full where one asks."""

from kling_studio.core.catalog import PriceList


def source_names(prices: PriceList) -> str:
    """The places by their hosts: "fal.ai, github.com and kling.ai"; how the list begins to tell where it names none."""
    names = list(dict.fromkeys(_host(word) for word in prices.source.split() if "://" in word))
    if not names:
        return prices.source.partition(";")[0].partition(",")[0]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def sources_in_full(prices: PriceList) -> str:
    """The same places with their addresses and when each was read, one in a line."""
    return "\n".join(part.strip() for part in prices.source.split(";"))


def _host(address: str) -> str:
    host = address.partition("://")[2].partition("/")[0].rstrip(";,.")
    return host.removeprefix("www.").removeprefix("api.")
