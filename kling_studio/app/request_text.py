"""A request as text to take along: JSON, or a command line that sends it. Keys are named, never written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kling_studio.core.request import RenderRequest


@dataclass(frozen=True, slots=True)
class _Door:
    """Where and how a provider is asked, with its key as a variable of the shell."""

    address: str
    authorization: str


_DOORS: Mapping[str, _Door] = {
    "fal": _Door("https://queue.fal.run", "Key $FAL_KEY"),
    "wavespeed": _Door("https://api.wavespeed.ai/api/v3", "Bearer $WAVESPEED_API_KEY"),
}


def body_text(request: RenderRequest) -> str:
    """The body as it would be sent, with a placeholder for each file, voice and element that is not there yet."""
    return _json(request.body)


def curl_text(request: RenderRequest) -> str:
    """The calls as a shell script: what must be made first, then the render itself."""
    lines = [
        f"# Upload {_one_line(upload.path)} first; its address stands for {upload.placeholder}"
        for upload in request.uploads
    ]
    for made in request.before:
        lines.append(f"# Its answer stands for {_one_line(made.placeholder)}")
        lines.append(_call(request.provider, made.endpoint, made.body))
    lines.append(_call(request.provider, request.endpoint, request.body))
    return "\n".join(lines)


def _call(provider: str, endpoint: str, body: Mapping[str, Any]) -> str:
    door = _DOORS[provider]
    quoted = _json(body).replace("'", "'\\''")
    return (
        f"curl -X POST {door.address}/{endpoint} \\\n"
        f'  -H "Authorization: {door.authorization}" \\\n'
        f"  -H 'Content-Type: application/json' \\\n"
        f"  -d '{quoted}'"
    )


def _json(body: Mapping[str, Any]) -> str:
    return json.dumps(dict(body), ensure_ascii=False, indent=2)


def _one_line(text: str) -> str:
    return " ".join(text.split())
