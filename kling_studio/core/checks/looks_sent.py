"""What of a member, and of the look that he or she is in, goes along neither as a picture nor in words."""

from collections.abc import Iterator

from kling_studio.core.checks.finding import Context, Finding, Severity
from kling_studio.core.look_words import is_seen
from kling_studio.core.looks import worn_by
from kling_studio.core.sending import ordered_views
from kling_studio.core.wording import listed, worded


def untold_looks(at: Context) -> Iterator[Finding]:
    """Words of a look without room in the prompt, or without a mention to stand behind."""
    in_looks = [(member, look) for member in at.project.cast if (look := worn_by(member)) is not None]
    if at.model.forgiving or not in_looks:
        return
    sent = {member.name for member in (*at.inputs.elements, *at.inputs.as_pictures, *at.inputs.voices)}
    untold = worded(at.project, at.scene, at.model, at.mode, at.inputs).untold
    for member, look in in_looks:
        if member.name not in untold:
            continue
        is_named = member.name in sent or is_seen(at.scene, member.name, at.names)
        why = (
            f"there is no room for them where {member.name} is named first"
            if is_named
            else f"no words mention {member.name}"
        )
        message = f"The words of {member.name}'s look “{look.name}” are not sent: {why}."
        yield at.finding("not-sent", Severity.WARNING, message, field="prompt")


def look_behind_clip(at: Context) -> Iterator[Finding]:
    """Pictures of a look whose member goes by a clip, which shows another."""
    for member in at.inputs.clip_elements:
        look = worn_by(member)
        if look is not None and look.images and not at.model.forgiving:
            message = (
                f"{member.name} goes by a clip, so the pictures of the look “{look.name}” are not sent. "
                "Take the clip out to show the look."
            )
            yield at.finding("not-sent", Severity.WARNING, message, field="cast")


def unsent_pictures(at: Context) -> Iterator[Finding]:
    """Views of members who go by plain pictures, beyond the pictures that travel."""
    if at.model.forgiving or at.inputs.left_out:
        return
    for member in at.inputs.as_pictures:
        views = [view for view in ordered_views(member) if view.path not in at.inputs.pictures]
        if views:
            kinds = listed(list(dict.fromkeys(view.view.value for view in views)))
            pictures = "picture is" if len(views) == 1 else f"{len(views)} pictures are"
            message = (
                f"{member.name}'s last {pictures} not sent ({kinds}): "
                f"{at.model.name} takes {at.inputs.limit} references in all."
            )
            yield at.finding("not-sent", Severity.WARNING, message, field="cast")
