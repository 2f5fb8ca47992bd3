"""The rules in the words of a director, for the second line of a finding."""

from collections.abc import Mapping

_RULES: Mapping[str, str] = {
    "accent-drift": "accents drift in long speech",
    "bad-clip": "clip outside what services take",
    "bad-guidance": "guidance",
    "bad-image": "picture outside what services take",
    "bad-seconds": "length",
    "blurred-picture": "a blur is learnt as well",
    "contact-in-edit": "edits handle things badly",
    "dialogue-unheard": "dialogue without sound",
    "empty-prompt": "no words",
    "end-frame-with-shots": "an end frame is for one shot",
    "fast-motion": "older models blur fast motion",
    "few-views": "one side is not enough",
    "long-profile": "profiles drift in long shots",
    "long-single-shot": "several shots tell more",
    "missing-file": "missing file",
    "mixed-aspect": "one shape for an episode",
    "names-alike": "names that are easily confused",
    "near-duplicate": "the same picture twice",
    "needs-back-view": "identity drifts from behind",
    "needs-detail-view": "lettering holds from near",
    "needs-references": "identity drifts without references",
    "no-font": "letters without a font",
    "no-mode": "the model cannot do this",
    "no-references": "nothing to hold on to",
    "no-voice": "a new voice in every render",
    "not-cast": "mentioned and not cast",
    "not-mentioned": "cast and not mentioned",
    "not-sent": "not sent",
    "not-upper-case": "spelling of acronyms",
    "one-off-on-o3": "price",
    "one-voice": "too many voices",
    "prompt-too-long": "too many characters",
    "shots-joined": "one prompt for all shots",
    "sound-always-on": "sound",
    "sound-with-video": "sound beside a clip",
    "too-long": "too long",
    "too-many-images": "too many references",
    "too-many-shots": "too many shots",
    "too-many-words": "more words than time",
    "too-short": "too short",
    "unknown-model": "unknown model",
    "unknown-name": "unknown name",
    "unproven-seconds": "seconds that nobody has tried",
    "unsupported-aspect": "shape of the picture",
    "unsupported-language": "language",
    "untagged-name": "a name without its sign",
    "voice-needs-clip": "voice without a clip",
}


def rule_words(rule: str) -> str:
    """A rule in words; one that is not known here by its own name."""
    return _RULES.get(rule, rule.replace("-", " "))
