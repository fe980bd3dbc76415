"""An editor: a real client of `mergemend server`, which holds documents and makes edits."""

from __future__ import annotations

import asyncio
import re
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient

PATIENCE = 60  # seconds

COMMAND = [sys.executable, "-m", "mergemend", "server"]


def offset(text: str, position: types.Position, encoding: str = "utf-16") -> int:
    """The character at a position, as an editor counts."""
    lines = re.split(r"(\r\n|\r|\n)", text)
    before = sum(map(len, lines[: 2 * position.line]))
    line = lines[2 * position.line]
    sizes = {"utf-8": 1, "utf-16": 2, "utf-32": 4}
    name = encoding if encoding == "utf-8" else f"{encoding}-le"
    units = line.encode(name)[: sizes[encoding] * position.character]
    return before + len(units.decode(name))


def with_edits(text: str, edits: Sequence[types.TextEdit], encoding: str = "utf-16") -> str:
    """A text with edits, which all refer to the text as it is (specification, "TextEdit[]")."""
    places = [
        (offset(text, e.range.start, encoding), offset(text, e.range.end, encoding), e.new_text)
        for e in edits
    ]
    for (_, end, _), (start, _, _) in zip(sorted(places), sorted(places)[1:], strict=False):
        assert end <= start
    for start, end, new in sorted(places, reverse=True):
        text = text[:start] + new + text[end:]
    return text


@dataclass
class Editor:
    """Documents by their URIs, and what the server says of them."""

    client: LanguageClient
    encoding: str = "utf-16"
    texts: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    told: defaultdict[str, list[types.PublishDiagnosticsParams]] = field(
        default_factory=lambda: defaultdict(list)
    )
    shown: list[str] = field(default_factory=list)
    asked_for: list[types.Registration] = field(default_factory=list)
    refreshed: int = 0

    def open(self, path: Path | str, text: str | None = None, language: str = "markdown") -> str:
        """Open a document by its path or URI."""
        uri = path if isinstance(path, str) else path.as_uri()
        if text is None:
            assert isinstance(path, Path)
            text = path.read_bytes().decode()
        self.texts[uri], self.versions[uri] = text, 1
        item = types.TextDocumentItem(uri, language, 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def change(self, uri: str, text: str) -> None:
        self.texts[uri] = text
        self.versions[uri] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.versions[uri], uri),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    def save(self, uri: str) -> None:
        self.client.text_document_did_save(
            types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri))
        )

    def close(self, uri: str) -> None:
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
        )

    async def until(self, holds: Any) -> None:
        for _ in range(PATIENCE * 50):
            if holds():
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"not within {PATIENCE} s; {self.shown}")

    async def findings(self, uri: str) -> list[types.Diagnostic]:
        """What is told of the version that the editor has now."""
        await self.until(
            lambda: self.told[uri] and self.told[uri][-1].version == self.versions[uri]
        )
        return [*self.told[uri][-1].diagnostics]

    async def pulled(self, uri: str) -> list[types.Diagnostic]:
        report = await self.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
        )
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return [*report.items]

    async def actions(
        self, uri: str, place: types.Range, only: list[str] | None = None
    ) -> list[types.CodeAction]:
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(uri), place, types.CodeActionContext([], only=only)
            )
        )
        return [action for action in found or () if isinstance(action, types.CodeAction)]

    def apply(self, action: types.CodeAction) -> None:
        """Make the edits of an action, if they are for the text that is there."""
        assert action.edit is not None
        assert action.edit.document_changes is not None
        for change in action.edit.document_changes:
            assert isinstance(change, types.TextDocumentEdit)
            uri = change.text_document.uri
            assert change.text_document.version == self.versions[uri]
            edits = [edit for edit in change.edits if isinstance(edit, types.TextEdit)]
            assert len(edits) == len(change.edits)
            self.change(uri, with_edits(self.texts[uri], edits, self.encoding))

    async def hover(self, uri: str, line: int, character: int = 0) -> str | None:
        found = await self.client.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(line, character))
        )
        if found is None:
            return None
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    def text_at(self, uri: str, place: types.Range) -> str:
        text = self.texts[uri]
        return text[
            offset(text, place.start, self.encoding) : offset(text, place.end, self.encoding)
        ]


def capabilities(
    encodings: Sequence[str] | None = None, *, pulls: bool = False, markdown: bool = True
) -> types.ClientCapabilities:
    kinds = [types.MarkupKind.Markdown] if markdown else [types.MarkupKind.PlainText]
    action_kinds = types.ClientCodeActionKindOptions([types.CodeActionKind.QuickFix])
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=encodings),
        workspace=types.WorkspaceClientCapabilities(
            workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
            did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
                dynamic_registration=True
            ),
            diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True),
        ),
        text_document=types.TextDocumentClientCapabilities(
            diagnostic=types.DiagnosticClientCapabilities() if pulls else None,
            hover=types.HoverClientCapabilities(content_format=kinds),
            code_action=types.CodeActionClientCapabilities(
                code_action_literal_support=types.ClientCodeActionLiteralOptions(action_kinds)
            ),
        ),
    )


def _listen(editor: Editor) -> None:
    def told(params: types.PublishDiagnosticsParams) -> None:
        editor.told[params.uri].append(params)

    def shown(params: types.ShowMessageParams) -> None:
        editor.shown.append(params.message)

    def asked(params: types.RegistrationParams) -> None:
        editor.asked_for += params.registrations

    def refreshed(_: None) -> None:
        editor.refreshed += 1

    handlers: dict[str, Callable[..., None]] = {
        types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: told,
        types.WINDOW_SHOW_MESSAGE: shown,
        types.CLIENT_REGISTER_CAPABILITY: asked,
        types.WORKSPACE_DIAGNOSTIC_REFRESH: refreshed,
    }
    for method, handler in handlers.items():
        editor.client.feature(method)(handler)


@asynccontextmanager
async def started(
    folder: Path, can: types.ClientCapabilities | None = None
) -> AsyncIterator[Editor]:
    """An editor with a server, which ends as the protocol has it."""
    editor = Editor(LanguageClient("editor", "1"))
    _listen(editor)
    await editor.client.start_io(*COMMAND, cwd=folder)
    name = folder.name
    result = await editor.client.initialize_async(
        types.InitializeParams(
            capabilities=can or capabilities(),
            workspace_folders=[types.WorkspaceFolder(folder.as_uri(), name)],
        )
    )
    editor.encoding = str(types.PositionEncodingKind(result.capabilities.position_encoding).value)
    editor.client.initialized(types.InitializedParams())
    try:
        yield editor
    finally:
        process = editor.client._server
        assert process is not None
        await editor.client.shutdown_async(None)
        editor.client.exit(None)
        code = await asyncio.wait_for(process.wait(), PATIENCE)
        await editor.client.stop()  # type: ignore[no-untyped-call]
    assert code == 0
