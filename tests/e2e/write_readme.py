"""Write the keys and "What a visit sounds like" into the README.

``python -m tests.e2e.write_readme``. The keys come from the registry of commands, the
visit from the transcript that ``record_orca`` wrote.
"""

import json
import re

from ekphrasis_app.app import folders
from ekphrasis_app.commands import COMMANDS, GROUPS
from ekphrasis_app.keymap import spoken_key
from tests.e2e.record_orca import PICTURE, TRANSCRIPT

README = folders.project_folder() / "README.md"

KEYS = {
    "ctrl": "Control",
    "shift": "Shift",
    "Return": "Enter",
    "comma": "Comma",
    "Down": "Arrow down",
    "Up": "Arrow up",
    "space": "Space",
}
"""Names of keys for readers, by those of xdotool."""


def keys_in_words(keys: str) -> str:
    """ "ctrl+o" is "Control O"; text that is typed stands in quotation marks."""
    kind, _, typed = keys.partition(":")
    if kind == "type":
        return f"types “{typed.format(picture=PICTURE)}”"
    names = [KEYS.get(key, key if len(key) > 1 else key.upper()) for key in keys.split("+")]
    return "presses " + " ".join(names)


def section(steps: list[dict]) -> str:
    """The visit as a list: what the person does, and what Orca says to it."""
    lines = [
        "## What a visit sounds like",
        "",
        "Recorded from the real screen reader Orca on a new profile, and written here by",
        "`python -m tests.e2e.write_readme`; a test plays the visit anew and compares.",
        "",
    ]
    for number, step in enumerate(steps, 1):
        does = step["does"].rstrip("?")
        how = f" ({keys_in_words(step['keys'])})" if step["keys"] else ""
        lines.append(f"{number}. **{does}**{how}")
        heard = " ".join(sentence(text) for text in step["heard"])
        if heard:
            lines.append(f"   > {heard}")
    return "\n".join(lines)


def sentence(text: str) -> str:
    """As Orca says it, without the word by which it introduces messages."""
    text = text.removeprefix("notification ").strip()
    return text if re.search(r"[.?!,;:]$", text) else f"{text}."


def key_table() -> str:
    """All commands with their keys, from the registry."""
    rows = [
        f"| {command.spoken} | {spoken_key(command.key)} | {command.explanation} |"
        for group in GROUPS
        for command in COMMANDS
        if command.group == group
    ]
    return "\n".join(["| command | key | what it does |", "| --- | --- | --- |", *rows])


def with_section(readme: str, name: str, text: str) -> str:
    """The README with ``text`` between the marks of the section ``name``."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, rest = readme.split(begin, 1)
    _, after = rest.split(end, 1)
    return f"{before}{begin}\n{text}\n{end}{after}"


def written(readme: str) -> str:
    """The README with all that is made by this command."""
    steps = json.loads(TRANSCRIPT.read_text(encoding="utf-8"))
    return with_section(with_section(readme, "keys", key_table()), "visit", section(steps))


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
