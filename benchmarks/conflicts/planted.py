"""Small files for detectors: some hold a marker or garbled text, some only look as if they did."""

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
GARBLED = {
    "Latin letters": "Le thÃ© de NoÃ«l est prÃªt, dÃ©jÃ\u00a0 servi.\n",
    "quotes and apostrophe": "Sheâ€™s the â€œBoreasâ€\u009d, newly tarred.\n",
    "a dash": "Berths 3â€“5 are free â€” until noon.\n",
    "twice over": "La goÃƒÂ©lette est arrivÃƒÂ©e.\n",
    "emoji": "ðŸš€ launched, ðŸŽ‰ party at six\n",
    "a tick": "âœ… keel laid\n",
    "Cyrillic": "Ð¡Ð¿Ð°ÑÐ¸Ð±Ð¾ Ð·Ð° Ð¿Ð¾Ð¼Ð¾Ñ‰ÑŒ\n",
    "Greek": "Î‘Î¸Î®Î½Î± ÎºÎ±Î¹ Î ÎµÎ¹ÏÎ±Î¹Î¬Ï‚\n",
    "among clean lines": "Ärger\n\nOne line â€” only one — was hit.\n\nÖl\n",
}
NOT_GARBLED = {
    "French": "« Où est passé l’œuvre ? » À Noël, ça ira — dès l’aube.\n",
    "Portuguese capitals": "ATENÇÃO: A EMBARCAÇÃO NÃO ESTÁ À VENDA, SÓ A ÂNCORA\n",
    "German": "Über die „Größe“ der Straße ärgert sich Köln.\n",
    "Vietnamese": "Ấn Độ Dương: tàu đã rời bến lúc bảy giờ, ế ẩm.\n",
    "Turkish": "İğne ğ ş ç ı: ŞĞÜÖÇİ\n",
    "Chinese and Japanese": "修復文件，衝突の解決。\n",
    "Russian": "Ремонт судна: „готово“ № 5 — всё.\n",
    "Greek": "Το πλοίο έφυγε στις έξι· ωραία.\n",
    "signs": "3 × 5 µm ± 2 °C → ½ £7 ©™ … ‰ ¶ §\n",
    "emoji": "✅ keel, 🚀 launch, 👩‍🔧 crew — “done”, she’s afloat ⚓\n",
}


def markers(corpus: Path | None) -> dict[str, bytes]:
    """Files of which each must be found; more of them from the corpus where there is one."""
    return MARKERS | _more(corpus, "markers")


def near(corpus: Path | None) -> dict[str, bytes]:
    """Files of which none may be found."""
    return NEAR | _more(corpus, "near_markers")


def garbled(corpus: Path | None) -> dict[str, bytes]:
    """Files with garbled text, of which each must be found."""
    return _encoded(GARBLED | _held(corpus, "mojibake"))


def not_garbled(corpus: Path | None) -> dict[str, bytes]:
    """Files with letters and signs beyond ASCII, of which none may be found."""
    return _encoded(NOT_GARBLED | _held(corpus, "near_mojibake"))


def _encoded(texts: dict[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in texts.items()}


def _more(corpus: Path | None, name: str) -> dict[str, bytes]:
    return {key: base64.b64decode(text) for key, text in _held(corpus, name).items()}


def _held(corpus: Path | None, name: str) -> dict[str, str]:
    file = corpus / "planted.json" if corpus else None
    if file is None or not file.exists():
        return {}
    held: dict[str, str] = json.loads(file.read_text("utf-8"))[name]
    return {f"corpus: {key}": text for key, text in held.items()}
