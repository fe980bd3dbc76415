"""Ticket ids in a text, such as ``THR-42``, ``GH-12`` and ``#123``.

An id is letters in capitals, a dash and a number, or a hash and a number of two to five digits.
Names of standards, codings, models and parts of a plan are written alike and are no tickets.
"""

from __future__ import annotations

from mergemend.late import late

_TICKET = late(
    r"(?<![\w/.#-])(?P<key>[A-Z][A-Z0-9]{1,9})-(?P<number>\d{1,6})(?![\w-]|\.\d)"
    r"|(?<![\w/.#&-])#[1-9]\d{1,4}(?![\w-]|\.\d)"
)

_KEYS = """
    UTF UCS ASCII CP ISO IEC IEEE RFC ANSI ECMA DIN EN BS PEP WCAG SOC PCI USB DDR CVE CWE OWASP
    SHA MD AES RSA ED RS HS HMAC TLS SSL HTTP HTTPS IPV BASE EUC KOI GB BIG SEC ES JSON SQL OAUTH
    GPL LGPL AGPL MIT BSD APACHE CC GPT LLAMA CLAUDE GEMINI BERT PHI QWEN GLM RTX CUDA X86 AMD ARM
    COVID UTC GMT EST PST CET ERC BEP EIP NIST FIPS HL
    L1 L2 L3 P0 P1 P2 P3 P4 Q1 Q2 Q3 Q4 H1 H2 FY CY PHASE STEP DAY WEEK SPRINT STAGE PART LEVEL
    TOP TIER RC BETA ALPHA VERSION ADR
"""
NO_KEYS = frozenset(_KEYS.split())
"""What stands before a dash and a number in other names."""


def find_tickets(text: str) -> list[str]:
    """The ids of a text, in their order, each once."""
    if "-" not in text and "#" not in text:
        return []
    found = (match for match in _TICKET.finditer(text) if match["key"] not in NO_KEYS)
    return list(dict.fromkeys(match[0] for match in found))
