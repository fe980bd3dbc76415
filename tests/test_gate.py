"""The gate lets garbled text by in no case that anything would be found in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from benchmarks.mojibake import gates
from hypothesis import example, given
from hypothesis import strategies as st

from mergemend.mojibake import gate, ordinary, pages
from mergemend.mojibake.double import mend_doublebyte
from mergemend.mojibake.doublebyte import MULTIBYTE, garble_multibyte
from mergemend.mojibake.garble import CODECS, Kind, garble
from mergemend.mojibake.layers import mend
from mergemend.mojibake.suspects import losses, may_be_garbled

FOLDER = Path(gate.__file__).parent

USUAL = {
    "English": "It’s a “test” — naïve café, 5 µm → done ✅ … “so”.",
    "French": "« L’été à Noël », dit-elle : « ça coûte 5 € » — cœur, naïveté”, né. “À côté”",
    "German": "Größe, Äpfel und Öl: „Straße“ – süß.",
    "Spanish": "¿Qué? ¡Sí! El niño pequeño comió “más” piñas, según él; acción…",
    "Portuguese": "Não há opções: configuração, versão e é só isto… três à época",
    "Finnish": "Pää näyttää hyvältä, päällä säätää; töitä “näin” tehdään.",
    "Polish": "Zażółć gęślą jaźń – łódź, część; „więcej”.",
    "Czech": "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "Turkish": "Şu ağır gün için çok güzel bir öğüt; ışık.",
    "Russian": "«Привет, мир», — сказал он. Её ещё нет; и её ёлка…",
    "Ukrainian": "Дії та її події: «так» і к є їх, в і ні. Об’єкт",
    "Ukrainian, in company": "«Твої»… «дії» — мої“наші”, її – ті. Ґанок, аґрус; магістр",
    "Serbian": "Мећава: љубав — џеп, њен ђак… Ђорђе; Ћуприја и Јелена",
    "Greek": "Καλημέρα κόσμε: «ναι», είπε. Ό,τι",
    "Chinese": "我们的时间不多了。「文件」已经存在，请输入用户名称！",
    "a word of Japan": "The 作業 is done; 時間 later.",
    "several": "naïve café, Größe и привет, мир; façade",
    "Korean": "파일을 찾을 수 없습니다. 다시 시도해 주세요.",
    "frames": "├── src\n│   └── a.py\n└───────┤ ┌──┐",
    "emoji": "👩‍💻 ⚠️ ✓ 🔴🟢 (–)",
}


@pytest.mark.parametrize("text", USUAL.values(), ids=USUAL)
def test_usual_text_goes_by(text: str) -> None:
    data = gate.beyond(text.encode())
    assert not gate.may_be_garbled(data)
    assert not gate.may_be_mixed_up(data)


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("text", ["it’s", "✅ done", "über", "— so", "é"])
def test_garbled_text_does_not(text: str, codec: str) -> None:
    garbled = garble(text, codec)
    assert gate.may_be_garbled(f"a line of {garbled}\n".encode())


@pytest.mark.parametrize(
    "text",
    [
        *("Ïðèâåò, ìèð: ýòî òåêñò", "ëçùãíê òåêñòà ïî-ðóññêè", "\ufffd\ufffd\ufffd"),
        *("â?œ", "GöÇ ok", "ðŸ”´", "рџ”ґ", "вЂ”", "pГҐ", "鉁?done 鈥?it鈥檚"),
    ],
)
def test_other_damage_does_not(text: str) -> None:
    data = text.encode()
    assert gate.may_be_garbled(data) or gate.may_be_mixed_up(data)


def test_what_is_no_utf8_does_not() -> None:
    assert gate.may_be_garbled(b"caf\xe9\n")


_HIGH = sorted({one for codec in CODECS for one in gates.high(codec)})
_SOME = st.sampled_from([*_HIGH, *_HIGH, *"?\"' aG=+pn-_P\n", "\ufffd", "ё", "我", "🔴"])
_FAR = st.builds(
    lambda text, codec, kind: garble_multibyte(text, codec, kind),
    st.text(st.sampled_from("—“’✅→ aé€…🔴”"), min_size=1, max_size=4),
    st.sampled_from(MULTIBYTE),
    st.sampled_from([Kind.DROPPED, Kind.SWALLOWED, Kind.REPLACED, Kind.QUESTION]),
)
_GARBLED = st.builds(
    lambda one, codec: garble(one, codec),
    st.characters(min_codepoint=0x80, exclude_categories=["Cs"]),
    st.sampled_from(CODECS),
)


@given(st.lists(_SOME | _GARBLED | _FAR, max_size=14).map("".join))
@example("’é")
@example("é » à")
@example("\x80рќ«Ђ")
@example("еЁѓŘ░")
@example("Дії ґкЎ")
@example("\x8eê»")
@example("çšђĽ΅")
@example("уҐ»")
@example("ΰΜóš΄ë")
def test_what_goes_by_has_nothing_to_mend(text: str) -> None:
    if gate.may_be_garbled(text.encode()):
        return
    lines = {n: one for n, one in enumerate(text.split("\n")) if not one.isascii()}
    assert not mend(lines)
    assert not mend_doublebyte(lines)
    assert not [one for one in lines.values() if may_be_garbled(one) and losses(one)]


@given(st.lists(st.sampled_from([*"éèßąřıñШпривіт", *"’«» ab A0.µ½─█✓œ", "да", "ή"]), max_size=60))
def test_what_is_ordinary_costs_no_more(pieces: list[str]) -> None:
    text = "".join(pieces)
    if not ordinary.is_ordinary(text):
        return
    for sample in ordinary.samples_of(text):
        beyond = re.findall(r"[^\x00-\x7f]", sample)
        letters = sum(map(ordinary.is_letter, beyond))
        few = letters < max(ordinary.LEAST, ordinary.LETTERS_OF * len(beyond))
        assert few or pages.cost(sample) <= ordinary.ORDINARY * len(beyond) + 1e-6


def test_the_pages_are_those_of_the_codecs() -> None:
    assert (FOLDER / "gate_pages.py").read_text("utf-8") == gates.pages()
    assert (FOLDER / "gate_far.py").read_text("utf-8") == gates.far()


@pytest.mark.slow
def test_the_strings_are_those_of_the_channel() -> None:
    assert (FOLDER / "gate_strings.py").read_text("utf-8") == gates.strings()
    assert (FOLDER / "gate_cyrillic.py").read_text("utf-8") == gates.cyrillic()
