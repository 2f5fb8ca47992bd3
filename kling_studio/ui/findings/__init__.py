"""What is wrong or could be better, in a list, each with the place and a fix."""

from kling_studio.ui.findings.panel import FindingsPanel

__all__ = ["FindingsPanel"]
