"use strict";
/* The page is complete without this script. With it, claims can be filtered and lines copied. */
(() => {
  const named = (hash) => document.getElementById(decodeURIComponent(hash.slice(1)));
  const form = document.getElementById("claims-filters");
  if (form) {
    const claims = [...document.querySelectorAll("details[data-claim]")];
    const groups = [...document.querySelectorAll("[data-group]")];
    const shown = document.getElementById("claims-shown");
    const unfold = document.getElementById("claims-unfold");
    const worlds = ["paper", "floats", "training"];
    const said = new Map(claims.map((claim) => [claim, `${claim.dataset.claim} ${claim.querySelector("h4").textContent}`.toLowerCase()]));
    const chosen = () => Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
    const fits = (claim, want) => {
      const judged = (want.world ? [want.world] : worlds).map((world) => claim.dataset[world]).filter(Boolean);
      const documents = (claim.dataset.documents ?? "").split(" ");
      return judged.length > 0
        && (!want.verdict || judged.includes(want.verdict))
        && (!want.subject || claim.parentElement.dataset.group === want.subject)
        && (!want.document || (want.document === "*" ? "documents" in claim.dataset : documents.includes(want.document)))
        && (want.words ?? "").toLowerCase().split(/\s+/).every((word) => said.get(claim).includes(word));
    };
    const apply = () => {
      const want = chosen();
      let count = 0;
      for (const claim of claims) {
        claim.hidden = !fits(claim, want);
        count += claim.hidden ? 0 : 1;
      }
      for (const group of groups) group.hidden = !group.querySelector("[data-claim]:not([hidden])");
      shown.textContent = count === claims.length ? `${count} claims` : `${count} of ${claims.length} claims`;
    };
    const fill = (query) => {
      form.reset();
      for (const [name, value] of new URLSearchParams(query)) if (form.elements[name]) form.elements[name].value = value;
      apply();
    };
    /* What is chosen stands in the address, so that it can be sent to somebody: #claims?world=floats&verdict=refuted */
    const remember = () => history.replaceState(null, "", `#claims${Object.keys(chosen()).length ? "?" : ""}${new URLSearchParams(chosen())}`);
    const arrive = () => {
      const [place, query] = location.hash.split("?");
      if (place === "#claims" && query) {
        fill(query);
        document.getElementById("claims").scrollIntoView();
        return;
      }
      const target = location.hash && named(location.hash);
      if (!target) return;
      const hidden = target.closest("[hidden]");
      if (hidden) fill("");
      for (let part = target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
      target.scrollIntoView();
    };
    form.hidden = false;
    form.addEventListener("input", () => { apply(); remember(); });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { apply(); remember(); }));
    unfold.addEventListener("click", () => {
      const open = unfold.getAttribute("aria-pressed") === "false";
      unfold.setAttribute("aria-pressed", String(open));
      unfold.textContent = open ? "Fold" : "Unfold";
      for (const claim of claims) if (!claim.hidden) claim.open = open;
    });
    for (const link of document.querySelectorAll("a[data-filter]")) link.href = `#claims?${link.dataset.filter}`;
    addEventListener("hashchange", arrive);
    apply();
    arrive();
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
})();
