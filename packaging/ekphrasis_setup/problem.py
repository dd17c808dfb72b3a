"""How the set-up fails: one sentence that says what happened and what to do."""

import errno

PERSON = 2
"""Exit code: something the person can mend (disk, network, rights, a wrong word)."""
OURS = 1
"""Exit code: something that is wrong with Ekphrasis itself."""


class SetupProblem(Exception):
    """The set-up cannot go on. Its text is the sentence that the person gets."""

    def __init__(self, sentence: str, exit_code: int = PERSON) -> None:
        self.exit_code = exit_code
        super().__init__(sentence)


class SourceFailed(SetupProblem):
    """One source could not give a file; the next one may."""


def from_os_error(error: OSError) -> SetupProblem:
    """Put an error of the operating system into words that say what to do."""
    where = f" ({error.filename})" if error.filename else ""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return disk_is_full()
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return SetupProblem(
                f"This folder cannot be written to{where}: move Ekphrasis to a folder of "
                "your own, or change its rights, and run the same command again."
            )
    return SetupProblem(f"The set-up stopped: {error.strerror or error}{where}.", OURS)


def disk_is_full() -> SetupProblem:
    """The disk filled up while something was written."""
    return SetupProblem(
        "The disk is full: free some space and run the same command again; "
        "what is already there is kept."
    )
