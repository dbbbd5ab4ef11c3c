// Figures as people write them; the counterpart of Quantity in Java.

const PREFIXES = ["n", "µ", "m", "", "k", "M", "G", "T"];
const NO_PREFIX = 3;
const BASE_UNITS = { TIME: "s", RATE: "/s", BYTES: "B", BYTE_RATE: "B/s" };

/** A figure of a metric: `{ quantity, unit }` says of what. */
function formatFigure(value, metric, digits = 4) {
  if (value === null || value === undefined) return "–";
  if (metric.quantity === "COUNT") return Math.round(value).toLocaleString("en");
  const base = BASE_UNITS[metric.quantity];
  if (base === undefined) return `${plain(value, digits)} ${metric.unit}`.trim();
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(digits));
  const lowest = base.startsWith("B") ? NO_PREFIX : 0;
  const wanted = Math.floor(exponent(rounded) / 3) + NO_PREFIX;
  const prefix = Math.min(PREFIXES.length - 1, Math.max(lowest, wanted));
  const scaled = rounded / 10 ** (3 * (prefix - NO_PREFIX));
  const space = base.startsWith("/") && PREFIXES[prefix] === "" ? "" : " ";
  return plain(scaled, digits) + space + PREFIXES[prefix] + base;
}

/** Digits without exponent while that is short. */
function plain(value, digits) {
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude >= 1e9 || magnitude < 1e-4)) return value.toExponential(digits - 1);
  return Number(value.toPrecision(digits)).toLocaleString("en", { maximumFractionDigits: 9 });
}

/** floor(log10 |value|), exact at powers of ten. */
function exponent(value) {
  return Number(value.toExponential().split("e")[1]);
}

function formatInterval(figure, metric) {
  if (figure.low === null) return "none";
  return `${formatFigure(figure.low, metric)} … ${formatFigure(figure.high, metric)}`;
}

function formatForks(forks) {
  if (forks === 0) return "–";
  return forks === 1 ? "1 fork" : `${forks} forks`;
}
