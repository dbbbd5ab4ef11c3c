// The chart: Chart.js, intervals, and a way through the marks by keyboard.

/** Draws the interval of each point of the datasets, which Chart.js has nothing for. */
const INTERVALS = {
  id: "intervals",
  beforeDatasetDraw(chart, { index, meta }) {
    const dataset = chart.data.datasets[index];
    const across = chart.options.indexAxis === "y";
    const scale = chart.scales[across ? "x" : "y"];
    const { left, right, top, bottom } = chart.chartArea;
    const { ctx } = chart;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, right - left, bottom - top);
    ctx.clip();
    ctx.beginPath();
    meta.data.forEach((mark, i) => {
      const figure = dataset.rows[i]?.figure;
      if (!figure || figure.low === null) return;
      const low = scale.getPixelForValue(Math.max(figure.low, scale.min));
      const high = scale.getPixelForValue(figure.high);
      const at = across ? mark.y : mark.x;
      const line = (a, b, c, d) => (across ? (ctx.moveTo(b, a), ctx.lineTo(d, c)) : (ctx.moveTo(a, b), ctx.lineTo(c, d)));
      line(at, low, at, high);
      line(at - 5, low, at + 5, low);
      line(at - 5, high, at + 5, high);
    });
    if (across) {
      // Half of it lies on the bar, whose colour may be that of the ink.
      ctx.strokeStyle = cssColor("--ground");
      ctx.lineWidth = 4;
      ctx.stroke();
    }
    ctx.strokeStyle = across ? cssColor("--ink") : dataset.borderColor;
    ctx.lineWidth = 1.5;
    ctx.stroke();
    ctx.restore();
  },
};

// Bars would cover their own intervals: there they are drawn after.
INTERVALS.afterDatasetDraw = (chart, args) => {
  if (chart.config.type === "bar") INTERVALS.beforeDatasetDraw(chart, args);
};

const cssColor = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

class ResultChart {
  constructor(canvas) {
    this.canvas = canvas;
    canvas.addEventListener("keydown", (event) => this.walk(event));
    canvas.addEventListener("blur", () => this.point([]));
  }

  show(view) {
    this.view = view;
    this.chart?.destroy();
    Chart.defaults.font = { family: "system-ui, sans-serif", size: 13 };
    const drawn = drawnSubjects(view);
    const rows = view.rows()
      .filter((row) => drawn.includes(row.subject))
      .map((row) => ({ ...row, figure: row.figures[view.metricId] }));
    const lines = rows.length > 0 && rows.every((row) => row.x !== null);
    this.chart = new Chart(this.canvas, lines ? this.lines(view, rows) : this.bars(view, rows));
    this.canvas.setAttribute("aria-label",
      `${view.words(view.benchmark)}: ${view.metric?.label ?? ""}, ${rows.length} figures, also in the table below`);
  }

  lines(view, rows) {
    const datasets = [];
    for (const subject of view.subjects) {
      for (const run of view.runs) {
        const own = rows.filter((row) => row.subject === subject && row.run === run).sort((a, b) => a.x - b.x);
        if (own.length === 0) continue;
        const style = view.style(subject);
        const color = styleColor(style);
        datasets.push({
          label: subject,
          rows: own,
          data: own.map((row) => ({ x: row.x, y: drawable(row.figure.value, view.scale) })),
          borderColor: color,
          backgroundColor: run === view.runs[0] ? color : cssColor("--ground"),
          borderDash: runDash(run),
          pointStyle: MARKS[style.marker].pointStyle,
          pointRotation: MARKS[style.marker].rotation ?? 0,
          borderWidth: 2,
          pointBorderWidth: 2,
          pointRadius: 5,
          pointHoverRadius: 7,
          clip: 8,
        });
      }
    }
    const xs = distinct(rows.map((row) => row.x)).sort((a, b) => a - b);
    const x = this.axis(view, view.candidates[0].xName, { quantity: "OTHER", unit: "" }, extent([xs], "free"));
    if (view.scale === "log" && xs.length <= MAX_TICKS) {
      // Ticks where there are marks.
      x.afterBuildTicks = (axis) => { axis.ticks = xs.map((value) => ({ value })); };
      x.ticks.callback = (value) => value.toLocaleString("en");
      x.ticks.autoSkip = true;
    }
    return this.config("line", datasets, {
      x,
      y: this.axis(view, view.metric.label, view.metric, extent(rows.map(ends), view.scale)),
    });
  }

  bars(view, rows) {
    const labels = distinct(rows.map((row) => row.subject));
    const datasets = view.runs.map((run) => {
      const own = labels.map((label) => rows.find((row) => row.subject === label && row.run === run));
      return {
        label: view.data.runs[run].name,
        rows: own,
        data: own.map((row) => (row ? drawable(row.figure.value, view.scale) : null)),
        backgroundColor: labels.map((label) => styleColor(view.style(label))),
        borderColor: cssColor("--ink"),
        borderWidth: run === view.runs[0] ? 0 : 2,
      };
    });
    const config = this.config("bar", datasets, {
      x: this.axis(view, view.metric?.label ?? "", view.metric ?? {}, extent(rows.map(ends), view.scale)),
      y: {
        ticks: { color: cssColor("--ink"), autoSkip: false, callback: (_, i) => shorten(labels[i], this.canvas) },
        grid: { display: false },
      },
    });
    config.data.labels = labels;
    config.options.indexAxis = "y";
    return config;
  }

  config(type, datasets, scales) {
    return {
      type,
      data: { datasets },
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: "nearest", intersect: false },
        scales,
        plugins: {
          // Ours is made of buttons, which a keyboard reaches.
          legend: { display: false },
          tooltip: {
            displayColors: false,
            callbacks: {
              title: (items) => items.slice(0, 1).map((item) => rowOf(item)?.subject ?? ""),
              label: (item) => this.words(rowOf(item)),
            },
          },
        },
      },
      plugins: [INTERVALS],
    };
  }

  axis(view, label, metric, { min, max }) {
    const log = view.scale === "log";
    return {
      type: log ? "logarithmic" : "linear",
      title: { display: true, text: label, color: cssColor("--ink") },
      min: log ? min : 0,
      max: log ? max : undefined,
      ticks: {
        color: cssColor("--ink"),
        callback: (value) => (log && !isLabelled(value, min, max) ? null : formatFigure(value, metric, 3)),
        autoSkip: !log,
        maxRotation: 0,
      },
      grid: { color: cssColor("--grid") },
      border: { color: cssColor("--line") },
    };
  }

  words(row) {
    if (!row) return [];
    const { metric, data } = this.view;
    const lines = [`${metric.label}: ${formatFigure(row.figure.value, metric)}`];
    if (row.x !== null) lines.unshift(`${row.xName}: ${row.x.toLocaleString("en")}`);
    if (row.figure.low !== null) lines.push(`${data.confidence} % interval: ${formatInterval(row.figure, metric)}`);
    if (row.figure.forks > 0) lines.push(formatForks(row.figure.forks));
    if (data.runs.length > 1) lines.push(`run ${data.runs[row.run].name}`);
    return lines;
  }

  /** Left and right along a curve, up and down from one to the next. */
  walk(event) {
    const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
    const step = steps[event.key];
    const datasets = this.chart.data.datasets;
    if (event.key === "Escape") this.point([]);
    if (!step || datasets.length === 0) return;
    event.preventDefault();
    const [now] = this.chart.getActiveElements();
    const next = now ?? { datasetIndex: 0, index: 0 };
    if (now) {
      next.datasetIndex = (now.datasetIndex + step[0] + datasets.length) % datasets.length;
      const points = datasets[next.datasetIndex].data.length;
      next.index = Math.min(Math.max(now.index + step[1], 0), points - 1);
    }
    this.point([{ datasetIndex: next.datasetIndex, index: next.index }]);
    const row = datasets[next.datasetIndex].rows[next.index];
    document.getElementById("chart-live").textContent = row ? [row.subject, ...this.words(row)].join(", ") : "";
  }

  point(active) {
    if (!this.chart) return;
    this.chart.setActiveElements(active);
    this.chart.tooltip.setActiveElements(active, { x: 0, y: 0 });
    this.chart.update();
  }
}

const rowOf = (item) => item.chart.data.datasets[item.datasetIndex].rows[item.dataIndex];

/** Names beside bars take a third of the chart at most; the whole name is in the tooltip. */
function shorten(name, canvas) {
  const most = Math.max(8, Math.floor(canvas.clientWidth / 3 / 7));
  return name.length <= most ? name : `${name.slice(0, most - 1)}…`;
}

const MAX_TICKS = 12;

/** A logarithm has no place for 0. */
const drawable = (value, scale) => (scale === "log" && !(value > 0) ? null : value);

/** What the axis must hold of a row: its interval, but not more than a decade either way. */
const ends = ({ figure: { value, low, high } }) =>
  low === null ? [value] : [value, Math.max(low, value / 10), Math.min(high, value * 10)];

/** Whole decades where `scale` is "log"; else a little room around. */
function extent(values, scale) {
  const positive = values.flat().filter((value) => value > 0);
  if (positive.length === 0) return { min: 1, max: 10 };
  const low = Math.min(...positive);
  const high = Math.max(...positive);
  if (scale === "free") return { min: low / 1.3, max: high * 1.3 };
  const min = 10 ** exponent(low);
  let max = 10 ** exponent(high);
  if (max < high || max === min) max *= 10;
  return { min, max };
}

/** Decades; between them 2 and 5 where few decades are shown. */
function isLabelled(value, min, max) {
  const first = Number(value.toExponential().split("e")[0]);
  return first === 1 || (max / min < 50 && (first === 2 || first === 5));
}
