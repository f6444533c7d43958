"""The room as a Django app; it listens to recorded encounters."""

from django.apps import AppConfig


class MatchesConfig(AppConfig):
    """Tells Django of the models in this room."""

    name = "kith.register.matches"
    label = "matches"

    def ready(self) -> None:
        """Every recorded encounter is searched."""
        from kith.register.matches import searching

        searching.listen()
