"use strict";
// Answers, filters and keys of a clean-up, and its plan to take away.
const review = (bar) => {
  const cards = [...document.querySelectorAll(".decision")];
  const places = new Map(cards.map((card, n) => [card, n]));
  const find = (id) => document.getElementById(id);
  const help = find("help");
  const fields = document.querySelector(".filters");

  // What is answered: the number of an option, 0 to leave the text, or a text of the reader's own.
  const first = cards.map((card) => ("proposed" in card.dataset ? 1 : 0));
  const now = [...first];
  const taken = []; // changes that can be taken back: lists of [decision, answer before]
  let kept = "[]"; // the answers when the plan was downloaded last
  let current = -1; // the decision that keys are about
  let saving = 0;

  const changes = () => now.flatMap((answer, n) => (answer === first[n] ? [] : [[n, answer]]));
  const isAccepted = (answer) => answer !== 0 && answer !== "";
  const stateOf = (n) =>
    isAccepted(now[n]) ? "accepted" : first[n] ? "left" : "open";
  const tell = (words) => { find("told").textContent = words; };
  const many = (number, thing) => `${number.toLocaleString("en")} ${thing}${number === 1 ? "" : "s"}`;

  const radio = (n, value) => cards[n].querySelector(`.option input[type="radio"][value="${value}"]`);
  const draw = (n) => {
    const value = typeof now[n] === "string" ? "other" : String(now[n]);
    const chosen = radio(n, value);
    if (!chosen.checked) chosen.checked = true;
    if (value === "other") {
      const words = cards[n].querySelector("[data-other]");
      if (words.value !== now[n]) words.value = now[n];
    }
    const state = stateOf(n);
    if (cards[n].dataset.state !== state) {
      cards[n].dataset.state = state;
      cards[n].querySelector(".state").textContent = state;
    }
  };
  const recount = () => {
    const counts = { accepted: 0, left: 0, open: 0 };
    for (let n = 0; n < now.length; n += 1) counts[stateOf(n)] += 1;
    const changed = changes().length;
    find("counted").textContent = `${counts.accepted.toLocaleString("en")} of `
      + `${many(cards.length, "decision")} accepted, ${counts.left.toLocaleString("en")} left, `
      + `${counts.open.toLocaleString("en")} open`
      + (changed ? `; ${many(changed, "answer")} changed here` : "");
    bar.querySelector("[data-do=undo]").disabled = taken.length === 0;
  };
  // The history of this tab keeps the answers over a reload: pages of files have no other storage.
  const save = () => {
    clearTimeout(saving);
    saving = 0;
    history.replaceState({ plan: bar.dataset.digest, changes: changes() }, "");
  };
  const answer = (wanted, words) => {
    const before = wanted.filter(([n, value]) => now[n] !== value).map(([n]) => [n, now[n]]);
    const types = before.length === 1 && typeof before[0][1] === "string"
      && typeof wanted[0][1] === "string"; // what is typed is one change, not one a letter
    for (const [n, value] of wanted) {
      now[n] = value;
      draw(n);
    }
    if (before.length && !types) taken.push(before);
    recount();
    if (words) tell(words(before.length));
    if (!saving) saving = setTimeout(save, 150);
  };
  const undo = () => {
    const before = taken.pop();
    if (!before) return tell("Nothing to take back.");
    for (const [n, value] of before) {
      now[n] = value;
      draw(n);
    }
    recount();
    save();
    tell(`${many(before.length, "answer")} as before.`);
    if (before.length === 1) go(before[0][0]);
  };

  // The plan, as it was written but for the answers: each stands alone in a line of this depth.
  const written = () => find("plan").textContent
    .replace(/\\(u003c|[^])/g, (all, what) => (what === "u003c" ? "<" : all));
  const unseen = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;
  const escaped = (character) => [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
  const json = (value) => JSON.stringify(value).replace(unseen, escaped);
  const edited = () => {
    let n = -1;
    const text = written().replace(/^( {10}"answer": ).*(?=,$)/gm, (all, key) => {
      n += 1;
      return key + json(now[n] === "" ? 0 : now[n]);
    });
    if (n + 1 !== cards.length) throw new Error("the plan in this page is not whole");
    return text;
  };
  const download = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([edited()], { type: "application/json" }));
    link.download = bar.dataset.plan;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    kept = JSON.stringify(changes());
    tell(`The plan is downloaded as ${link.download}. In the repository: ${find("command").textContent}, with its path.`);
  };
  const copy = async () => {
    const command = find("command");
    getSelection().selectAllChildren(command);
    try {
      await navigator.clipboard.writeText(command.textContent);
      tell("The command is copied.");
    } catch {
      tell("The command is selected; copy it with your browser.");
    }
  };

  const go = (n) => {
    current = n;
    cards[n].focus({ preventScroll: true });
    cards[n].scrollIntoView({ block: "start" });
  };
  const step = (by) => {
    const fits = (card) => !card.hidden && (places.get(card) - current) * by > 0;
    const next = by > 0 ? cards.find(fits) : cards.findLast(fits);
    if (!next) return tell(by > 0 ? "There is none after it." : "There is none before it.");
    return go(places.get(next));
  };
  const choose = (value) => {
    if (current < 0 || cards[current].hidden) return tell("Go to a decision first: j.");
    if (!radio(current, value)) return tell(`There is no option ${value}.`);
    return answer([[current, value]], () => `${stateOf(current)}: option ${value}.`);
  };
  const accept = () => {
    if (current >= 0 && !first[current]) {
      return tell("Nothing is proposed: choose an option by its number.");
    }
    return choose(1);
  };
  // All of a file or a grade: what has no proposal stays open.
  const all = (group, value, name) => answer(
    group.filter((n) => first[n]).map((n) => [n, value]),
    (changed) => `${many(changed, "decision")} of ${name} ${value ? "accepted" : "left"}.`,
  );
  const inFile = (button) => [...button.closest(".file").querySelectorAll(".decision")]
    .map((card) => places.get(card));
  const ofGrade = (button) => [...cards.keys()]
    .filter((n) => cards[n].dataset.grade === button.dataset.of);

  const actions = {
    "accept-file": (button) => all(inFile(button), 1, "this file"),
    "leave-file": (button) => all(inFile(button), 0, "this file"),
    "accept-grade": (button) => all(ofGrade(button), 1, button.dataset.of),
    "leave-grade": (button) => all(ofGrade(button), 0, button.dataset.of),
    download,
    copy,
    undo,
    help: () => help.showModal(),
    close: () => help.close(),
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) actions[button.dataset.do](button);
  });
  const noted = (event) => {
    const card = event.target.closest(".decision");
    if (!card) return;
    const n = places.get(card);
    current = n;
    if (event.target.matches("[data-other]")) return void answer([[n, event.target.value]]);
    if (!event.target.matches("[type=radio]")) return;
    const words = card.querySelector("[data-other]");
    if (event.target.value !== "other") return void answer([[n, Number(event.target.value)]]);
    answer([[n, words.value]]);
    words.focus();
  };
  document.addEventListener("change", noted);
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-other]")) noted(event);
  });
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest(".decision");
    if (card) current = places.get(card);
  });

  const keys = {
    j: () => step(1),
    ArrowRight: () => step(1),
    k: () => step(-1),
    ArrowLeft: () => step(-1),
    a: accept,
    r: () => choose(0),
    u: undo,
    d: download,
    "/": () => fields.elements.words.focus(),
    "?": () => help.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || help.open) return;
    if (!find("keys-act").checked || event.target.matches("select, textarea, [type=text], [type=search]")) return;
    if (event.key.startsWith("Arrow") && event.target.matches("input, pre, .scroll")) return;
    const act = /^[0-9]$/.test(event.key) ? () => choose(Number(event.key)) : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  const texts = []; // of decisions, once they are filtered by words
  const filter = () => {
    const { words, file, rule, grade, state } = fields.elements;
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const all = !wanted.length && [file, rule, grade, state].every((field) => !field.value);
    let number = 0;
    const files = new Set();
    cards.forEach((card, n) => {
      const part = card.closest(".file");
      const fits = (!file.value || part.id === `file-${file.value}`)
        && (!rule.value || card.dataset.rule === rule.value)
        && (!grade.value || card.dataset.grade === grade.value)
        && (!state.value || stateOf(n) === state.value)
        && (!wanted.length || wanted.every((word) => (texts[n] ??= (
          `${part.firstChild.textContent} ${card.textContent}`.toLowerCase())).includes(word)));
      if (card.hidden === fits) card.hidden = !fits;
      if (fits) {
        number += 1;
        files.add(part);
      }
    });
    for (const part of document.querySelectorAll(".file")) part.hidden = !all && !files.has(part);
    find("shown").textContent = `${number.toLocaleString("en")} of ${cards.length.toLocaleString("en")} shown`;
  };
  document.documentElement.classList.add("scripted");
  fields.addEventListener("submit", (event) => {
    event.preventDefault();
    current = -1;
    step(1);
  });
  fields.addEventListener("input", filter);
  const before = history.state;
  if (before && before.plan === bar.dataset.digest) {
    for (const [n, value] of before.changes) {
      now[n] = value;
      draw(n);
    }
  }
  recount();
  filter();
  addEventListener("hashchange", () => {
    save();
    if (find(location.hash.slice(1))?.closest("[hidden]")) tell("The filters hide it.");
  });
  addEventListener("pagehide", save);
  addEventListener("beforeunload", (event) => {
    if (JSON.stringify(changes()) !== kept) event.preventDefault();
  });
};
{
  const bar = document.querySelector(".bar");
  if (bar) review(bar);
}
