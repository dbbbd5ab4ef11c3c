// Choices above the chart, the legend, and what both have in common: building elements from text.

const SVG = "http://www.w3.org/2000/svg";

/** An element with properties and children. Text is text: nothing is ever parsed as markup. */
function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("aria-") || key === "role" || key === "colspan" || key === "scope") {
      made.setAttribute(key, value);
    } else {
      made[key] = value;
    }
  }
  made.append(...children);
  return made;
}

function select(label, values, chosen, onChoose) {
  const options = values.map(([value, text]) =>
    element("option", { value, textContent: text, selected: value === chosen }));
  const made = element("select", { name: label, onchange: () => onChoose(made.value) }, ...options);
  return element("label", {}, label, made);
}

function showControls(view) {
  const form = document.getElementById("controls");
  const focused = form.contains(document.activeElement) ? document.activeElement.name : null;
  const benchmarks = distinct(view.data.rows.map((row) => row.benchmark));
  form.replaceChildren(
    select("Benchmark", benchmarks.map((name) => [name, view.words(name)]), view.benchmark,
      (benchmark) => view.choose({ benchmark })),
    select("Metric", view.metrics.map((metric) => [metric.id, metric.label]), view.metricId,
      (metricId) => view.choose({ metricId })),
    select("Scale", [["log", "logarithmic"], ["linear", "linear"]], view.scale,
      (scale) => view.choose({ scale })),
    ...view.choices.map((choice) =>
      select(choice.name, choice.values.map((value) => [value, value === "" ? "(none)" : value]), choice.value,
        (value) => view.chooseSetting(choice.name, value))));
  // Building the choices anew must not throw somebody at a keyboard out of them.
  if (focused !== null) form.querySelector(`select[name="${CSS.escape(focused)}"]`)?.focus();

  const fixed = Object.entries(view.settings)
    .filter(([name, value]) => value !== "" && !view.choices.some((choice) => choice.name === name))
    .map(([name, value]) => `${name} ${value}`);
  document.getElementById("describe").textContent =
    [view.benchmark, ...fixed, view.metric ? DIRECTIONS[view.metric.better] : ""].filter(Boolean).join(" · ");
  document.getElementById("link").setAttribute("href", view.hash());
}

const DIRECTIONS = { higher: "higher is better", lower: "lower is better" };

/** More marks can't be told apart; the table has all. */
const MAX_SUBJECTS = 24;

/** From so many on, what is shown is grouped by how it is kept: each backend with its options and codecs. */
const GROUPED_FROM = 12;

/** What the chart draws: the first of those that are not hidden. */
const drawnSubjects = (view) => view.subjects.filter((subject) => !view.hidden.has(subject)).slice(0, MAX_SUBJECTS);

function subjectGroups(view) {
  const button = (subject) => toggle(`s:${subject}`, subject, swatch(view.style(subject), 0),
    !view.hidden.has(subject), () => view.toggle(view.hidden, subject));
  const backendOf = (subject) => subject.split(" ")[0];
  const backends = distinct(view.subjects.map(backendOf));
  if (view.subjects.length < GROUPED_FROM || backends.length === view.subjects.length) {
    return [group("Show", view.subjects.map(button))];
  }
  return backends.map((backend) => {
    const members = view.subjects.filter((subject) => backendOf(subject) === backend);
    const shown = members.some((subject) => !view.hidden.has(subject));
    const all = toggle(`b:${backend}`, `all ${backend}`, "", shown, () => view.hideAll(view.hidden, members, shown));
    return group(backend, members.length > 1 ? [all, ...members.map(button)] : members.map(button));
  });
}

function showLegend(view) {
  const legend = document.getElementById("legend");
  const focused = legend.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const groups = subjectGroups(view);
  const left = view.subjects.filter((subject) => !view.hidden.has(subject)).length - MAX_SUBJECTS;
  if (left > 0) {
    groups.push(element("p", { className: "quiet",
      textContent: `${left} more are in the table only, until you hide others.` }));
  }
  if (view.runs.length > 1) {
    groups.push(group("Runs", view.runs.map((run) => {
      const name = view.data.runs[run].name;
      return toggle(`r:${run}`, name, swatch(null, run), !view.hiddenRuns.has(name),
        () => view.toggle(view.hiddenRuns, name));
    })));
  }
  legend.replaceChildren(...groups);
  if (focused !== null) {
    [...legend.querySelectorAll("button")].find((button) => button.dataset.key === focused)?.focus();
  }
}

function group(label, buttons) {
  return element("div", { role: "group", "aria-label": label },
    element("span", { className: "what", textContent: label }), ...buttons);
}

function toggle(key, text, picture, pressed, onclick) {
  const button = element("button", { type: "button", "aria-pressed": String(pressed), onclick }, picture, text);
  button.dataset.key = key;
  return button;
}

/** A short line with a mark on it, as the chart draws it. */
function swatch(style, run) {
  const picture = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ width: 34, height: 14, "aria-hidden": "true" })) {
    picture.setAttribute(name, value);
  }
  const color = style ? styleColor(style) : getComputedStyle(document.documentElement).getPropertyValue("--ink");
  shape(picture, "line", { x1: 0, y1: 7, x2: 34, y2: 7, stroke: color, "stroke-width": 2,
    "stroke-dasharray": runDash(run).join(" ") });
  if (style) shape(picture, "path", { d: MARKS[style.marker].path, transform: "translate(17 7)", fill: color });
  return picture;
}

function shape(parent, name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent.append(made);
}

/** For each marker of Palette in Java: its outline, and what Chart.js calls it. */
const MARKS = {
  circle: { path: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0", pointStyle: "circle" },
  square: { path: "M-4.5 -4.5h9v9h-9z", pointStyle: "rect" },
  triangle: { path: "M0 -5.5L5.5 4H-5.5z", pointStyle: "triangle" },
  triangle_down: { path: "M0 5.5L5.5 -4H-5.5z", pointStyle: "triangle", rotation: 180 },
  diamond: { path: "M0 -6L6 0L0 6L-6 0z", pointStyle: "rectRot" },
  cross: { path: "M-5 -3L-3 -5L0 -2L3 -5L5 -3L2 0L5 3L3 5L0 2L-3 5L-5 3L-2 0z", pointStyle: "crossRot" },
  plus: { path: "M-1.5 -5.5h3v4h4v3h-4v4h-3v-4h-4v-3h4z", pointStyle: "cross" },
  dash: { path: "M-6 -2.5h12v5h-12z", pointStyle: "line" },
};

const isDark = () => {
  const theme = document.documentElement.dataset.theme;
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
};

const styleColor = (style) => (isDark() ? style.dark : style.light);

const RUN_DASHES = [[], [7, 4], [2, 3], [10, 3, 2, 3]];
const runDash = (run) => RUN_DASHES[run % RUN_DASHES.length];
