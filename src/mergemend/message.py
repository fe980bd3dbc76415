"""What of a commit message's file is the message, by git's own rules.

git makes a message of the file when its hook `commit-msg` has passed it: lines of comment go, and
what stands below the scissors line (``cleanup_message`` in git's sequencer.c, ``strbuf_stripspace``
in strbuf.c, ``wt_status_locate_end`` in wt-status.c).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mergemend.lines import split_lines

AUTO = "auto"
"""For a prefix: git takes a character that no line of the message begins with."""

_CHARACTERS = b"#;@!$%^&|:"  # of which it takes one (adjust_comment_line_char in builtin/commit.c)
_SCISSORS = b" ------------------------ >8 ------------------------"
_ANY_SCISSORS = re.compile(rb"^([%s])%s\r?$" % (_CHARACTERS, _SCISSORS), re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cleanup:
    """What git does with a message: how lines of comment begin, and whether they are taken out."""

    prefix: str = "#"
    strips: bool = True


def message_of(data: bytes, cleanup: Cleanup) -> bytes:
    """The message that a file holds, with empty lines in the place of comments.

    So lines keep their numbers. The scissors line counts however the message is cleaned up: it is
    no line that anybody writes.
    """
    prefix = _found(data) if cleanup.prefix == AUTO else cleanup.prefix.encode()
    if not prefix:
        return data
    kept = []
    for line in split_lines(data):
        if line.rstrip(b"\r\n") == prefix + _SCISSORS:
            break
        is_comment = cleanup.strips and line.startswith(prefix)
        kept.append(b"\n" if is_comment else line)
    return b"".join(kept)


def _found(data: bytes) -> bytes:
    """The character that git has taken: that of the scissors, or else of the last line.

    What git has to say stands at the end. Empty if it says nothing there.
    """
    if cut := _ANY_SCISSORS.search(data):
        return cut[1]
    last = data.rstrip().rpartition(b"\n")[2][:1]
    return last if last in _CHARACTERS else b""
