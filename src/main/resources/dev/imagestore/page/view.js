// What is chosen, kept in the address so that a link leads to the same view.

/** Rows of one benchmark have these in common or differ in them; each that differs has a choice. */
function settingNames(rows) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.setting)))];
  // Which mode there is may follow from the others, and must not rule them out.
  return [...names.filter((name) => name !== "mode"), ...names.filter((name) => name === "mode")];
}

function distinct(values) {
  return [...new Set(values)];
}

class View {
  constructor(data) {
    this.data = data;
    this.listeners = [];
    this.read(location.hash);
    window.addEventListener("hashchange", () => {
      if (location.hash !== this.hash()) {
        this.read(location.hash);
        this.tell();
      }
    });
  }

  /** Everything that a link may say is checked: it may come from an older page. */
  read(hash) {
    const wanted = new URLSearchParams(hash.replace(/^#/, ""));
    const benchmarks = distinct(this.data.rows.map((row) => row.benchmark));
    this.benchmark = oneOf(benchmarks, wanted.get("benchmark"));
    this.metricId = wanted.get("metric");
    this.scale = oneOf(["log", "linear"], wanted.get("scale"));
    this.settings = Object.fromEntries(
      [...wanted].filter(([key]) => key.startsWith("s.")).map(([key, value]) => [key.slice(2), value]));
    this.regime = Object.fromEntries(
      [...wanted].filter(([key]) => key.startsWith("o.")).map(([key, value]) => [key.slice(2), value]));
    this.hidden = new Set(wanted.getAll("hide"));
    this.hiddenRuns = new Set(wanted.getAll("hiderun"));
    this.settle();
  }

  /** Puts what was not chosen, or can't be had, to something that can. */
  settle() {
    let rows = this.data.rows.filter((row) => row.benchmark === this.benchmark);
    this.choices = [];
    const settings = {};
    for (const name of settingNames(rows)) {
      const of = (row) => row.setting[name] ?? this.data.defaults[name] ?? "";
      const values = distinct(rows.map(of));
      const value = oneOf(values, this.settings[name]);
      settings[name] = value;
      if (values.length > 1) this.choices.push({ name, values, value });
      rows = rows.filter((row) => of(row) === value);
    }
    this.settings = settings;
    this.metrics = this.data.metrics.filter((metric) => rows.some((row) => metric.id in row.figures));
    const ids = this.metrics.map((metric) => metric.id);
    this.metric = this.metrics.find((metric) => metric.id === oneOf(ids, this.metricId));
    this.metricId = this.metric?.id;
    this.candidates = rows.filter((row) => this.metricId in row.figures);
    this.subjects = distinct(this.candidates.map((row) => row.subject));
    this.runs = distinct(this.candidates.map((row) => row.run));
  }

  /** What a benchmark of ours measures; of others the name. */
  words(benchmark) {
    return Object.hasOwn(this.data.words, benchmark) ? this.data.words[benchmark] : benchmark;
  }

  style(subject) {
    const { palette } = this.candidates.find((row) => row.subject === subject);
    return this.data.styles[palette][subject];
  }

  /** Rows that are neither filtered out nor hidden. */
  rows() {
    return this.candidates.filter(
      (row) => !this.hidden.has(row.subject) && !this.hiddenRuns.has(this.data.runs[row.run].name));
  }

  hash() {
    const chosen = new URLSearchParams();
    chosen.set("benchmark", this.benchmark);
    chosen.set("metric", this.metricId);
    chosen.set("scale", this.scale);
    for (const choice of this.choices) chosen.set(`s.${choice.name}`, choice.value);
    for (const [name, value] of Object.entries(this.regime)) chosen.set(`o.${name}`, value);
    for (const subject of this.hidden) chosen.append("hide", subject);
    for (const run of this.hiddenRuns) chosen.append("hiderun", run);
    return `#${chosen}`;
  }

  choose(change) {
    Object.assign(this, change);
    this.settle();
    this.tell();
  }

  chooseSetting(name, value) {
    this.choose({ settings: { ...this.settings, [name]: value } });
  }

  /** A condition of the overview. */
  chooseRegime(name, value) {
    this.choose({ regime: { ...this.regime, [name]: value } });
  }

  toggle(set, name) {
    if (!set.delete(name)) set.add(name);
    this.choose({});
  }

  /** Hides all of them, or shows all. */
  hideAll(set, names, hide) {
    for (const name of names) {
      if (hide) set.add(name);
      else set.delete(name);
    }
    this.choose({});
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  tell() {
    history.replaceState(null, "", this.hash());
    for (const listener of this.listeners) listener(this);
  }
}

function oneOf(values, wanted) {
  return values.includes(wanted) ? wanted : values[0];
}
