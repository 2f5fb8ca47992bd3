"""What was spent: every charge in a table, the sums, and what the budget still pays for."""

from kling_studio.ui.ledger.panel import LedgerPanel

__all__ = ["LedgerPanel"]
