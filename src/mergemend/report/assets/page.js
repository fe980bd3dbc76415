"use strict";
// Sorting and filtering; without it the page is whole, in the order of the document.
for (const table of document.querySelectorAll("table[data-sorts]")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[index].dataset.key ?? row.cells[index].textContent;
      const keyed = [...body.rows].map((row) => [key(row), row]);
      const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
      keyed.sort(([one], [other]) =>
        (one === "") - (other === "") || (down ? -1 : 1) * collator.compare(one, other));
      body.append(...keyed.map(([, row]) => row));
    });
  });
}
for (const form of document.querySelectorAll(".controls")) {
  const rows = [...document.getElementById(form.dataset.table).tBodies[0].rows];
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const said = form.querySelector("output");
  const update = () => {
    const words = form.elements.words.value.toLowerCase().split(/\s+/);
    const group = form.elements.group.value;
    let shown = 0;
    for (const row of rows) {
      const fits = words.every((word) => texts.get(row).includes(word));
      row.hidden = !fits || (group !== "" && !row.dataset.groups.split(" ").includes(group));
      shown += row.hidden ? 0 : 1;
    }
    said.textContent = `${shown} of ${rows.length} shown`;
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", update);
  form.hidden = false;
  update();
}
