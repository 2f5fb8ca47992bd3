"""Letters that no font on this machine can draw, for captions in the animatic."""

from collections.abc import Iterator

from kling_studio.core.checks.finding import Context, Finding, Severity


def letters(at: Context) -> Iterator[Finding]:
    """A shot whose words or dialogue would come out with gaps."""
    if not at.model.forgiving:
        return
    for shot in at.scene.shots:
        text = "".join([shot.prompt, *(line.text + line.character for line in shot.dialogue)])
        missing = at.undrawable(text)
        if missing:
            sample = " ".join(dict.fromkeys(missing))[:24]
            yield at.finding(
                "no-font",
                Severity.WARNING,
                f"No font on this machine draws {sample}. Install one, such as Noto Sans CJK.",
                shot=shot,
                field="prompt",
            )
