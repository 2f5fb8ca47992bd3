"""Random projects on every model and mode: a body that is not valid must have been an error of the checks.

python -m tests.fuzz_requests [COUNT] [SEED]
"""

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from kling_studio.app.catalog_files import load_catalog
from kling_studio.core.catalog import Model
from kling_studio.core.checks import Severity, check_scene
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.modes import choose_mode
from kling_studio.core.pricing import quote
from kling_studio.core.project import (
    CastMember,
    DialogueLine,
    Episode,
    Look,
    ModeName,
    Project,
    ProviderIds,
    Scene,
    Shot,
    ShotType,
    View,
    ViewKind,
    Voice,
)
from kling_studio.core.request import RenderRequest
from kling_studio.providers.fal.body import compile_request as compile_fal
from kling_studio.providers.wavespeed.body import compile_request as compile_wavespeed

FOLDER = Path(__file__).parent / "data" / "schemas"
NAMES = ("A", "B", "C", "D2", "Ed", "Fi", "Gu", "Hal", "Io")
WORDS = (
    "Mira walks",
    "@A looks",
    "@B turns to @C",
    "@D2 runs",
    "a@A.com",
    "@Nobody",
    "",
    'says "hi"',
    "夜の倉庫 @A",
    "x" * 600,
    "@Image1 @Video1",
)


def digest(name: str) -> str:
    return sha256(name.encode()).hexdigest()


MEDIA = {
    **{f"{n}.png": MediaFact(MediaKind.PICTURE, 1000, 1000, 0, 1000, "", digest(n)) for n in "abcde"},
    **{f"{n}.mp4": MediaFact(MediaKind.CLIP, 1280, 720, 5, 1000, "", digest(n)) for n in "krq"},
    "s.wav": MediaFact(MediaKind.SOUND, 0, 0, 10, 1000, "", digest("s")),
}


@dataclass
class Outcome:
    """What became of so many projects; ``bad`` are bodies that no check had named."""

    valid: int = 0
    refused: int = 0
    bad: list[str] = field(default_factory=list)
    covered: Counter[tuple[str, str]] = field(default_factory=Counter)


class Fuzz:
    """Makes projects by chance and puts them to every model."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._catalog = load_catalog()
        self.models = [model for model in self._catalog.models.values() if model.provider != "animatic"]
        self._schemas = {
            provider: {
                endpoint: Draft202012Validator(schema)
                for endpoint, schema in json.loads((FOLDER / f"{provider}.json").read_text("utf-8"))[
                    "endpoints"
                ].items()
            }
            for provider in ("fal", "wavespeed")
        }

    def run(self, count: int) -> Outcome:
        """So many projects, each on one model after the other."""
        outcome = Outcome()
        for number in range(count):
            self._try(self.models[number % len(self.models)], outcome)
        return outcome

    def _try(self, model: Model, outcome: Outcome) -> None:
        scene = self._scene(model)
        cast = tuple(self._member(name) for name in NAMES if self._chance.random() < 0.8)
        worn = tuple((member.name, "coat") for member in cast if self._chance.random() < 0.3)
        project = Project("p", cast, (Episode("e", "", (scene,), worn),))
        found = check_scene(project, scene, self._catalog, MEDIA)
        mode = choose_mode(project, scene, model).mode
        if any(finding.severity is Severity.ERROR for finding in found) or mode is None:
            outcome.refused += 1
            return
        compiled = compile_fal if model.provider == "fal" else compile_wavespeed
        request = compiled(project, scene, model, mode, MEDIA)
        problems = [*self._problems(request), *self._unquoted(project, scene, model, request)]
        outcome.covered[model.id, mode.name.value] += 1
        if problems:
            body = json.dumps(request.body, ensure_ascii=False)[:400]
            outcome.bad.append(f"{model.id} {mode.name}: {problems[0]} in {body}")
        else:
            outcome.valid += 1

    def _problems(self, request: RenderRequest) -> Iterator[str]:
        schemas = self._schemas[request.provider]
        for endpoint, body in (
            (request.endpoint, request.body),
            *((made.endpoint, made.body) for made in request.before),
        ):
            for error in schemas[endpoint].iter_errors(body):
                yield f"{'.'.join(map(str, error.path))}: {error.message[:120]}"
        text = json.dumps([request.body, [made.body for made in request.before]])
        for upload in request.uploads:
            if upload.placeholder not in text:
                yield f"{upload.path} is uploaded for nothing"
        if "missing://" in text:
            yield "a file is missing"

    def _unquoted(
        self, project: Project, scene: Scene, model: Model, request: RenderRequest
    ) -> Iterator[str]:
        """What would be paid and stands in no quote, or the other way round."""
        priced = quote(project, scene, model, self._catalog.price_list(model.provider), MEDIA)
        quoted = sorted(f"{entry.what}://{entry.name}" for entry in priced.once)
        made = sorted(entry.placeholder for entry in request.before)
        if quoted != made:
            yield f"quoted once {quoted}, made {made}"

    def _path(self, ending: str = "png") -> str:
        return f"{self._chance.choice('abcde')}.{ending}"

    def _member(self, name: str) -> CastMember:
        chance = self._chance
        ids = chance.choice([(), (("fal", "12"),), (("wavespeed", "99"),)])
        return CastMember(
            f"m{name}",
            name,
            description=chance.choice(["", "tall" * 40, "a man"]),
            images=tuple(
                View(self._path(), chance.choice(list(ViewKind))) for _ in range(chance.randint(0, 6))
            ),
            clip=chance.choice([None, None, "k.mp4"]),
            voice=chance.choice([None, Voice("v", chance.choice([None, "s.wav"]), ids)]),
            ids=chance.choice(
                [(), (ProviderIds("wavespeed", "77", ""),), (ProviderIds("wavespeed", "78", "of another"),)]
            ),
            looks=(
                Look(
                    "coat",
                    chance.choice(["", "in a coat", "soaked " * 80]),
                    tuple(
                        View(self._path(), chance.choice(list(ViewKind))) for _ in range(chance.randint(0, 3))
                    ),
                ),
            ),
        )

    def _scene(self, model: Model) -> Scene:
        chance = self._chance
        scene = Scene(
            "s",
            "t",
            model.id,
            chance.choice([*[None] * 8, *ModeName]),
            chance.choice(WORDS),
            chance.choice(["", "blur"]),
            chance.choice([None, 0.5, 1.0]),
            chance.choice(["16:9", "9:16", "1:1", "4:3", "auto"]),
            chance.random() < 0.5,
            chance.choice(["en", "es", "hi"]),
            chance.choice(list(ShotType)),
        )
        return replace(
            scene,
            cast=tuple(chance.sample(NAMES, chance.randint(0, 5))) if chance.random() < 0.6 else (),
            start_frame=chance.choice([None, self._path()]),
            end_frame=chance.choice([None, None, self._path()]),
            images=tuple(dict.fromkeys(self._path() for _ in range(chance.choice([0, 0, 1, 3, 8])))),
            reference_video=chance.choice([None, None, None, "r.mp4"]),
            source_video=chance.choice([None, None, None, "q.mp4"]),
            keep_sound=chance.random() < 0.5,
            shots=tuple(self._shot(number) for number in range(chance.choice([1, 1, 2, 3, 6, 7]))),
        )

    def _shot(self, number: int) -> Shot:
        chance = self._chance
        lines = tuple(
            DialogueLine(
                chance.choice([*NAMES, "Zed", ""]),
                chance.choice(["", "sad"]),
                chance.choice(["Hello.", "", '"quoted"']),
            )
            for _ in range(chance.randint(0, 2))
        )
        seconds = chance.choice([1, 2, 3, 5, 5, 5, 10, 15, 0])
        return Shot(f"t{number}", chance.choice(WORDS), seconds, chance.choice(["", "pan left"]), lines)


def main() -> int:
    numbers: list[Any] = [int(word) for word in sys.argv[1:]]
    count, seed = (
        (*numbers, 10_000, int(time.time()))[:2] if not numbers else (*numbers, int(time.time()))[:2]
    )
    fuzz = Fuzz(seed)
    # Each project goes to every model.
    outcome = fuzz.run(count * len(fuzz.models))
    for problem, times in Counter(outcome.bad).most_common(20):
        sys.stdout.write(f"{times} {problem}\n")
    sys.stdout.write(
        f"seed {seed}: {outcome.valid} valid, {outcome.refused} refused by a check, {len(outcome.bad)} bad; "
        f"{len(outcome.covered)} modes of models\n"
    )
    return 1 if outcome.bad else 0


if __name__ == "__main__":
    sys.exit(main())
