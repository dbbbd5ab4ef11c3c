// Since when: every configuration over the runs, one of them large. There only if the page has a trend.

const TIME = { quantity: "TIME", unit: "" };

/** What of the lines is listed; the first that has any is shown at first. */
const LISTED = {
  newest: ["in the newest run", (line) => line.newest !== null && line.points.length > 1],
  first: ["in the newest run for the first time", (line) => line.newest !== null && line.points.length === 1],
  striking: ["with a regression, a change or a drift", (line) => line.regression || line.changes.length > 0
    || line.drifts.length > 0 || line.exact.some((figure) => figure.changes.length > 0)],
  all: ["all", () => true],
};

class TrendSection {
  constructor(trend, confidence) {
    this.trend = trend;
    this.confidence = confidence;
    this.started = new Map(trend.runs.map((run) => [run.name, run.started]));
    this.limit = MAX_ROWS;
    this.listed = Object.keys(LISTED).find((name) => trend.lines.some(LISTED[name][1])) ?? "all";
    this.line = trend.lines.find((line) => line.regression)
      ?? trend.lines.find((line) => LISTED.striking[1](line) && line.points.length > 1)
      ?? trend.lines.find((line) => line.newest !== null && line.points.length > 1)
      ?? trend.lines[0];
    this.canvas = document.getElementById("trend-chart");
    this.canvas.addEventListener("keydown", (event) => this.walk(event));
    this.canvas.addEventListener("blur", () => this.point(null));
    document.getElementById("trend-section").hidden = false;
    document.getElementById("trend-outcome").replaceChildren(
      ...this.trend.inWords.map((text) => element("li", { textContent: text })),
      ...this.trend.leftOut.map(({ why, runs }) => element("li", { textContent: `Left out, ${why}: ${runs.length}.` })));
    this.showJdks();
    this.show();
  }

  show() {
    this.draw();
    this.showCourse();
    this.showLines();
  }

  choose(line) {
    this.line = line;
    this.show();
    document.getElementById("trend-name").scrollIntoView({ block: "nearest" });
  }

  /** The chosen line in words: where, verdict, changes and drifts. */
  showCourse() {
    const { line } = this;
    document.getElementById("trend-name").textContent = line.name;
    document.getElementById("trend-where").textContent = line.where;
    const date = (index) => day(this.started.get(line.points[index].run));
    const causes = (list) => (list.length === 0 ? "nothing else that is recorded changed there" : list.map((cause) =>
      `${cause.what}: ${cause.before} → ${cause.after}${LATER[cause.runsLater] ?? ""}`).join("; "));
    const facts = [];
    if (line.newest !== null) {
      facts.push([`Newest run: ${line.newest.words}${line.newest.ratio.value === null ? ""
        : `, ${ratio(line.newest.ratio)} of its level of ${formatFigure(line.newest.level, TIME, 3)}`}.`, line.newest.regression]);
    } else {
      facts.push([`Not in the newest run; last in ${line.points.at(-1).run}.`]);
    }
    for (const change of line.changes) {
      facts.push([`Changed at ${change.run}, ${date(change.index)}: ${ratio(change.ratio)}. There: ${causes(change.causes)}.`]);
    }
    for (const drift of line.drifts) {
      const total = Math.exp((drift.to - drift.from - 1) * drift.logPerRun.value);
      facts.push([`Drift from ${date(drift.from)} to ${date(drift.to - 1)}: ${percent(Math.exp(drift.logPerRun.value))} a run, `
        + `× ${plain(total, 4)} in all.`]);
    }
    for (const figure of line.exact) {
      for (const change of figure.changes) {
        const alarm = figure.regression && change === figure.changes.at(-1);
        facts.push([`${figure.metric} changed at ${change.run}, ${date(change.index)}: ${change.before.toLocaleString("en")} → `
          + `${change.after.toLocaleString("en")} ${figure.unit}${alarm ? ", a regression" : ""}. There: ${causes(change.causes)}.`, alarm]);
      }
    }
    document.getElementById("trend-facts").replaceChildren(
      ...facts.map(([text, alarm]) => element("li", { textContent: text, className: alarm ? "warning" : "" })));
  }

  // The large one

  draw() {
    const { line } = this;
    this.chart?.destroy();
    Chart.defaults.font = { family: "system-ui, sans-serif", size: 13 };
    const rows = line.points.map((point, index) => ({ point, index, figure: point.seconds }));
    const last = rows.length - 1;
    const color = rows.map((_, i) => cssColor(i === last && line.newest?.regression ? "--alarm" : "--accent"));
    const values = rows.map((row) => row.figure.value);
    const level = line.levels.at(-1).last;
    const low = Math.min(...values, 0.9 * level);
    const high = Math.max(...values, 1.1 * level);
    const room = 0.08 * (high - low);
    const runs = {
      rows,
      data: rows.map((row) => ({ x: row.index, y: row.figure.value })),
      showLine: false, borderColor: cssColor("--accent"), pointBorderColor: color, pointBackgroundColor: color,
      pointRadius: 4, pointHoverRadius: 7, clip: 8,
    };
    const levels = line.levels.map((part) => ({
      rows: [],
      data: [{ x: part.from - 0.4, y: part.first }, { x: part.to - 0.6, y: part.last }],
      borderColor: cssColor("--ink"), borderWidth: 2, pointRadius: 0, pointHoverRadius: 0, pointHitRadius: 0,
    }));
    this.chart = new Chart(this.canvas, {
      type: "line",
      data: { datasets: [runs, ...levels] },
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: "nearest", intersect: false },
        scales: {
          x: {
            type: "linear", min: -0.7, max: last + 0.7,
            afterBuildTicks: (axis) => { axis.ticks = spread(rows.length, this.canvas.clientWidth / 110).map((value) => ({ value })); },
            ticks: { color: cssColor("--ink"), maxRotation: 0, autoSkip: false,
              callback: (i) => this.tick(i) },
            grid: { display: false }, border: { color: cssColor("--line") },
          },
          y: {
            min: Math.max(0, low - room), max: high + room,
            title: { display: true, text: "time of one operation", color: cssColor("--ink") },
            ticks: { color: cssColor("--ink"), includeBounds: false, callback: (value) => formatFigure(value, TIME, 3) },
            grid: { color: cssColor("--grid") }, border: { color: cssColor("--line") },
          },
        },
        plugins: {
          legend: { display: false },
          tooltip: {
            displayColors: false,
            filter: (item) => item.datasetIndex === 0,
            callbacks: {
              title: (items) => items.slice(0, 1).map((item) => rows[item.dataIndex].point.run),
              label: (item) => this.words(rows[item.dataIndex]),
            },
          },
        },
      },
      plugins: [INTERVALS, { id: "changes", beforeDatasetsDraw: (chart) => this.drawChanges(chart) }],
    });
    this.canvas.setAttribute("aria-label", `${line.name}: ${line.points.length} runs, ${line.changes.length} changes of level`);
  }

  /** The date, with the time where two runs have the same. */
  tick(index) {
    const instants = this.line.points.map((point) => this.started.get(point.run) ?? "");
    const unique = new Set(instants.map(day)).size === instants.length;
    return unique ? day(instants[index]) : [day(instants[index]), instants[index].slice(11, 16)];
  }

  drawChanges(chart) {
    const { ctx, chartArea: { top, bottom }, scales: { x } } = chart;
    ctx.save();
    ctx.strokeStyle = cssColor("--alarm");
    ctx.lineWidth = 1.5;
    ctx.setLineDash([5, 4]);
    ctx.beginPath();
    for (const change of this.line.changes) {
      const at = x.getPixelForValue(change.index - 0.5);
      ctx.moveTo(at, top);
      ctx.lineTo(at, bottom);
    }
    ctx.stroke();
    ctx.restore();
  }

  words({ point, index, figure }) {
    const lines = [day(this.started.get(point.run)), `time of one operation: ${formatFigure(figure.value, TIME)}`];
    if (figure.low !== null) lines.push(`${this.confidence} % interval: ${formatInterval(figure, TIME)}`);
    if (figure.forks > 0) lines.push(formatForks(figure.forks));
    if (this.line.changes.some((change) => change.index === index)) lines.push("the level changed here");
    if (index === this.line.points.length - 1 && this.line.newest !== null) lines.push(this.line.newest.words);
    return lines;
  }

  /** Left and right along the runs. */
  walk(event) {
    if (event.key === "Escape") this.point(null);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const { rows } = this.chart.data.datasets[0];
    const now = this.chart.getActiveElements()[0]?.index;
    const next = now === undefined ? 0 : Math.min(Math.max(now + step, 0), rows.length - 1);
    this.point(next);
    document.getElementById("trend-live").textContent = [rows[next].point.run, ...this.words(rows[next])].join(", ");
  }

  point(index) {
    const active = index === null ? [] : [{ datasetIndex: 0, index }];
    this.chart.setActiveElements(active);
    this.chart.tooltip.setActiveElements(active, { x: 0, y: 0 });
    this.chart.update();
  }

  // All of them, small

  showLines() {
    const form = document.getElementById("trend-controls");
    const focused = document.activeElement?.dataset?.trend ?? (form.contains(document.activeElement) ? "filter" : null);
    form.replaceChildren(select("Configurations",
      Object.entries(LISTED).map(([name, [words, has]]) => [name, `${words} (${this.trend.lines.filter(has).length})`]),
      this.listed, (name) => { this.listed = name; this.showLines(); }));
    const lines = this.trend.lines.filter(LISTED[this.listed][1]);
    const head = element("tr", {}, ...["configuration", "course", "runs", "level", "newest", "time", "verdict"]
      .map((name) => element("th", { scope: "col", textContent: name, className: NUMBERS.has(name) ? "number" : "" })));
    const rows = [];
    let where = null;
    for (const line of lines.slice(0, this.limit)) {
      if (line.where !== where) {
        where = line.where;
        rows.push(element("tr", {}, element("th", { scope: "colgroup", colspan: 7, textContent: where })));
      }
      rows.push(this.row(line));
    }
    const parts = [element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows))];
    if (lines.length > this.limit) {
      parts.push(element("button", { type: "button", textContent: `Show all ${lines.length} configurations`,
        onclick: () => { this.limit = Infinity; this.showLines(); } }));
    }
    const place = document.getElementById("trend-lines");
    place.replaceChildren(...parts);
    // Building them anew must not throw somebody at a keyboard out of them.
    if (focused === "filter") form.querySelector("select").focus();
    else if (focused !== null) [...place.querySelectorAll("button")].find((button) => button.dataset.trend === focused)?.focus();
  }

  row(line) {
    const shown = line === this.line;
    const name = element("button", { type: "button", textContent: line.name, "aria-pressed": String(shown),
      onclick: () => this.choose(line) });
    name.dataset.trend = this.trend.lines.indexOf(line);
    const number = (text) => element("td", { className: "number", textContent: text });
    const level = line.newest?.level ?? (line.newest ? null : line.levels.at(-1).last);
    return element("tr", { className: shown ? "shown" : "" },
      element("th", { scope: "row" }, name), element("td", {}, course(line)), number(line.points.length),
      number(formatFigure(level, TIME, 3)),
      number(line.newest ? formatFigure(line.points.at(-1).seconds.value, TIME, 3) : "–"),
      number(line.newest && line.newest.ratio.value !== null ? `× ${plain(line.newest.ratio.value, 4)}` : "–"),
      element("td", { className: line.regression ? "brief warning" : "brief", textContent: verdict(line) }));
  }

  // JDKs at one time

  showJdks() {
    const { jdks } = this.trend;
    const place = document.getElementById("trend-jdks");
    place.hidden = jdks.length === 0;
    if (place.hidden) return;
    const features = distinct(jdks.flatMap((row) => row.cells.map((cell) => cell.jdk))).sort((a, b) => a - b);
    const head = element("tr", {}, element("th", { scope: "col", textContent: "configuration" }),
      ...features.map((jdk) => element("th", { scope: "col", className: "number", textContent: `JDK ${jdk}` })),
      element("th", { scope: "col", textContent: "measured" }));
    const rows = [];
    let where = null;
    for (const row of jdks) {
      if (row.where !== where) {
        where = row.where;
        rows.push(element("tr", {}, element("th", { scope: "colgroup", colspan: features.length + 2, textContent: where })));
      }
      const cells = features.map((jdk) => row.cells.find((cell) => cell.jdk === jdk)).map((cell) =>
        element("td", { className: "number", textContent: !cell ? "–" : cell === row.cells[0]
          ? formatFigure(cell.seconds.value, TIME, 3) : `${formatFigure(cell.seconds.value, TIME, 3)}\n${ratio(cell.ratio)}` }));
      rows.push(element("tr", {}, element("th", { scope: "row", textContent: row.name }), ...cells,
        element("td", { className: "brief", textContent: row.measured })));
    }
    document.getElementById("trend-jdks-table").replaceChildren(
      element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows)));
  }
}

const NUMBERS = new Set(["runs", "level", "newest", "time"]);
const LATER = { "-1": " (a run earlier)", "1": " (a run later)" };

const day = (instant) => (instant ?? "").slice(0, 10);
const percent = (factor) => `${factor > 1 ? "+" : ""}${plain(100 * (factor - 1), 2)} %`;
const ratio = ({ value, low, high }) =>
  `× ${plain(value, 4)}${low === null ? "" : ` (${plain(low, 4)} to ${plain(high, 4)})`}`;

function verdict(line) {
  if (!line.newest) return "not in the newest run";
  const drift = line.drifts.some(({ to }) => to === line.points.length) ? ["drifts"] : [];
  const larger = line.exact.filter((figure) => figure.regression).map((figure) => figure.metric);
  return [line.newest.words, ...drift, ...larger.map((metric) => `${metric} larger, REGRESSION`)].join("; ");
}

/** About `most` of `count` indices, evenly, the first among them. */
function spread(count, most) {
  const step = Math.max(1, Math.ceil(count / Math.max(2, Math.floor(most))));
  return Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
}

/** A small picture of a line: marks, levels and changes, without axes. */
function course(line) {
  const width = 160;
  const height = 34;
  const picture = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ width, height, class: "course", "aria-hidden": "true" })) {
    picture.setAttribute(name, value);
  }
  const values = line.points.map((point) => point.seconds.value);
  const level = line.levels.at(-1).last;
  const low = Math.min(...values, 0.9 * level);
  const high = Math.max(...values, 1.1 * level);
  const x = (index) => 4 + ((index + 0.5) / values.length) * (width - 8);
  const y = (value) => 4 + ((high - value) / (high - low)) * (height - 8);
  for (const change of line.changes) {
    shape(picture, "line", { x1: x(change.index - 0.5), x2: x(change.index - 0.5), y1: 0, y2: height, class: "change" });
  }
  for (const part of values.length > 1 ? line.levels : []) {
    shape(picture, "line", { x1: x(part.from - 0.4), x2: x(part.to - 0.6), y1: y(part.first), y2: y(part.last), class: "level" });
  }
  values.forEach((value, i) => shape(picture, "circle", { cx: x(i), cy: y(value), r: values.length > 60 ? 1 : 1.8,
    class: i === values.length - 1 && line.newest?.regression ? "alarm" : "run" }));
  return picture;
}
