"""What the exit code of a command tells a script."""

DONE = 0
FAILED = 1
"""A finding of severity error, or a render that failed."""
BAD_INPUT = 2
REFUSED = 3
"""By a cap, for want of ``--yes``, or because the provider asks more than was agreed."""
NEEDS_A_PERSON = 4
"""Nobody knows whether a request was accepted."""
INTERRUPTED = 130
READER_GONE = 141
"""As a shell tells the end by a closed pipe."""
