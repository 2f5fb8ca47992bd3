"""QtMultimedia's threads and Python's lock: how neither waits for the other.

An object that was made from Python asks Python, on whatever thread, whether it overrides what Qt tells it when somebody
connects or disconnects; it asks once. The player's threads do that with a lock of Qt's in their hands for which the
window's thread may wait, while it holds Python's: neither goes on.
"""

from PySide6.QtCore import Q_ARG, QMetaObject, QObject, Qt, QUrl


def ask_here(*made: QObject) -> None:
    """Have each of them ask now, on this thread, so that no other thread ever does."""
    for one in made:
        one.objectNameChanged.connect(_nothing)
        one.objectNameChanged.disconnect(_nothing)


def let_go(player: QObject) -> None:
    """Stop a player and close its file; Python's lock is free while its threads end."""
    direct = Qt.ConnectionType.DirectConnection
    QMetaObject.invokeMethod(player, "stop", direct)
    QMetaObject.invokeMethod(player, "setSource", direct, Q_ARG(QUrl, QUrl()))


def _nothing(_name: str) -> None:
    pass
