"""The words of the project as immutable values; standard library only."""
