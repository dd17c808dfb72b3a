"""What we rely on in Qt's Python binding."""

import sys

import pytest
from PySide6.QtWidgets import QLabel


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from 3.12 on")
def test_calls_that_return_nothing_keep_nones_references(qapp):
    # PySide6 6.12.0 takes one away with each call, until the process ends.
    label = QLabel()
    before = sys.getrefcount(None)
    for _ in range(1000):
        label.setText("x")
    assert sys.getrefcount(None) > before - 500
