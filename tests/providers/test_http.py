"""The transport: what it leaves behind."""

import asyncio
import gc
import warnings

import pytest

from kling_studio.providers.addresses import Base
from kling_studio.providers.http import Connection
from tests.servers import FalServer


def test_cancelled_while_it_closes_it_leaves_no_socket_open() -> None:
    async def work(fal: FalServer) -> None:
        api = Base(fal.queue_url, overridden=True)
        async with Connection((api,), f"Key {fal.key}") as connection:
            two = (connection.ask("GET", f"{fal.queue_url}/nothing") for _ in range(2))
            await asyncio.gather(*two)
            task = asyncio.current_task()
            assert task is not None
            task.cancel()  # which the closing meets first

    with FalServer() as fal, warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", ResourceWarning)
        with pytest.raises(asyncio.CancelledError):
            asyncio.run(work(fal))
        gc.collect()
        assert [str(warning.message) for warning in told] == []
