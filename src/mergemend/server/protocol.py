"""What the specification asks of the life of a server, and pygls leaves out."""

from __future__ import annotations

from lsprotocol import types
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.json_rpc import RPCMessage, RPCRequest


class Protocol(LanguageServerProtocol):
    """Refuses requests before `initialize` and after `shutdown` (section "Lifecycle Messages")."""

    is_initialized = False
    is_shut_down = False

    def handle_message(self, message: RPCMessage) -> None:
        """Deal with a message from the client."""
        method = getattr(message, "method", None)
        if method is not None and method != types.EXIT and (refusal := self._refusal(method)):
            if isinstance(message, RPCRequest):
                self._send_response(message.id, error=refusal)
            return
        self.is_initialized |= method == types.INITIALIZE
        self.is_shut_down |= method == types.SHUTDOWN
        super().handle_message(message)

    def _refusal(self, method: str) -> types.ResponseError | None:
        """Why a message can't be dealt with now; None if it can."""
        if self.is_shut_down:
            return types.ResponseError(types.ErrorCodes.InvalidRequest, "the server was shut down")
        if self.is_initialized == (method == types.INITIALIZE):
            if self.is_initialized:
                why = "the server was initialized before"
                return types.ResponseError(types.ErrorCodes.InvalidRequest, why)
            why = "initialize comes first"
            return types.ResponseError(types.ErrorCodes.ServerNotInitialized, why)
        return None
