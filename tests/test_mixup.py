"""Text that was written in one code page and read in another."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergemend.edits import apply
from mergemend.model import Document, Safety, decode
from mergemend.mojibake import mixup, pages
from mergemend.mojibake.check import check
from mergemend.mojibake.garble import Step, garble_by
from mergemend.mojibake.pages import Reading, Verdict

TEXTS = {
    "ru": "# Заметки о гавани\n\n- Причал отремонтирован, осталось проверить сваи\n"
    "- Расписание паромов составлено и передано в контору\nPlain line\n",
    "fr": "# Le quai\n\nL'été dernier, le quai a été réparé.\nLa fête était très réussie, "
    "même à marée basse; où est le père ?\nDéjà prêt, après la tempête.\nPlain line\n",
    "de": "# Der Hafen\n\nGröße und Öffnung für die Fähre müssen geprüft werden.\n"
    "Über die Brücke fährt täglich ein Zug; möglichst früh schließen.\n",
    "pl": "# Przystań\n\nProszę sprawdzić źródło i wyłączyć łącze, które już są gotowe.\n"
    "Każdy może też usunąć swój wpis, jeśli się zgłosi.\n",
    "el": "# Το λιμάνι\n\nΗ προβλήτα επισκευάστηκε και το πλοίο φεύγει κάθε πρωί.\n"
    "Το δρομολόγιο είναι έτοιμο.\n",
}

PAIRS = [
    ("ru", "cp1251", "cp1252"),
    ("ru", "koi8-r", "cp1252"),
    ("ru", "koi8-r", "cp1251"),
    ("ru", "cp866", "cp1251"),
    ("ru", "cp1251", "mac-roman"),
    ("fr", "cp1252", "cp1250"),
    ("fr", "cp1252", "cp437"),
    ("fr", "cp1252", "mac-roman"),
    ("fr", "mac-roman", "cp1252"),
    ("de", "cp1252", "cp437"),
    ("de", "cp1252", "cp1251"),
    ("pl", "cp1250", "cp1252"),
    ("el", "cp1253", "cp1252"),
]


def mixed_up(text: str, written: str, read: str) -> str:
    return garble_by(text, [Step(f"{written} as {read}")])


def mended(text: str) -> str:
    data = text.encode()
    found = check(Document("a.md", data))
    return decode(apply(data, [edit for finding in found for edit in finding.edits]))


@pytest.mark.parametrize(("language", "written", "read"), PAIRS)
def test_it_comes_back(language: str, written: str, read: str) -> None:
    text = TEXTS[language]
    damaged = mixed_up(text, written, read)
    assert damaged != text
    assert mended(damaged) == text


@pytest.mark.parametrize(("language", "written", "read"), PAIRS[:3])
def test_it_is_likely_and_names_its_proof(language: str, written: str, read: str) -> None:
    finding = check(Document("a.md", mixed_up(TEXTS[language], written, read).encode()))[0]
    assert finding.rule == "mojibake"
    assert finding.safety is Safety.LIKELY
    assert finding.evidence["codec"] == f"{written} as {read}"


CLEAN = [
    *TEXTS.values(),
    "Áfram með smjörið, þetta er að verða gott; ég hef ýmislegt að segja þér.\n",
    "Tôi không biết tại sao điều này lại xảy ra, nhưng chúng ta phải sửa nó.\n",
    "Ħafna nies qegħdin jistennew, iżda ħadd ma jaf għaliex ġara dan.\n",
    "ðə kwɪk braʊn fɒks dʒʌmps ˈəʊvə ðə ˈleɪzi dɒɡ; ˌɪntəˈnæʃnəl fəˈnetɪk\n",
    "α + β = γ, Δx·Δp ≥ ħ/2, ∑ λᵢ = 1, θ ∈ [0, π]\n",
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ\n",
    "25 °C ± 0,5 m² · 3 µm × 4 µm ¿qué? ¡sí! 10 £ ½\n",
    "ВНИМАНИЕ: НЕ ВХОДИТЬ. ОПАСНО ДЛЯ ЖИЗНИ. ПРИЧАЛ ЗАКРЫТ\n",
]


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_stays(text: str) -> None:
    assert check(Document("a.md", text.encode())) == ()
    assert check(Document("a.md", (text * 20).encode())) == ()


def test_only_the_lines_that_say_so_are_changed() -> None:
    clean = "Aujourd'hui le bâtiment est fermé, à cause de la grève.\n"
    damaged = mixed_up(TEXTS["fr"], "cp1252", "mac-roman")
    assert mended(damaged + clean) == TEXTS["fr"] + clean


@given(st.sampled_from(PAIRS), st.text(max_size=60))
def test_what_is_mended_gives_the_damage_back(pair: tuple[str, str, str], more: str) -> None:
    language, written, read = pair
    damaged = mixed_up(TEXTS[language], written, read) + more
    for finding in check(Document("a.md", damaged.encode("utf-8", "surrogatepass"))):
        places = finding.evidence.get("places")
        for place in places if finding.edits and isinstance(places, list) else ():
            assert isinstance(place, dict)
            steps = [Step(step["codec"]) for step in place["steps"]]
            if " as " in steps[0].codec:
                assert garble_by(place["after"], steps) == place["before"]


MOST_JUDGED = 3  # of 104, with the text as it is

UNKNOWN = [
    *CLEAN[len(TEXTS) :],
    "\n".join(TEXTS.values()) + "Tiếng Việt\nΕλληνικά\n日本語\nİstanbul’da ağaç\nמסמך\n",
]


@pytest.mark.parametrize("text", UNKNOWN)
def test_hardly_a_reading_is_judged(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[str] = []

    def judge(readings: list[Reading], languages: Mapping[str, float]) -> Verdict:
        judged.extend(reading.text for reading in readings)
        return pages.judge(readings, languages)

    monkeypatch.setattr(mixup, "judge", judge)
    assert mixup.mend_mixed_up(dict(enumerate(text.splitlines()))) == {}
    assert len(judged) <= MOST_JUDGED, "each reading takes as long as ruling out twenty"
