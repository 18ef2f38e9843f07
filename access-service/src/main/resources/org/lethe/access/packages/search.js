"use strict";
(() => {
  const MOST = 200; // hits shown
  const CONTEXT = 120; // characters before and after the words
  const search = document.getElementById("search");
  const query = document.getElementById("query");
  const status = document.getElementById("status");
  const found = document.getElementById("found");
  const files = Number(search.dataset.files);
  const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  let turn = 0;

  // A file of data calls this; the script element that brought it knows for which search it was.
  window.lethe = rows => document.currentScript.received(rows);

  function excerpt(text, at) {
    const characters = [...text];
    const from = Math.max(0, at - CONTEXT), to = at + query.value.length + CONTEXT;
    return (from > 0 ? "…" : "") + characters.slice(from, to).join("") + (to < characters.length ? "…" : "");
  }

  function show([link, where, text], at) {
    const row = document.createElement("li"), by = document.createElement("p"), anchor = document.createElement("a");
    const said = document.createElement("p");
    by.className = "by";
    anchor.href = link;
    anchor.textContent = where;
    by.append(anchor);
    said.className = "said";
    said.dir = "auto";
    said.textContent = excerpt(text, at);
    row.append(by, said);
    found.append(row);
  }

  function look() {
    const mine = ++turn, words = fold(query.value.trim());
    let hits = 0, file = 0;
    found.replaceChildren();
    status.textContent = "";
    if (words === "") return;
    const received = rows => {
      if (mine !== turn) return;
      for (const row of rows) {
        const at = fold(row[2]).indexOf(words);
        if (at >= 0 && ++hits <= MOST) show(row, at);
      }
    };
    const next = () => {
      if (mine !== turn) return;
      if (file === files) {
        status.textContent = hits > MOST ? `The first ${MOST} of ${hits} places` : `${hits} ${hits === 1 ? "place" : "places"}`;
        return;
      }
      const script = document.createElement("script");
      script.received = received;
      script.onload = () => { script.remove(); next(); };
      script.onerror = () => { script.remove(); status.textContent = `search-${file}.js is missing`; };
      script.src = `search-${++file}.js`;
      document.head.append(script);
    };
    next();
  }

  let soon;
  query.addEventListener("input", () => { clearTimeout(soon); soon = setTimeout(look, 250); });
  search.hidden = false;
})();
