"""Start the set-up: ``python packaging/set_up.py WORDS``. Needs Python 3.11 alone."""

from ekphrasis_setup.main import main

if __name__ == "__main__":
    raise SystemExit(main())
