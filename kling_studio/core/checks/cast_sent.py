"""How the cast goes along: as elements, as plain pictures, and with how many of its views."""

from collections.abc import Iterator

from kling_studio.core.checks.finding import Context, Finding, Severity
from kling_studio.core.project import CastMember, ModeName
from kling_studio.core.request import made_element
from kling_studio.core.sending import ordered_views
from kling_studio.core.wording import listed


def doubtful_elements(at: Context) -> Iterator[Finding]:
    """More elements than are known to work, and members beyond the elements who go by plain pictures."""
    if at.inputs.left_out:
        return
    count, sure = len(at.inputs.elements), at.mode.sure_elements
    if sure and count > sure:
        yield at.finding(
            "too-many-images",
            Severity.WARNING,
            f"{at.model.name} is known to keep {sure} members beside a start frame; this scene sends {count}.",
            field="cast",
        )
    if at.mode.elements and at.inputs.as_pictures:
        names = listed([member.name for member in at.inputs.as_pictures])
        yield at.finding(
            "too-many-images",
            Severity.WARNING,
            f"{at.model.name} takes {at.mode.elements} members with their identity; "
            f"{names} {'goes' if len(at.inputs.as_pictures) == 1 else 'go'} as plain pictures.",
            field="cast",
        )


def unsent_views(at: Context) -> Iterator[Finding]:
    """Pictures of a member beyond those that travel."""
    if at.model.forgiving:
        return
    for member in at.inputs.elements:
        if member in at.inputs.clip_elements or _is_made(at, member):
            continue
        views = ordered_views(member)[at.mode.element_views :]
        if views:
            kinds = listed(list(dict.fromkeys(view.view.value for view in views)))
            pictures = "picture is" if len(views) == 1 else f"{len(views)} pictures are"
            yield at.finding(
                "not-sent",
                Severity.WARNING,
                f"{member.name}'s last {pictures} not sent ({kinds}): "
                f"{at.model.name} takes {at.mode.element_views} of a member.",
                field="cast",
            )


def element_texts(at: Context) -> Iterator[Finding]:
    """Names and descriptions that are cut short where an element is made of a member, or that hold one another."""
    if not at.mode.elements_made_before:
        return
    for member in at.inputs.elements:
        if _is_made(at, member):
            continue
        for what, text, told in (
            ("name", member.name, at.model.element_name(member.name)),
            ("description", member.description, at.model.element_description(member.description)),
        ):
            if told != text:
                yield at.finding(
                    f"long-{what}",
                    Severity.WARNING,
                    f"{member.name}'s {what} has {len(text)} characters; "
                    f"{at.model.name} is told the first {len(told)}.",
                    field="cast",
                )
    for member in at.inputs.elements:
        name = at.model.element_name(member.name)
        for other in at.inputs.elements:
            if other is not member and name in at.model.element_name(other.name):
                yield at.finding(
                    "names-alike",
                    Severity.WARNING,
                    f"{at.model.name} may mix up {member.name} and {other.name}: "
                    "one name must not be part of another.",
                    field="cast",
                )


def no_references(at: Context) -> Iterator[Finding]:
    """The mode that works from references, without any."""
    if at.mode.name is ModeName.REFERENCE and not at.inputs.elements and not at.inputs.pictures:
        yield at.finding(
            "no-references",
            Severity.ADVICE,
            "The mode reference works best from references, and this scene has none.",
            field="cast",
        )


def _is_made(at: Context, member: CastMember) -> bool:
    return at.mode.elements_made_before and made_element(member, at.model.provider, at.media) is not None
