// The figures that are shown as a table that can be sorted, and the environments side by side.

/** A table of thousands of rows would take longer than anybody reads. */
const MAX_ROWS = 500;

class FigureTable {
  constructor(place) {
    this.place = place;
    this.sort = null;
    this.opened = new Set();
    this.limit = MAX_ROWS;
  }

  columns(view) {
    const { metric, data } = view;
    const figure = (row) => row.figures[metric.id];
    const columns = [{ name: view.candidates[0].subjectName, value: (row) => row.subject, text: (row) => row.subject }];
    if (view.runs.length > 1) {
      columns.push({ name: "run", brief: true, value: (row) => data.runs[row.run].name, text: (row) => data.runs[row.run].name });
    }
    if (view.candidates.some((row) => row.x !== null)) {
      columns.push({ name: view.candidates.find((row) => row.x !== null).xName, number: true,
        value: (row) => row.x, text: (row) => (row.x === null ? "" : row.x.toLocaleString("en")) });
    }
    columns.push(
      { name: metric.label, number: true, value: (row) => figure(row).value,
        text: (row) => formatFigure(figure(row).value, metric) },
      { name: `${data.confidence} % interval`, number: true, value: (row) => figure(row).low,
        text: (row) => formatInterval(figure(row), metric) },
      { name: "forks", number: true, value: (row) => figure(row).forks, text: (row) => figure(row).forks || "–" });
    return columns;
  }

  show(view) {
    this.view = view;
    if (!view.metric) {
      this.place.replaceChildren(element("p", { textContent: "No figures." }));
      return;
    }
    const columns = this.columns(view);
    const rows = view.rows().sort((a, b) =>
      compare(a.x, b.x) || view.subjects.indexOf(a.subject) - view.subjects.indexOf(b.subject) || a.run - b.run);
    const by = columns.find((column) => column.name === this.sort?.name);
    if (by) rows.sort((a, b) => compare(by.value(a), by.value(b)) * this.sort.direction);

    const head = element("tr", {}, ...columns.map((column) => this.heading(column)),
      element("th", { scope: "col", textContent: "samples" }));
    const body = element("tbody");
    for (const row of rows.slice(0, this.limit)) this.append(body, row, columns);
    const parts = [element("table", {}, element("thead", {}, head), body)];
    if (rows.length > this.limit) {
      parts.push(element("button", { type: "button", textContent: `Show all ${rows.length} rows`,
        onclick: () => { this.limit = Infinity; this.show(view); } }));
    }
    this.place.replaceChildren(...parts);
  }

  heading(column) {
    const direction = this.sort?.name === column.name ? this.sort.direction : 0;
    const button = element("button", { type: "button", textContent: column.name, onclick: () => {
      this.sort = { name: column.name, direction: direction === 1 ? -1 : 1 };
      this.show(this.view);
      [...this.place.querySelectorAll("th button")].find((b) => b.textContent === column.name).focus();
    } });
    const heading = element("th", { scope: "col", className: column.number ? "number" : "" }, button);
    if (direction !== 0) heading.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
    return heading;
  }

  append(body, row, columns) {
    const cells = columns.map((column) =>
      element("td", { className: column.number ? "number" : column.brief ? "brief" : "", textContent: column.text(row) }));
    const button = element("button", { type: "button", textContent: "show",
      "aria-expanded": "false", "aria-label": `Samples of ${columns.slice(0, 3).map((c) => c.text(row)).join(", ")}` });
    const line = element("tr", {}, ...cells, element("td", {}, row.raw.length > 0 ? button : "–"));
    body.append(line);
    let samples = null;
    const open = (yes) => {
      if (yes) {
        samples = this.samples(row, columns.length + 1);
        line.after(samples);
        this.opened.add(row);
      } else {
        samples?.remove();
        this.opened.delete(row);
      }
      button.textContent = yes ? "hide" : "show";
      button.setAttribute("aria-expanded", String(yes));
    };
    button.onclick = () => open(!this.opened.has(row));
    if (this.opened.has(row)) open(true);
  }

  /** As JMH wrote them: one line a fork, one figure an iteration. */
  samples(row, width) {
    const forks = row.raw.map((fork) =>
      element("li", { textContent: fork.map((value) => (value === null ? "NaN" : plain(value, 6))).join(", ") }));
    return element("tr", { className: "samples" },
      element("td", { colspan: width }, `Iterations of each fork, in ${row.rawUnit}:`, element("ol", {}, ...forks)));
  }
}

/** Numbers by size, texts by alphabet, nothing last. */
function compare(a, b) {
  if (a === null || b === null) return (a === null) - (b === null);
  return typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true });
}

function showEnvironments(data) {
  const head = element("tr", {}, element("th", { scope: "col", textContent: "" }),
    ...data.runs.map((run) => element("th", { scope: "col", textContent: run.name })));
  const rows = data.environments.map(({ name, values }) => {
    const differs = distinct(values).length > 1;
    return element("tr", { className: differs ? "differs" : "" },
      element("th", { scope: "row", textContent: differs ? `${name} (differs)` : name }),
      ...values.map((value) => element("td", { textContent: value === "" ? "–" : value })));
  });
  document.getElementById("environments").replaceChildren(
    element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows)));
}

function showWarnings(data) {
  const lines = data.runs.flatMap((run) => run.warnings.map((warning) => `${run.name}: ${warning}`));
  document.getElementById("warnings").replaceChildren(
    ...lines.map((line) => element("p", { className: "warning", textContent: line })));
}
