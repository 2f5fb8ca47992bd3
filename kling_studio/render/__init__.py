"""A request on its way through its states to a take."""
