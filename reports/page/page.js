// Filters the list of findings. The page is whole without it.
(() => {
  const form = document.querySelector("form.filter");
  if (!form) return;
  const findings = [...document.querySelectorAll("details.finding")];
  const status = form.querySelector("output");
  const apply = () => {
    const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const hidden = new Set();
    for (const box of form.querySelectorAll("input[type=checkbox]")) {
      if (!box.checked) hidden.add(box.value);
    }
    let shown = 0;
    for (const finding of findings) {
      const text = finding.querySelector("summary").textContent.toLowerCase();
      const fits = !hidden.has(finding.dataset.severity) && words.every((w) => text.includes(w));
      finding.hidden = !fits;
      if (fits) shown += 1;
    }
    status.textContent = shown === findings.length ? "" : `${shown} of ${findings.length} shown`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
})();
