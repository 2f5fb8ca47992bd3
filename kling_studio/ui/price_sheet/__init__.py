"""The sheet that is confirmed before money is spent."""

from kling_studio.ui.price_sheet.dialog import PriceSheetDialog

__all__ = ["PriceSheetDialog"]
