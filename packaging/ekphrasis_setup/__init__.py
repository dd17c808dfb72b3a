"""What ``./ekphrasis`` does before the app can run. Standard library only.

It runs before there is a virtual environment, so nothing here may import a package.
"""
