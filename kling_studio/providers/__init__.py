"""Those who render a scene."""
