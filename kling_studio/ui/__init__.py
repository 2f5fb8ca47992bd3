"""The window: the only package that knows Qt.

What knows nothing of Qt is imported before all else: once PySide is there it reads the source of every module that is
imported after it, which would keep the window waiting.
"""

import asyncio  # noqa: F401

import kling_studio.app.attending
import kling_studio.app.following
import kling_studio.app.provider_names
import kling_studio.app.remote_pictures
import kling_studio.app.workspace
import kling_studio.core.languages
import kling_studio.core.remarks
import kling_studio.core.speech
import kling_studio.core.stills
import kling_studio.core.timeline
import kling_studio.media.probe  # noqa: F401
