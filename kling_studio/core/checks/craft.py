"""The script supervisor: the rules of the craft, which no service enforces and every director pays for."""

from collections.abc import Callable, Iterator

from kling_studio.core.checks import speaking, staging, views, worth
from kling_studio.core.checks.finding import Context, Finding

CRAFT: tuple[Callable[[Context], Iterator[Finding]], ...] = (
    staging.mixed_aspect,
    speaking.accent_drift,
    speaking.too_many_words,
    speaking.no_voice,
    speaking.not_upper_case,
    views.needs_back_view,
    views.long_profile,
    views.needs_detail_view,
    views.few_views,
    worth.needs_references,
    worth.one_off_on_o3,
    worth.fast_motion,
    staging.contact_in_edit,
    staging.long_single_shot,
)
