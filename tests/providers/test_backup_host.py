"""Where fal's queue cannot be reached, and only there, its backup is asked."""

import asyncio
from collections.abc import Iterator

import pytest

from kling_studio.providers.addresses import Base
from kling_studio.providers.cloud.service import Handle, Phase, Report
from kling_studio.providers.fal.service import BACKUP, FalService, fal_service
from kling_studio.providers.http import Connection
from kling_studio.providers.network_errors import NoAnswer, NotSent
from tests.servers import FalServer, Fault

ENDPOINT = "fal-ai/kling-video/o3/standard/text-to-video"
BODY = {"prompt": "Rain on glass.", "duration": "3"}


@pytest.fixture
def main() -> Iterator[FalServer]:
    with FalServer() as server:
        yield server


@pytest.fixture
def backup() -> Iterator[FalServer]:
    with FalServer() as server:
        yield server


def over(main: FalServer, backup: FalServer) -> FalService:
    """fal with its queue at one server and the backup at another."""
    queue, rest, platform = (Base(main.url_of(part), overridden=True) for part in ("queue", "rest", "api"))
    return FalService(queue, rest, platform, Base(backup.url_of("queue"), overridden=True))


async def ended(service: FalService, connection: Connection, handle: Handle) -> Report:
    while True:
        report = await service.poll(connection, handle)
        if report.phase not in {Phase.WAITING, Phase.RUNNING}:
            return report
        await asyncio.sleep(0.005)


def test_what_the_backup_has_accepted_is_watched_there(main: FalServer, backup: FalServer) -> None:
    main.shut_part("queue")
    service = over(main, backup)

    async def story() -> None:
        async with service.connect(main.key) as connection:
            handle = await service.submit(connection, ENDPOINT, BODY)
            report = await ended(service, connection, handle)
            assert report.phase is Phase.DONE
            assert service.film_in(report.answer)
            assert "too late" in await service.cancel(connection, handle)

    asyncio.run(story())
    assert len(backup.account.accepted) == 1
    assert (main.account.submits, backup.account.leaks) == ([], [])


def test_a_queue_that_was_reached_and_said_nothing_is_not_asked_elsewhere(
    main: FalServer, backup: FalServer
) -> None:
    service = over(main, backup)
    main.faults.add("submit", Fault.drop_after_accept())

    async def story() -> None:
        async with service.connect(main.key) as connection:
            with pytest.raises(NoAnswer):
                await service.submit(connection, ENDPOINT, BODY)

    asyncio.run(story())
    assert (len(main.account.accepted), backup.account.requests) == (1, [])


def test_neither_can_be_reached(main: FalServer, backup: FalServer) -> None:
    main.shut_part("queue")
    backup.shut_part("queue")
    service = over(main, backup)

    async def story() -> None:
        async with service.connect(main.key) as connection:
            with pytest.raises(NotSent):
                await service.submit(connection, ENDPOINT, BODY)
            with pytest.raises(NotSent):
                await service.poll(connection, Handle(ENDPOINT, "some"))

    asyncio.run(story())


def test_an_address_of_ones_own_has_no_backup(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KLING_STUDIO_FAL_QUEUE_URL", raising=False)
    assert fal_service().backup == BACKUP
    monkeypatch.setenv("KLING_STUDIO_FAL_QUEUE_URL", "http://127.0.0.1:1")
    assert fal_service().backup is None
