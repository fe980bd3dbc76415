"""The board as JSON. The shape has a version, which changes when a key changes its meaning."""

from __future__ import annotations

from mergemend.model import Json
from mergemend.report.data import finding_data, iso
from mergemend.statusdocs.board import Board, StatusDocument, Work

VERSION = 1


def board_data(board: Board) -> Json:
    """All that the board tells. ``report`` names what this is, so that it can be made again."""
    return {
        "report": "mergemend board",
        "version": VERSION,
        "now": iso(board.now),
        "work": [_work(work, board) for work in board.work],
        "findings": [finding_data(finding) for finding in board.findings],
        "documents": [_document(document) for document in board.documents],
        "not_read": [{"path": path, "message": why} for path, why in board.left],
    }


BEGINNING = b'{\n  "report": "mergemend board"'
"""How the JSON of a board begins."""


def _work(work: Work, board: Board) -> Json:
    return {
        "title": work.title,
        "tickets": list(work.first.tickets),
        "state": work.state,
        "status": work.status,
        "owners": list(work.owners),
        "due": iso(work.due),
        "effort": work.told("effort"),
        "priority": work.told("priority"),
        "blocks": work.told("blocks"),
        "waits_for": work.told("waits_for"),
        "blocker": work.is_blocker,
        "blocked": work.is_blocked,
        "closed": work.is_closed,
        "overdue": work.is_late(board.now),
        "tasks": {"open": work.first.open, "done": work.first.done},
        "places": [{"path": p.document.path, "line": p.entry.line} for p in work.places],
    }


def _document(document: StatusDocument) -> Json:
    return {
        "path": document.path,
        "kind": document.kind,
        "title": document.title,
        "dated": iso(document.dated),
        "state": document.state,
        "status": document.status,
    }
