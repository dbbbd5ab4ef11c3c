// All of the suite's benchmarks at once, under conditions that can be switched: a row for each benchmark and number of
// images, a column for each backend, in a cell how many times as long as the best of its row it takes.

/** These have a switch whatever was measured; others where there is a choice. */
const SWITCHES = ["dataset", "cache", "pages", "durability"];

/** From so many times the best on, a cell is of the next shade. */
const SHADES = [1.1, 2, 10];

class Overview {
  constructor(place) {
    this.place = place;
  }

  show(view) {
    const lines = view.data.rows.filter((row) => row.regime !== null && row.x !== null);
    document.getElementById("overview-section").hidden = lines.length === 0;
    if (lines.length === 0) return;
    const switches = this.switches(view, lines);
    this.showSwitches(view, switches);
    const shown = lines.filter((line) =>
      !view.hidden.has(line.subject) && switches.every(({ name, value, of }) => [undefined, value].includes(of(line))));
    this.showTable(view, shown);
  }

  /** A switch: its name, its values, the one that is chosen, and which of them a line has, if any. */
  switches(view, lines) {
    const run = { name: "run", of: (line) => view.data.runs[line.run].name };
    const names = distinct([...SWITCHES, ...lines.flatMap((line) => Object.keys(line.regime))]);
    return [...names.map((name) => ({ name, of: (line) => line.regime[name] })), run]
      .map((each) => {
        const values = distinct(lines.map(each.of)).filter((value) => value !== undefined);
        return { ...each, values, value: oneOf(values, view.regime[each.name]) };
      })
      .filter(({ name, values }) => values.length > (SWITCHES.includes(name) ? 0 : 1));
  }

  showSwitches(view, switches) {
    const form = document.getElementById("overview-controls");
    const focused = form.contains(document.activeElement) ? document.activeElement.name : null;
    form.replaceChildren(...switches.map(({ name, values, value }) => {
      const label = select(name === "dataset" ? "set" : name, values.map((each) => [each, each]), value,
        (chosen) => view.chooseRegime(name, chosen));
      label.querySelector("select").name = `overview-${name}`;
      return label;
    }));
    if (focused !== null) form.querySelector(`select[name="${CSS.escape(focused)}"]`)?.focus();
  }

  showTable(view, lines) {
    const subjects = distinct(lines.map((line) => line.subject));
    const order = Object.keys(view.data.words);
    const rows = new Map();
    for (const line of lines) {
      const key = `${line.benchmark} ${line.setting.mode} ${line.x}`;
      if (!rows.has(key)) rows.set(key, []);
      rows.get(key).push(line);
    }
    const sorted = [...rows.values()].sort(([a], [b]) =>
      order.indexOf(a.benchmark) - order.indexOf(b.benchmark) || a.x - b.x);
    const head = element("tr", {}, element("th", { scope: "col", textContent: "benchmark" }),
      element("th", { scope: "col", className: "number", textContent: "images" }),
      ...subjects.map((subject) => element("th", { scope: "col", className: "number", textContent: subject })));
    this.place.replaceChildren(element("table", {}, element("thead", {}, head),
      element("tbody", {}, ...sorted.map((row) => this.row(view, row, subjects)))));
  }

  row(view, lines, subjects) {
    const [{ benchmark, x }] = lines;
    const figures = subjects.map((subject) => lines.find((line) => line.subject === subject)?.figures.timePerImage);
    const times = figures.map((figure) => figure?.value).filter((value) => value !== undefined && value !== null);
    const best = Math.min(...times);
    const open = element("button", { type: "button", textContent: view.words(benchmark), onclick: () => {
      view.choose({ benchmark, metricId: "timePerImage", settings: lines[0].setting });
      document.getElementById("chart-heading").scrollIntoView();
    } });
    return element("tr", {}, element("th", { scope: "row" }, open),
      element("td", { className: "number", textContent: x.toLocaleString("en") }),
      ...figures.map((figure) => this.cell(view, figure, best)));
  }

  cell(view, figure, best) {
    if (figure?.value === undefined || figure.value === null) return element("td", { className: "number", textContent: "–" });
    const metric = view.data.metrics.find(({ id }) => id === "timePerImage");
    const times = figure.value / best;
    const shade = SHADES.filter((from) => times >= from).length;
    return element("td", { className: `number shade${shade}`,
      title: `${formatFigure(figure.value, metric)} (${formatInterval(figure, metric)}), ${formatForks(figure.forks)}` },
    `× ${times < 10 ? times.toFixed(2) : plain(times, 3)} `,
    element("span", { className: "quiet", textContent: `(${formatFigure(figure.value, metric, 3)})` }));
  }
}
