"""The one Django app of Duly."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Casework; its start-up refuses a route that says nothing about who may use it."""

    name = "duly.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from duly.casework import checks  # noqa: F401  (registers the start-up checks)
