"""Small files for detectors: some hold a conflict marker, some only look as if they did."""

from __future__ import annotations

import base64
import json
from pathlib import Path

MARKERS = {
    "plain": b"x\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\ny\n",
    "with a base": b"<<<<<<< HEAD\na\n||||||| 0123abc\nc\n=======\nb\n>>>>>>> topic\n",
    "CRLF": b"<<<<<<< HEAD\r\na\r\n=======\r\nb\r\n>>>>>>> topic\r\n",
    "stash": b"<<<<<<< Updated upstream\na\n=======\nb\n>>>>>>> Stashed changes\n",
    "only a start": b"x\n<<<<<<< HEAD\na\ny\n",
    "only an end": b"x\nb\n>>>>>>> 0123abc (Tidy up)\ny\n",
    "no labels": b"<<<<<<<\na\n=======\nb\n>>>>>>>\n",
    "no last line end": b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic",
    "eight long, after a rename": b"<<<<<<<< HEAD:a.md\na\n========\nb\n>>>>>>>> topic:b.md\n",
    "eleven long": b"<<<<<<<<<<< HEAD\na\n===========\nb\n>>>>>>>>>>> topic\n",
    "tab before the label": b"<<<<<<<\tHEAD\na\n=======\nb\n>>>>>>>\ttopic\n",
    "after a byte order mark": b"\xef\xbb\xbf<<<<<<< HEAD\na\n",
    "not UTF-8": b"caf\xe9\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\n",
}
NEAR = {
    "heading, seven long": b"Ballast\n=======\n\nThe hull needs it.\n",
    "heading, seven long, CRLF": b"Ballast\r\n=======\r\n\r\nText.\r\n",
    "reStructuredText title": b"=======\nBallast\n=======\n\nText.\n",
    "long rules": b"====================\n>>>>>>>>>>>>>>>>>>>>\n<<<<<<<<<<<<<<<<<<<<\n",
    "indented example": b"So:\n\n    <<<<<<< HEAD\n    =======\n    b\n    >>>>>>> x\n",
    "in a sentence": b"Look for <<<<<<< HEAD and >>>>>>> topic in it.\n",
    "quoted mail": b"> > > > > > > Did the tide turn?\n>>>> It did.\n",
    "here document": b"cat <<<<EOF\nx = 1 << 7\n",
    "form feed": b"x\x0c<<<<<<< HEAD\n",
    "edit block of a coding tool": b"a.py\n<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE\n",
}


def markers(corpus: Path | None) -> dict[str, bytes]:
    """Files of which each must be found; more of them from the corpus where there is one."""
    return MARKERS | _more(corpus, "markers")


def near(corpus: Path | None) -> dict[str, bytes]:
    """Files of which none may be found."""
    return NEAR | _more(corpus, "near_markers")


def _more(corpus: Path | None, name: str) -> dict[str, bytes]:
    file = corpus / "planted.json" if corpus else None
    if file is None or not file.exists():
        return {}
    held: dict[str, str] = json.loads(file.read_text("utf-8"))[name]
    return {f"corpus: {key}": base64.b64decode(text) for key, text in held.items()}
