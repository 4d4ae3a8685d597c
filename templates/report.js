"use strict";
/* The page is complete without this script. With it, claims can be filtered and lines copied. */
(() => {
  const form = document.getElementById("claims-filters");
  if (form) {
    const rows = [...document.querySelectorAll("tr[data-claim]")];
    const shown = document.getElementById("claims-shown");
    const articles = new Map([...document.querySelectorAll("article[data-claim]")].map((a) => [a.dataset.claim, a]));
    const groups = [...document.querySelectorAll("[data-group]")];
    const worlds = ["paper", "floats", "training"];
    const fits = (row, want) => {
      const judged = (want.world ? [want.world] : worlds).map((world) => row.dataset[world]).filter(Boolean);
      return (!want.subject || row.dataset.subject === want.subject)
        && judged.length > 0
        && (!want.verdict || judged.includes(want.verdict))
        && (!want.document || row.dataset.documents.split("\n").includes(want.document))
        && want.words.toLowerCase().split(/\s+/).every((word) => row.textContent.toLowerCase().includes(word));
    };
    const apply = () => {
      const want = { document: "", ...Object.fromEntries(new FormData(form)) };
      let count = 0;
      for (const row of rows) {
        row.hidden = !fits(row, want);
        articles.get(row.dataset.claim).hidden = row.hidden;
        count += row.hidden ? 0 : 1;
      }
      for (const group of groups) {
        group.hidden = !group.querySelector("[data-claim]:not([hidden])");
      }
      shown.textContent = count === rows.length ? `${count} claims` : `${count} of ${rows.length} claims`;
    };
    const unfilter = () => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target && target.closest("[hidden]")) {
        form.reset();
        apply();
        target.scrollIntoView();
      }
    };
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    addEventListener("hashchange", unfilter);
    apply();
  }

  for (const line of document.querySelectorAll("pre.run")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      const code = line.querySelector("code");
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(code);
        button.textContent = "Selected";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    line.append(button);
  }

  const folded = [];
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details:not([open])")) {
      part.open = true;
      folded.push(part);
    }
  });
  addEventListener("afterprint", () => {
    for (const part of folded.splice(0)) part.open = false;
  });
})();
