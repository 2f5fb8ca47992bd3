"""The rules a storyboard is held to, one function each."""
