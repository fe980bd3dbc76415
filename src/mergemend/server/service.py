"""The server: what a client says, and what it is told."""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from mergemend import __version__
from mergemend.model import FileReport, Finding, Safety
from mergemend.places import CONFIG_NAMES, KINDS_FOLDER
from mergemend.report.terminal import printable
from mergemend.server.actions import FIX_ALL, QUICK_FIX, Actions
from mergemend.server.buffers import Buffer, is_served, path_of
from mergemend.server.diagnostics import SOURCE, diagnostics, extent, is_conflict
from mergemend.server.documents import Documents
from mergemend.server.examination import (
    ExaminationError,
    Examined,
    accidents_of,
    examine,
    mended_safely,
    unions_of,
)
from mergemend.server.hover import (
    Escape,
    hover_text,
    in_markdown,
    in_plain_text,
    is_explained,
    is_garbled,
)
from mergemend.server.positions import Positions
from mergemend.server.protocol import Protocol

PAUSE = 0.2  # seconds without a key pressed, until what was typed is examined

# what findings rest on besides the text: settings, kinds, and where HEAD is
_WATCHED = (*(f"**/{name}" for name in CONFIG_NAMES), f"**/{KINDS_FOLDER}/*", "**/.git/logs/HEAD")


_Result = TypeVar("_Result")


class Server(LanguageServer):
    """Speaks to one client about its open documents."""

    protocol: Protocol

    def __init__(self) -> None:
        full = types.TextDocumentSyncKind.Full  # pygls splits lines at more than the protocol does
        super().__init__(SOURCE, __version__, full, protocol_cls=Protocol)
        self.documents: Documents[Examined] = Documents(examine)
        self._tellers: dict[str, asyncio.Task[None]] = {}
        self._trouble: dict[str, str] = {}
        self._typed: dict[str, float] = {}  # when, by the clock of the event loop
        self._held: dict[Callable[[Examined], object], tuple[Examined, object]] = {}

    # What the client can

    @property
    def pulls(self) -> bool:
        """Whether the client asks for diagnostics, so that it must not be sent any."""
        text = self.client_capabilities.text_document
        return text is not None and text.diagnostic is not None

    @property
    def _refreshes(self) -> bool:
        workspace = self.client_capabilities.workspace
        return bool(workspace and workspace.diagnostics and workspace.diagnostics.refresh_support)

    def watch(self) -> None:
        """Ask the client to say when settings change, or where HEAD is."""
        workspace = self.client_capabilities.workspace
        watched = workspace.did_change_watched_files if workspace else None
        if not (watched and watched.dynamic_registration):
            return
        watchers = [types.FileSystemWatcher(glob) for glob in _WATCHED]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registration = types.Registration("watched", method, options)
        self.client_register_capability(types.RegistrationParams([registration]))

    # The documents

    def take(self, uri: str, *, saved: bool) -> None:
        """Examine a document as it is now, and tell what was found."""
        if not is_served(uri):
            return
        if not saved:
            self._typed[uri] = asyncio.get_running_loop().time()
        held = self.workspace.get_text_document(uri)
        language = held.language_id or ""
        buffer = Buffer(uri, held.version, held.source, language, self._root(), saved)
        self.documents.put(buffer)
        self._tell_soon(uri)

    def close(self, uri: str) -> None:
        """Forget a document."""
        self.documents.drop(uri)
        self._trouble.pop(uri, None)
        self._typed.pop(uri, None)
        if teller := self._tellers.pop(uri, None):
            teller.cancel()
        if is_served(uri) and not self.pulls:
            self._publish(uri, None, [])

    def examine_again(self) -> None:
        """What documents rest on has changed."""
        self.documents.forget()
        if self.pulls and self._refreshes:
            self.workspace_diagnostic_refresh(None)
        for uri in self.documents:
            self._tell_soon(uri)

    async def examined(self, uri: str) -> Examined | None:
        """What is found in a document; None if that can't be told, or it is closed.

        Nobody is told while keys are pressed: each of them would be work for nothing.
        """
        now = asyncio.get_running_loop().time
        while (left := self._typed.get(uri, -PAUSE) + PAUSE - now()) > 0:
            await asyncio.sleep(left)
        try:
            found = await self.documents.examined(uri)
        except Exception as error:  # one document must not end the server
            self._tell_trouble(uri, error)
            return None
        self._trouble.pop(uri, None)
        return found

    def positions(self, examined: Examined) -> Positions:
        """The positions of a document as the client counts them."""
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        return Positions(examined.document.data, encoding)

    def _root(self) -> Path:
        folders = [*self.workspace.folders, self.workspace.root_uri]
        paths = (path_of(uri) for uri in folders if uri)
        return next((path for path in paths if path), Path.cwd())

    async def actions(
        self, examined: Examined, place: types.Range, is_wanted: Callable[[str], bool]
    ) -> list[types.CodeAction]:
        """The actions for a place, of the kinds that are wanted."""
        workspace = self.client_capabilities.workspace
        edits = workspace.workspace_edit if workspace else None
        versioned = bool(edits and edits.document_changes)
        with_conflict = any(map(is_conflict, examined.findings)) and is_wanted(QUICK_FIX)
        unions = await self._once(unions_of, examined) if with_conflict else {}
        made = Actions(examined, self.positions(examined), versioned, unions)
        found = list(made.at(place)) if is_wanted(QUICK_FIX) else []
        if is_wanted(FIX_ALL) and (mended := await self._mended(examined)):
            found += made.fix_all(mended)
        return found

    async def _mended(self, examined: Examined) -> FileReport | None:
        """The document with all that is safe done to it, None if that is nothing."""
        report = examined.report
        if report is None or not any(_is_safe(f) for stage in report.stages for f in stage):
            return None
        return await self._once(mended_safely, examined)

    async def _once(self, work: Callable[[Examined], _Result], examined: Examined) -> _Result:
        """What ``work`` says of a document; it is not done again until another one comes."""
        held = self._held.get(work)
        if held is None or held[0] is not examined:
            held = self._held[work] = examined, await self.documents.run(work, examined)
        return cast("_Result", held[1])

    async def hover(self, examined: Examined, position: types.Position) -> types.Hover | None:
        """What is known of what was found at a position."""
        positions = self.positions(examined)
        at = positions.offset(position)
        spans = ((extent(examined.document, f, positions), f) for f in examined.findings)
        here = [(span, f) for span, f in spans if span.start <= at <= span.end and is_explained(f)]
        if not here:
            return None
        garbled = None
        if any(is_garbled(finding) for _, finding in here):
            garbled = await self._once(accidents_of, examined)
        escape, kind = self._text_of_documents()
        texts = [hover_text(finding, garbled, escape) for _, finding in here]
        first = here[0][0]
        return types.Hover(types.MarkupContent(kind, "\n\n".join(texts)), positions.range(first))

    def _text_of_documents(self) -> tuple[Escape, types.MarkupKind]:
        """How such text is shown to the client."""
        text = self.client_capabilities.text_document
        formats = text.hover.content_format if text and text.hover else None
        if types.MarkupKind.Markdown in (formats or ()):
            return in_markdown, types.MarkupKind.Markdown
        return in_plain_text, types.MarkupKind.PlainText

    # What it is told

    def _tell_soon(self, uri: str) -> None:
        if self.pulls:
            return
        if teller := self._tellers.pop(uri, None):
            teller.cancel()
        self._tellers[uri] = asyncio.ensure_future(self._tell(uri))

    async def _tell(self, uri: str) -> None:
        examined = await self.examined(uri)
        buffer = self.documents.get(uri)
        if buffer is not None:
            found = diagnostics(examined, self.positions(examined)) if examined else []
            self._publish(uri, buffer.version, found)

    def _publish(self, uri: str, version: int | None, found: list[types.Diagnostic]) -> None:
        params = types.PublishDiagnosticsParams(uri, found, version)
        self.text_document_publish_diagnostics(params)

    def _tell_trouble(self, uri: str, error: Exception) -> None:
        """Say why a document can't be examined, once; what is our fault with its place."""
        name = Path(path_of(uri) or uri).name
        message = printable(str(error))
        if not isinstance(error, ExaminationError):
            traceback.print_exception(error, file=sys.stderr)
            message = f"this is a fault of mergemend; nothing was changed: {message or error!r}"
        if self._trouble.get(uri) != message:
            self._trouble[uri] = message
            text = f"mergemend: {printable(name)} is not checked: {message}"
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, text))


def _is_safe(finding: Finding) -> bool:
    return finding.safety is Safety.SAFE
