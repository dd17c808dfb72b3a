"""Errors of the operating system become sentences that say what to do."""

import errno
import os

import pytest
from ekphrasis_setup.problem import from_os_error


@pytest.mark.parametrize(
    "number, advice, code",
    [
        (errno.ENOSPC, "free some space and run the same command again", 2),
        (errno.EDQUOT, "free some space", 2),
        (errno.EROFS, "move Ekphrasis to a folder of your own", 2),
        (errno.EACCES, "change its rights", 2),
        (errno.EIO, "Input/output error", 1),
    ],
)
def test_each_has_its_sentence(number, advice, code):
    problem = from_os_error(OSError(number, os.strerror(number), "/some/folder"))
    assert advice in str(problem)
    assert "\n" not in str(problem)
    assert problem.exit_code == code
