"""``bundle``: the models on this computer."""

from ekphrasis_app.cli.arguments import Commands


def add(commands: Commands) -> None:
    """Declare the commands."""
