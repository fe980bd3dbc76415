"""How the server begins and ends, told byte by byte: what no client should see goes on stderr."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from editor import COMMAND

Message = Mapping[str, Any]
INITIALIZE: Message = {
    "id": 1,
    "method": "initialize",
    "params": {"processId": None, "rootUri": None, "capabilities": {}},
}
INITIALIZED: Message = {"method": "initialized", "params": {}}
SHUTDOWN: Message = {"id": 9, "method": "shutdown"}
EXIT: Message = {"method": "exit"}


def _frame(message: Message) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def _messages(data: bytes) -> list[Any]:
    """All that was printed; it must be messages and nothing else."""
    found = []
    while data:
        head = re.match(rb"Content-Length: (\d+)\r\n(?:Content-Type: [^\r]+\r\n)?\r\n", data)
        assert head, data
        end = head.end() + int(head[1])
        found.append(json.loads(data[head.end() : end]))
        data = data[end:]
    return found


def talk(
    folder: Path, messages: Iterable[Message], command: list[str] = COMMAND
) -> tuple[int, list[Any], str]:
    """Say all at once; the exit code, the answers, and what was printed on stderr."""
    said = b"".join(map(_frame, messages))
    done = subprocess.run(
        command, cwd=folder, input=said, capture_output=True, check=False, timeout=120
    )
    return done.returncode, _messages(done.stdout), done.stderr.decode()


def _error(answers: list[Any], number: int) -> int | None:
    (answer,) = [answer for answer in answers if answer.get("id") == number]
    code = answer.get("error", {}).get("code")
    assert code is None or isinstance(code, int)
    return code


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        ([INITIALIZE, INITIALIZED, SHUTDOWN, EXIT], 0),
        ([INITIALIZE, INITIALIZED, SHUTDOWN], 0),
        ([INITIALIZE, INITIALIZED, EXIT], 1),
        ([INITIALIZE, INITIALIZED], 1),
        ([EXIT], 1),
        ([], 1),
    ],
)
def test_the_exit_code_says_whether_it_was_shut_down(
    tmp_path: Path, messages: list[Message], code: int
) -> None:
    ended, _, stderr = talk(tmp_path, messages)
    assert (ended, stderr) == (code, "")


def test_what_can_be_asked_for(tmp_path: Path) -> None:
    _, answers, _ = talk(tmp_path, [INITIALIZE, SHUTDOWN, EXIT])
    can = answers[0]["result"]["capabilities"]
    assert can["positionEncoding"] == "utf-16"
    assert can["textDocumentSync"]["openClose"] is True
    assert can["textDocumentSync"]["change"] == 1  # whole texts
    assert can["hoverProvider"] is True
    kinds = ["quickfix", "source.fixAll.mergemend"]
    assert can["codeActionProvider"]["codeActionKinds"] == kinds
    assert can["diagnosticProvider"]["identifier"] == "mergemend"
    assert answers[0]["result"]["serverInfo"]["name"] == "mergemend"


def test_requests_out_of_turn_are_refused(tmp_path: Path) -> None:
    hover = {
        "method": "textDocument/hover",
        "params": {
            "textDocument": {"uri": "file:///n.md"},
            "position": {"line": 0, "character": 0},
        },
    }
    unknown = {"method": "textDocument/other", "params": {}}
    messages = [
        {"id": 2, **hover},
        INITIALIZE,
        {**INITIALIZE, "id": 3},
        INITIALIZED,
        {"id": 4, **hover},
        {"id": 5, **unknown},
        {"method": "$/other", "params": {}},
        SHUTDOWN,
        {"id": 6, **hover},
        EXIT,
    ]
    code, answers, _ = talk(tmp_path, messages)
    assert code == 0
    assert [_error(answers, number) for number in (2, 3, 4, 5, 6)] == [
        -32002,  # ServerNotInitialized
        -32600,  # InvalidRequest
        None,
        -32601,  # MethodNotFound
        -32600,
    ]


def _open(uri: str, text: str) -> Message:
    item = {"uri": uri, "languageId": "markdown", "version": 1, "text": text}
    return {"method": "textDocument/didOpen", "params": {"textDocument": item}}


def test_a_fault_of_ours_ends_nothing_and_prints_nothing_else(tmp_path: Path) -> None:
    # the very program, but that one document makes it fail, and that it prints
    program = (
        "import mergemend.server.examination as examination\n"
        "look = examination.Asked.look\n"
        "def failing(asked):\n"
        "    print('printed')\n"
        "    import os; os.system('echo printed; cat')\n"
        "    if asked.path.name == 'bad.md': raise RuntimeError('broken')\n"
        "    return look(asked)\n"
        "examination.Asked.look = failing\n"
        "import mergemend.cli\n"
        "mergemend.cli.main()\n"
    )
    pull = {
        "method": "textDocument/diagnostic",
        "params": {"textDocument": {"uri": f"file://{tmp_path}/good.md"}},
    }
    bad = {**pull, "params": {"textDocument": {"uri": f"file://{tmp_path}/bad.md"}}}
    messages = [
        INITIALIZE,
        INITIALIZED,
        _open(f"file://{tmp_path}/bad.md", "ein CafÃ©\n"),
        _open(f"file://{tmp_path}/good.md", "ein CafÃ©\n"),
        {"id": 2, **bad},
        {"id": 3, **pull},
    ]
    command = [sys.executable, "-c", program, "server"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=-1, stdout=-1, stderr=-1, bufsize=0
    ) as server:
        assert server.stdin
        assert server.stdout
        assert server.stderr
        server.stdin.write(b"".join(map(_frame, messages)))
        data = b""
        while b'"id": 3' not in data:
            data += server.stdout.read(65536)
        server.stdin.write(_frame(SHUTDOWN) + _frame(EXIT))
        data += server.stdout.read()
        stderr = server.stderr.read().decode()
    answers = _messages(data)
    assert server.returncode == 0
    by_id = {answer["id"]: answer for answer in answers if "id" in answer}
    assert by_id[2]["result"]["items"] == []
    assert [item["code"] for item in by_id[3]["result"]["items"]] == ["mojibake"]
    shown = [a["params"]["message"] for a in answers if a.get("method") == "window/showMessage"]
    assert len(shown) == 1
    assert "bad.md is not checked: this is a fault of mergemend" in shown[0]
    assert "RuntimeError: broken" in stderr
    assert "printed" in stderr


def test_without_pygls_it_says_what_to_install(tmp_path: Path) -> None:
    program = "import sys; sys.modules['pygls'] = None; import mergemend.cli; mergemend.cli.main()"
    command = [sys.executable, "-c", program, "server"]
    done = subprocess.run(command, cwd=tmp_path, input=b"", capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "pip install 'mergemend[server]'" in " ".join(done.stderr.decode().split())


def test_in_a_terminal_it_says_who_starts_it(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    done = subprocess.run(COMMAND, cwd=tmp_path, stdin=theirs, capture_output=True, check=False)
    os.close(ours)
    os.close(theirs)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"started by an editor" in done.stderr


def test_long_work_does_not_hold_up_the_end(tmp_path: Path) -> None:
    program = (
        "import time, mergemend.server.examination as examination\n"
        "examination.Asked.look = lambda asked: time.sleep(100)\n"
        "import mergemend.cli\n"
        "mergemend.cli.main()\n"
    )
    messages = [INITIALIZE, INITIALIZED, _open("file:///n.md", "x\n"), SHUTDOWN, EXIT]
    code, _, _ = talk(tmp_path, messages, [sys.executable, "-c", program, "server"])
    assert code == 0
