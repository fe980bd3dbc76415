"""Ticket ids in a text, such as ``THR-42``.

An id is letters in capitals, a dash and a number. Names of standards, codings and models are
written alike and are no tickets.
"""

from __future__ import annotations

import re

_TICKET = re.compile(r"(?<![\w/.#-])(?P<key>[A-Z][A-Z0-9]{1,9})-(?P<number>\d{1,6})(?![\w-]|\.\d)")

NO_KEYS = frozenset(
    {
        "UTF",
        "UCS",
        "SHA",
        "MD",
        "ISO",
        "IEC",
        "RFC",
        "HTTP",
        "TLS",
        "SSL",
        "AES",
        "RSA",
        "IPV",
        "CVE",
    }
    | {"CWE", "GPT", "COVID", "PEP", "ECMA", "IEEE", "EN", "DIN", "BS", "ANSI", "ASCII", "CP"}
    | {"BASE", "X", "H", "MP", "USB", "PCI", "DDR", "P", "Q", "Q1", "V", "M", "L", "L1", "L2", "L3"}
    | {
        "W",
        "D",
        "C",
        "T",
        "S",
        "WCAG",
        "SOC",
        "PHASE",
        "STEP",
        "DAY",
        "WEEK",
        "SPRINT",
        "TOP",
        "TIER",
    }
    | {"CC", "GB", "BIG", "EUC", "KOI", "ED", "SEC", "LLAMA", "CLAUDE", "GEMINI", "BERT", "ADR"}
)
"""What stands before a dash and a number in other names."""


def find_tickets(text: str) -> list[str]:
    """The ids of a text, in their order, each once."""
    if "-" not in text:
        return []
    found = (match for match in _TICKET.finditer(text) if match["key"] not in NO_KEYS)
    return list(dict.fromkeys(match[0] for match in found))
