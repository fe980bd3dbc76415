"""What is done for each message of a client, from its start to its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from lsprotocol import types

from mergemend.places import CONFIG_NAMES, KINDS_FOLDER
from mergemend.server.actions import FIX_ALL, QUICK_FIX
from mergemend.server.buffers import path_of
from mergemend.server.diagnostics import SOURCE, diagnostics
from mergemend.server.service import Server


def serve(stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Serve a client until it ends; return the exit code that the protocol asks for."""
    server = Server()
    for method, handler in _HANDLERS.items():
        server.feature(method)(handler)
    options = types.DiagnosticOptions(
        inter_file_dependencies=False, workspace_diagnostics=False, identifier=SOURCE
    )
    server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)(_pull)
    kinds = types.CodeActionOptions([QUICK_FIX, FIX_ALL])
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)(_act)
    server.start_io(stdin, stdout)
    return 0 if server.protocol.is_shut_down else 1


def _initialized(ls: Server, _: types.InitializedParams) -> None:
    ls.watch()


def _opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    ls.take(params.text_document.uri, saved=True)


def _changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    ls.take(params.text_document.uri, saved=False)


def _saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    ls.take(params.text_document.uri, saved=True)
    path = path_of(params.text_document.uri)
    if path is not None and (path.name in CONFIG_NAMES or KINDS_FOLDER in path.as_posix()):
        ls.examine_again()


def _closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    ls.close(params.text_document.uri)


def _watched(ls: Server, _: types.DidChangeWatchedFilesParams) -> None:
    ls.examine_again()


def _configured(ls: Server, _: types.DidChangeConfigurationParams) -> None:
    ls.examine_again()


async def _pull(
    ls: Server, params: types.DocumentDiagnosticParams
) -> types.RelatedFullDocumentDiagnosticReport:
    examined = await ls.examined(params.text_document.uri)
    found = diagnostics(examined, ls.positions(examined)) if examined else []
    return types.RelatedFullDocumentDiagnosticReport(found)


async def _act(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    examined = await ls.examined(params.text_document.uri)
    only = params.context.only
    if examined is None:
        return []

    def is_wanted(kind: str) -> bool:
        return only is None or any(f"{kind}.".startswith(f"{name}.") for name in map(_name, only))

    return await ls.actions(examined, params.range, is_wanted)


def _name(kind: types.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, types.CodeActionKind) else kind


async def _hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    examined = await ls.examined(params.text_document.uri)
    return await ls.hover(examined, params.position) if examined else None


_HANDLERS: dict[str, Callable[..., object]] = {
    types.INITIALIZED: _initialized,
    types.TEXT_DOCUMENT_HOVER: _hover,
    types.TEXT_DOCUMENT_DID_OPEN: _opened,
    types.TEXT_DOCUMENT_DID_CHANGE: _changed,
    types.TEXT_DOCUMENT_DID_SAVE: _saved,
    types.TEXT_DOCUMENT_DID_CLOSE: _closed,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: _watched,
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: _configured,
}
