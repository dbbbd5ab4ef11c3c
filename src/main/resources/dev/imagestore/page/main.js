// Puts the page together. A further section is one more listener of the view.

const DATA = JSON.parse(document.getElementById("data").textContent);
const VIEW = new View(DATA);
const CHART = new ResultChart(document.getElementById("chart"));
const TABLE = new FigureTable(document.getElementById("table"));
const OVERVIEW = new Overview(document.getElementById("overview"));

const THEMES = { "": "as the system", light: "light", dark: "dark" };

function showTheme(theme) {
  if (theme === "") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  document.getElementById("theme").textContent = `Theme: ${THEMES[theme]}`;
}

/** Some browsers keep nothing for pages that are files. */
const remembered = {
  get: () => { try { return localStorage.getItem("theme") ?? ""; } catch { return ""; } },
  set: (theme) => { try { localStorage.setItem("theme", theme); } catch { /* until the page is closed */ } },
};

const redraw = () => { showLegend(VIEW); CHART.show(VIEW); };

let TREND = null;
const recolour = () => { redraw(); TREND?.draw(); };

showTheme(remembered.get() in THEMES ? remembered.get() : "");
document.getElementById("theme").onclick = () => {
  const names = Object.keys(THEMES);
  const next = names[(names.indexOf(document.documentElement.dataset.theme ?? "") + 1) % names.length];
  remembered.set(next);
  showTheme(next);
  recolour();
};
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
for (const id of ["controls", "overview-controls"]) {
  document.getElementById(id).addEventListener("submit", (event) => event.preventDefault());
}

VIEW.onChange(showControls);
VIEW.onChange(redraw);
VIEW.onChange((view) => TABLE.show(view));
VIEW.onChange((view) => OVERVIEW.show(view));
showWarnings(DATA);
showEnvironments(DATA);
VIEW.tell();
if (DATA.trend) TREND = new TrendSection(DATA.trend, DATA.confidence);
