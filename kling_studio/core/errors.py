"""Errors that life causes, told apart from faults of the program.

A :class:`KnownError` is shown to the user in place, as it stands; every other exception is a bug.
"""


class KnownError(Exception):
    """Something a user can understand and act on.

    ``what_happened`` and ``what_to_do`` are whole sentences; the second may be empty where no step helps.
    ``settings`` names the page of the settings where it can be mended: "keys", "budget"; empty for none.
    """

    settings: str = ""

    def __init__(self, what_happened: str, what_to_do: str = "") -> None:
        super().__init__(what_happened, what_to_do)
        self.what_happened = what_happened
        self.what_to_do = what_to_do

    def __str__(self) -> str:
        return f"{self.what_happened} {self.what_to_do}".rstrip()


class BadInput(KnownError):
    """A file or argument that cannot be read: names the file, the place in it and what is expected."""


class EditRejected(KnownError):
    """An edit that makes no sense for the project as it is; the project stays as it was."""
