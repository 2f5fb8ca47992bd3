"""Voices and elements, made before the films that need them: each a paid job of its own, and made once."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from kling_studio.core.catalog import Model
from kling_studio.core.errors import KnownError
from kling_studio.core.facts import FactKind, Json
from kling_studio.core.job import BEFORE_THE_SUBMIT
from kling_studio.core.ledger import Take, making_of
from kling_studio.render.journal import Journal

NEVER_SENT = "It was never sent; nothing was paid."


class Makings:
    """Makes what is not made yet. ``drive`` brings a job of that kind to its end, with the ids made for it."""

    def __init__(self, journal: Journal, drive: Callable[[str, Mapping[str, str]], Awaitable[None]]) -> None:
        self._journal = journal
        self._drive = drive
        self._turn = asyncio.Lock()

    async def make(
        self, model: Model, before: Mapping[str, Any], about: Mapping[str, Json], *, lost: str = ""
    ) -> str:
        """The id of a voice or an element: of one that was made from the same, else of a new one.

        ``before`` is an entry of a request's list of that name, ``about`` more of its first fact: the ``quoted`` price,
        and for whom it is (``scene_id``, ``scene``, ``made``). The id that is ``lost`` is not given again; any
        other that was made from the same is, for nothing.
        """
        what, _, name = str(before["placeholder"]).partition("://")
        async with self._turn:
            known = making_of(self._journal.ledger, model.provider, what, str(before["of"]))
            if known is not None and known.made is not None:
                if known.made != lost:
                    return known.made
                known = None
            if known is not None and known.state in BEFORE_THE_SUBMIT:
                words: dict[str, Json] = {"what_happened": NEVER_SENT, "what_to_do": ""}
                await self._journal.add(known.job, FactKind.CANCELLED, words)
                known = None
            job = await self._planned(model, what, name, before, about) if known is None else known.job
            made: Mapping[str, str] = about.get("made") or {}  # type: ignore[assignment]
            await self._drive(job, made)
            making = self._journal.ledger.makings[job]
        if making.made is None:
            raise KnownError(f"The {what} of {name} could not be made. {making.error}".rstrip())
        return making.made

    async def all_for(self, take: Take, model: Model) -> dict[str, str]:
        """The ids of what must be made before a take, by placeholder."""
        made: dict[str, str] = {}
        before: Any = take.sent.get("before", ())
        for entry in before:
            about: dict[str, Json] = {
                "quoted": take.once.get(entry["placeholder"]),
                "scene_id": take.scene_id,
                "scene": take.scene_number,
                "price_list": take.price_list,
                "uploads": take.sent.get("uploads", ()),
                "made": dict(made),
            }
            made[entry["placeholder"]] = await self.make(model, entry, about)
        return made

    async def _planned(
        self, model: Model, what: str, name: str, before: Mapping[str, Any], about: Mapping[str, Json]
    ) -> str:
        job = secrets.token_hex(16)
        uploads: Any = about.get("uploads", ())
        wanted = str(before["body"])
        data: dict[str, Json] = {
            "what": what,
            "scene_id": about.get("scene_id", ""),
            "scene": about.get("scene", 0),
            "title": name,
            "take": 0,
            "model": model.id,
            "mode": what,
            "endpoint": before["endpoint"],
            "seconds": 0,
            "quoted": about.get("quoted"),
            "price_list": about.get("price_list"),
            "fingerprint": before["of"],
            "sent": {
                "provider": model.provider,
                "endpoint": before["endpoint"],
                "body": before["body"],
                "uploads": [upload for upload in uploads if upload["placeholder"] in wanted],
                "before": [],
            },
        }
        await self._journal.add(job, FactKind.PLANNED, data)
        return job
