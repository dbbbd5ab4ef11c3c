"""Makes the tables of "How close to the limit" from the files of the sittings. Measures nothing.

A figure of a sitting is the median of its fork's iterations; a ratio is made within a sitting. A table shows the median of
the sittings that have it, and their range, since so few sittings have no interval. For the same reason a target is met only
if every sitting meets it, and tables for people don't tick targets at all: limits.json has them.
"""
import json
import math
import re
from pathlib import Path
from statistics import median

from sittings import CUTOFFS, SETS, Problem, write

STORE, READ, RANDOM = "StoreBenchmark.storeMany", "ReadBenchmark.readMany", "ReadBenchmark.readRandom"
USUAL = dict(pngCodec="suite", pngThreads="1", lmdbBuffer="netty")

# Values that result files of schema 1 have under another name.
RENAMED = {("pngCodec", "own"): "suite"}

# What stands for an option that the backend does not have, or has at its own default.
UNCHOSEN = ("-", "default")
RUN = re.compile(r"([a-z0-9-]+?)(?:-jdk(\d+))?-(\d+)\.json")
NONE = "–"

# The most that a figure may be, or the least.
AT_MOST, AT_LEAST = "≤", "≥"

# What the article says that one image takes, in ms: stored, read.
ARTICLE_SINGLE = dict(png=(0.20, 0.13), lmdb=(0.57, 0.04), hdf5=(0.44, 0.39))


def group_of(backend, large=False):
    """Where all images of a store are stored and read: large files take so long that they have runs of their own."""
    if large:
        return f"large-{backend}" if backend in ("files", "png") else "large"
    return "files" if backend == "files" else "sets"


class Sitting:
    """What one sitting measured on one JDK."""

    def __init__(self):
        self.groups = {}
        self.seconds_of = {}
        self.peer = {}
        self.latency = {}

    def result(self, group, benchmark, mode="thrpt", **params):
        """The one result of a group that has these parameters; None without."""
        wanted = dict(USUAL, **{name: str(value) for name, value in params.items()})
        for result in self.groups.get(group, []):
            found = dict(USUAL, **{name: RENAMED.get((name, value), value)
                                   for name, value in result.get("params", {}).items() if value not in UNCHOSEN})
            if (result["benchmark"].endswith("." + benchmark) and result["mode"] == mode
                    and all(found.get(name) == value for name, value in wanted.items())):
                return result
        return None

    def rate(self, *where, **params):
        """Operations a second of all threads: the median of the iterations."""
        result = self.result(*where, **params)
        return result and middle([v for fork in result["primaryMetric"]["rawData"] for v in fork])

    def seconds(self, *where, **params):
        """An operation's time."""
        result, rate = self.result(*where, **params), self.rate(*where, **params)
        return result["threads"] / rate if rate else None

    def image(self, group, benchmark, cutoff, **params):
        """Seconds an image, of an operation on all images of the cutoff."""
        seconds = self.seconds(group, benchmark, cutoff=cutoff, **params)
        return seconds and seconds / cutoff

    def metric(self, name, *where, **params):
        """A secondary metric's score."""
        result = self.result(*where, **params)
        score = result["secondaryMetrics"].get(name, {}).get("score") if result else None
        return score if isinstance(score, (int, float)) else None

    def python(self, what, method, cutoff):
        """Seconds that the article's Python takes for all images of the cutoff: the median of its repetitions."""
        result = self.peer.get((method, cutoff))
        return result and middle(result[what])


class Run:
    """All sittings of a directory."""

    def __init__(self, directory):
        self.directory = Path(directory)
        session = self.directory / "session.json"
        session = json.loads(session.read_text(encoding="utf-8")) if session.exists() else {}
        self.cutoffs = session.get("cutoffs", CUTOFFS)
        self.trial = session.get("trial", False)
        self.sittings = {}
        self.environments = {}
        self.versions = {}
        peers = {}
        for file in sorted((self.directory / "runs").glob("*.json")):
            name = RUN.fullmatch(file.name)
            if not name or file.name.startswith(".") or file.name.endswith(".env.json"):
                continue
            content = json.loads(file.read_text(encoding="utf-8"))
            group, jdk, sitting = name.group(1), name.group(2), int(name.group(3))
            if group == "python" and jdk is None:
                self.versions = content["versions"]
                peers[sitting] = {(r["method"], r["n"]): r for r in content["results"]}
            elif group == "latency":
                self.of(int(jdk), sitting).latency = content
            elif jdk is not None:
                self.of(int(jdk), sitting).groups[group] = content
                beside = file.with_name(file.name.removesuffix(".json") + ".env.json")
                if beside.exists():
                    environment = json.loads(beside.read_text(encoding="utf-8"))
                    self.environments[int(jdk)] = environment
                    self.of(int(jdk), sitting).seconds_of[group] = environment["run"].get("seconds")
        if not self.sittings:
            raise Problem(f"{directory}: expected runs/<group>-jdk<N>-<sitting>.json, found none; measure first")
        for sittings in self.sittings.values():
            for number, sitting in sittings.items():
                sitting.peer = peers.get(number, {})

    def of(self, jdk, sitting):
        return self.sittings.setdefault(jdk, {}).setdefault(sitting, Sitting())

    def jdks(self):
        return sorted(self.sittings)

    def count(self):
        return max(len(s) for s in self.sittings.values())

    def over(self, jdk, figure):
        """What a function says of each of a JDK's sittings; None where it says nothing of any."""
        said = finite(figure(s) for s in self.sittings[jdk].values())
        return Spread(said) if said else None


class Spread(float):
    """The median of some sittings, which knows the least and the most of them."""

    def __new__(cls, values):
        self = super().__new__(cls, median(values))
        self.low, self.high = min(values), max(values)
        return self


def finite(values):
    return [v for v in values or [] if v is not None and math.isfinite(v)]


def middle(values):
    values = finite(values)
    return median(values) if values else None


def ratio(over, under):
    return over / under if over is not None and under else None


class Cell:
    """A figure, with how it is written and, where there is one, the target that its sittings are held against."""

    def __init__(self, value, form, relation=None, target=None):
        self.value, self.form, self.relation, self.target = value, form, relation, target

    def met(self):
        """None without a figure or a target. What is judged is the worst sitting, as it is written."""
        if self.value is None or self.relation is None:
            return None
        worst = getattr(self.value, "high" if self.relation == AT_MOST else "low", self.value)
        written = float(self.form(worst).replace(",", ""))
        return written <= self.target if self.relation == AT_MOST else written >= self.target

    def text(self):
        if self.value is None:
            return NONE
        low, high = (self.form(getattr(self.value, end, self.value)) for end in ("low", "high"))
        return self.form(self.value) + (f" ({low} … {high})" if low != high else "")

    def json(self):
        if self.relation is None:
            return self.value
        return dict(value=self.value, target=f"{self.relation} {self.target:g}", met=self.met())


def digits(n, scale=1.0):
    """Significant digits, never in scientific notation."""
    def form(value):
        value *= scale
        if value == 0:
            return "0"
        decimals = max(0, n - 1 - math.floor(math.log10(abs(value))))
        return f"{value:,.{decimals}f}"
    return form


def fixed(n, scale=1.0):
    return lambda value: f"{value * scale:,.{n}f}"


MICROS, MILLIS, TIMES, PERCENT = digits(3, 1e6), digits(3, 1e3), digits(3), fixed(2)
MEGABYTES, RATE = fixed(1, 1e-6), digits(3)


class Table:
    """A table before it has a form."""

    def __init__(self, name, title, columns, notes=""):
        self.name, self.title, self.columns, self.notes = name, title, columns, notes
        self.rows = []

    def row(self, *cells):
        assert len(cells) == len(self.columns), (self.name, cells)
        if any(isinstance(c, Cell) and c.value is not None for c in cells):
            self.rows.append(cells)

    def markdown(self):
        first = next((i for i, c in enumerate(self.rows[0]) if isinstance(c, Cell)), 0)
        lines = [f"**{self.title}**", "",
                 "| " + " | ".join(self.columns) + " |",
                 "|" + "".join("---|" if i < first else "--:|" for i in range(len(self.columns)))]
        for row in self.rows:
            lines.append("| " + " | ".join(c.text() if isinstance(c, Cell) else str(c) for c in row) + " |")
        if self.notes:
            lines += ["", self.notes]
        return "\n".join(lines) + "\n"

    def json(self):
        rows = [[c.json() if isinstance(c, Cell) else c for c in row] for row in self.rows]
        return dict(name=self.name, title=self.title, columns=self.columns, rows=rows)


def plain(n):
    return f"{n:,}"


def targets(run):
    """The table of the targets, at the usual number of images."""
    cutoff = run.cutoffs["middle"]
    table = Table("targets", f"At {plain(cutoff)} images, per image",
                  ["JDK", "", "store, µs", "× raw", "× as fast as the article's Python",
                   "read, µs", "× raw", "× as fast as the article's Python"],
                  "A ratio is made within a sitting, so that it need not be the quotient of two medians to the last digit. "
                  "The article's Python does other work: py-lmdb flushes to the device at its commit, ours does not; "
                  "Python keeps every image that it reads in fresh memory, ours fills the same 256 KiB again.")
    limits = {
        "hdf5": ((AT_MOST, 1.3), (AT_LEAST, 1.0), (AT_MOST, 1.3), (AT_LEAST, 2.5)),
        "lmdb": ((AT_MOST, 4), (AT_LEAST, 4), (AT_MOST, 3.5), (AT_LEAST, 7)),
        "png, 1 thread": ((), (AT_LEAST, 1.5), (), (AT_LEAST, 2.5)),
        "png, all cores": ((), (AT_LEAST, 2.5), (), (AT_LEAST, 4)),
    }
    for jdk in run.jdks():
        for line in ["raw", *limits]:
            backend = line.split(",")[0]
            group, more = ("cores", dict(pngThreads="all")) if line == "png, all cores" else ("sets", {})
            cells = []
            for i, (benchmark, what) in enumerate(((STORE, "stores"), (READ, "reads"))):
                def ours(s, benchmark=benchmark):
                    return s.image(group, benchmark, cutoff, backend=backend, **more)

                def raw(s, benchmark=benchmark):
                    return s.image("sets", benchmark, cutoff, backend="raw")

                def python(s, what=what):
                    return ratio(s.python(what, backend, cutoff), cutoff)
                limit = limits.get(line, ((),) * 4)
                cells.append(Cell(run.over(jdk, ours), MICROS))
                cells.append(Cell(run.over(jdk, lambda s: ratio(ours(s), raw(s))), TIMES, *limit[2 * i]))
                cells.append(Cell(run.over(jdk, lambda s: ratio(python(s), ours(s))), TIMES, *limit[2 * i + 1]))
            table.row(jdk, line, *cells)
    for method in ("png", "lmdb", "hdf5"):
        jdk = run.jdks()[0]
        cells = [Cell(run.over(jdk, lambda s, w=w, m=method: ratio(s.python(w, m, cutoff), cutoff)), MICROS)
                 for w in ("stores", "reads")]
        none = Cell(None, TIMES)
        table.row("Python", method, cells[0], none, none, cells[1], none, none)
    return table


def flatness(run):
    """How the time of an image grows with their number."""
    small, middling, large = (run.cutoffs[c] for c in ("small", "middle", "large"))
    table = Table("flatness", f"How the time of an image grows up to {plain(large)} images",
                  ["JDK", "", "", f"µs per image at {plain(small)}", f"at {plain(middling)}", f"at {plain(large)}",
                   f"{plain(large)} / {plain(middling)}", f"× raw at {plain(small)}", f"× raw at {plain(large)}",
                   "quotient"],
                  "`files` is the control for `png`: one file of raw pixels per image, made and read by the same system "
                  "calls, without any codec. What it costs is what the file system imposes.")
    for jdk in run.jdks():
        for word, benchmark in (("store", STORE), ("read", READ)):
            for backend in ("raw", "hdf5", "lmdb", "files", "png"):
                def at(s, cutoff, backend=backend, benchmark=benchmark):
                    return s.image(group_of(backend, cutoff == large), benchmark, cutoff, backend=backend)

                def times_raw(s, cutoff):
                    return ratio(at(s, cutoff), at(s, cutoff, backend="raw"))
                limit = () if backend == "files" else (AT_MOST, 1.3)
                control = backend == "raw"
                table.row(
                    jdk, word, backend,
                    *(Cell(run.over(jdk, lambda s, c=c: at(s, c)), MICROS) for c in (small, middling, large)),
                    Cell(run.over(jdk, lambda s: ratio(at(s, large), at(s, middling))), PERCENT, *limit),
                    *(Cell(None if control else run.over(jdk, lambda s, c=c: times_raw(s, c)), TIMES)
                      for c in (small, large)),
                    Cell(None if control else run.over(
                        jdk, lambda s: ratio(times_raw(s, large), times_raw(s, small))), PERCENT,
                        *(() if control else limit)))
    return table


def single(run):
    """Opening and closing for one image."""
    cutoff = run.cutoffs["middle"]
    table = Table("single", "One image: open, store or read, close",
                  ["JDK", "", "store, ms", "Python, ms", "× Python", "read, ms", "Python, ms", "× Python",
                   "the article's own figures, ms: store / read"],
                  f"Ours reads from a store of {plain(cutoff)} images, Python from one of 1. py-lmdb flushes to the device when "
                  "it stores, ours does not. `raw` has no peer.")
    for jdk in run.jdks():
        for backend in ("raw", "hdf5", "lmdb", "png"):
            cells = []
            for benchmark, what, images in (("StoreBenchmark.storeSingle", "stores", 1),
                                            ("ReadBenchmark.readSingle", "reads", cutoff)):
                def ours(s):
                    return s.seconds("single", benchmark, backend=backend, cutoff=images)

                def python(s):
                    return s.python(what, backend, 1) if ours(s) else None
                limit = () if backend == "raw" else (AT_MOST, 2)
                cells += [Cell(run.over(jdk, ours), MILLIS), Cell(run.over(jdk, python), MILLIS),
                          Cell(run.over(jdk, lambda s: ratio(ours(s), python(s))), PERCENT, *limit)]
            article = ARTICLE_SINGLE.get(backend)
            table.row(jdk, backend, *cells, "{:.2f} / {:.2f}".format(*article) if article else NONE)
    return table


def random(run):
    """One image at random, the store open."""
    cutoff = run.cutoffs["middle"]
    where = dict(cutoff=cutoff)
    table = Table("random", f"One image at random of {plain(cutoff)}, the store open",
                  ["JDK", "", "µs per read", "B allocated per read", "reads/s, 1 thread", "2 threads", "× 1 thread"])
    limits = {"raw": (1.5, 1.8), "hdf5": (1.5, 1.8), "lmdb": (1, 1.8), "png": (None, 1.7)}
    for jdk in run.jdks():
        for backend, (micros, scaling) in limits.items():
            def rate(s, group):
                return s.rate(group, RANDOM, backend=backend, **where)
            table.row(
                jdk, backend,
                Cell(run.over(jdk, lambda s: in_micros(s.seconds("random", RANDOM, backend=backend, **where))),
                     TIMES, *((AT_MOST, micros) if micros else ())),
                Cell(run.over(jdk, lambda s: s.metric("gc.alloc.rate.norm", "random", RANDOM, backend=backend, **where)),
                     fixed(1), *((AT_MOST, 16) if micros else ())),
                Cell(run.over(jdk, lambda s: rate(s, "random")), RATE),
                Cell(run.over(jdk, lambda s: rate(s, "random-2")), RATE),
                Cell(run.over(jdk, lambda s: ratio(rate(s, "random-2"), rate(s, "random"))), PERCENT,
                     AT_LEAST, scaling))
    return table


def latency(run):
    """The time of every single read, and what the machine does to work without a store."""
    table = Table("latency", f"Every single read at random of {plain(run.cutoffs['middle'])}, none left out",
                  ["JDK", "", "median, µs", "99.9 %, µs", "99.9 % / median", "two threads computing, × one",
                   "two threads copying, × one"],
                  "The control copies three images in memory, which takes about as long as a read. Where two threads do "
                  "not do twice what one does without any store, the cores take something from each other.")
    for jdk in run.jdks():
        for backend in ("raw", "hdf5", "lmdb", "png", "control"):
            def of(s, what):
                return s.latency.get(backend, {}).get(what)

            def scaling(what):
                return run.over(jdk, lambda s: s.latency.get(what)) if backend == "control" else None
            table.row(
                jdk, backend,
                Cell(run.over(jdk, lambda s: of(s, "median")), MICROS),
                Cell(run.over(jdk, lambda s: of(s, "high")), MICROS),
                Cell(run.over(jdk, lambda s: ratio(of(s, "high"), of(s, "median"))), TIMES,
                     *(() if backend == "control" else (AT_MOST, 20))),
                Cell(scaling("computeScaling"), PERCENT),
                Cell(scaling("copyScaling"), PERCENT))
    return table


def in_micros(seconds):
    return None if seconds is None else seconds * 1e6


def small_heap(run):
    """Half the heap, the same speed."""
    cutoff = run.cutoffs["large"]
    table = Table("small-heap", f"{plain(cutoff)} images in a heap of 256 MB instead of 512 MB",
                  ["JDK", "", "store, µs at 512 MB", "at 256 MB", "ratio", "read, µs at 512 MB", "at 256 MB", "ratio"])
    for jdk in run.jdks():
        for backend in ("raw", "hdf5", "lmdb"):
            cells = []
            for benchmark in (STORE, READ):
                def at(s, group):
                    return s.image(group, benchmark, cutoff, backend=backend)
                cells += [Cell(run.over(jdk, lambda s, g=g: at(s, g)), MICROS) for g in ("large", "small-heap")]
                cells.append(Cell(run.over(jdk, lambda s: ratio(at(s, "small-heap"), at(s, "large"))), PERCENT,
                                  AT_MOST, 1.05))
            table.row(jdk, backend, *cells)
    return table


def resident(run):
    """What is resident beyond the heap, and whether it grows."""
    middling, large = run.cutoffs["middle"], run.cutoffs["large"]
    table = Table("resident", "Resident memory beyond the heap, MB",
                  ["JDK", "", *(f"{word}, {when}" for word in (
                      f"store {plain(middling)}", f"store {plain(large)}", f"read {plain(middling)}",
                      f"read {plain(large)}", f"random of {plain(middling)}") for when in ("largest", "growth"))],
                  "Growth: from the first measured iteration of a fork to its last. The JVM itself counts, and of a "
                  "mapped store the pages that were touched, which are the page cache's.")
    for jdk in run.jdks():
        for backend in ("raw", "hdf5", "lmdb", "files", "png"):
            usual, big = group_of(backend), group_of(backend, large=True)
            cells = []
            for group, benchmark, cutoff in ((usual, STORE, middling), (big, STORE, large), (usual, READ, middling),
                                             (big, READ, large), ("random", RANDOM, middling)):
                found = [s.result(group, benchmark, backend=backend, cutoff=cutoff) for s in run.sittings[jdk].values()]
                forks = [fork for r in found if r
                         for fork in r["secondaryMetrics"].get("residentBeyondHeap", {}).get("rawData", [])]
                cells.append(Cell(max((v for fork in forks for v in fork), default=None), MEGABYTES))
                cells.append(Cell(middle([fork[-1] - fork[0] for fork in forks]), fixed(1, 1e-6)))
            table.row(jdk, backend, *cells)
    return table


def steadiness(run):
    """Whether the stores that an iteration deletes disturb the next."""
    small, middling = run.cutoffs["small"], run.cutoffs["middle"]
    table = Table("steadiness", "Stores per second in each iteration, as a multiple of the first's",
                  ["JDK", "images", "", "2nd", "3rd", "4th", "5th"],
                  "Each store is deleted before the next is made, outside the measured time. Were dirty pages or the journal "
                  "in the way of what follows, the later iterations would be slower.")
    for jdk in run.jdks():
        for cutoff in (small, middling):
            for backend in ("raw", "hdf5", "lmdb", "png"):
                def of_first(s, i):
                    result = s.result("sets", STORE, backend=backend, cutoff=cutoff)
                    fork = result["primaryMetric"]["rawData"][0] if result else []
                    return ratio(fork[i], fork[0]) if i < len(fork) else None
                table.row(jdk, plain(cutoff), backend,
                          *(Cell(run.over(jdk, lambda s, i=i: of_first(s, i)), PERCENT) for i in range(1, 5)))
    return table


def harness(run):
    """What part of a run measures."""
    table = Table("harness", "Where the time of a run goes, seconds per fork",
                  ["JDK", "benchmarks", "a fork takes", "warm-up", "measured", "the rest", "share measured"],
                  "As set: an operation that is under way when its time is up is ended, and counted. The rest of `readRandom` "
                  "is the start of a JVM, making and flushing a store of the cutoff, and reading and comparing it whole; "
                  "of the sets it is also operations that take longer than an iteration, and deleting.")
    for jdk in run.jdks():
        for group, name in (("random-2", "readRandom"), ("single", "readSingle, storeSingle"), ("sets", SETS.replace("|", ", "))):
            def forks(s):
                return s.groups.get(group, [])

            def a_fork(s):
                return ratio(s.seconds_of.get(group), len(forks(s)) or None)

            def set_to(s, what):
                each = [r[what + "Iterations"] * time(r[what + "Time"]) for r in forks(s) if what + "Time" in r]
                return sum(each) / len(each) if each else None
            warm, measured = (run.over(jdk, lambda s, w=w: set_to(s, w)) for w in ("warmup", "measurement"))
            whole = run.over(jdk, a_fork)
            known = None not in (warm, measured, whole)
            table.row(jdk, name, Cell(whole, PERCENT), Cell(warm, PERCENT), Cell(measured, PERCENT),
                      Cell(whole - warm - measured if known else None, PERCENT), Cell(ratio(measured, whole), PERCENT))
    return table


def time(written):
    """Seconds of a time as JMH writes it: 200 ms."""
    number, unit = written.split()
    return float(number) * {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "min": 60}[unit]


def codecs(run):
    """The PNG codecs, and what the files cost without one."""
    cutoff, middling = run.cutoffs["small"], run.cutoffs["middle"]
    table = Table("codecs", f"`pngCodec`, {plain(cutoff)} images, one thread",
                  ["JDK", "", "store, µs per image", "read, µs per image", "B per image", "× Pillow's bytes"],
                  "Bytes are lengths of files, labels included. `files` writes and reads the same number of files of raw "
                  f"pixels: what PNG takes beyond it is the codec's. Pillow's bytes are of {plain(middling)} images, and so "
                  "are those of the codec that is compared with them.")
    for jdk in run.jdks():
        for codec in ("suite", "pngj", "imageio"):
            usual, group = (True, "sets") if codec == USUAL["pngCodec"] else (False, "codecs")
            where = dict(backend="png", pngCodec=codec)

            def size(s):
                return ratio(s.metric("diskApparent", group, STORE, cutoff=cutoff, **where), cutoff)

            def pillow(s):
                return s.peer.get(("png", middling), {}).get("apparent")

            def whole(s):
                return s.metric("diskApparent", "sets", STORE, cutoff=middling, backend="png")
            table.row(
                jdk, f"`{codec}`",
                Cell(run.over(jdk, lambda s: s.image(group, STORE, cutoff, **where)), MICROS),
                Cell(run.over(jdk, lambda s: s.image(group, READ, cutoff, **where)), MICROS),
                Cell(run.over(jdk, size), fixed(0)),
                Cell(run.over(jdk, lambda s: ratio(whole(s), pillow(s))) if usual else None, fixed(3),
                     *((AT_MOST, 1.05) if usual else ())))
        table.row(
            jdk, "`files`, no codec",
            Cell(run.over(jdk, lambda s: s.image("files", STORE, cutoff, backend="files")), MICROS),
            Cell(run.over(jdk, lambda s: s.image("files", READ, cutoff, backend="files")), MICROS),
            Cell(run.over(jdk, lambda s: ratio(
                s.metric("diskApparent", "files", STORE, cutoff=cutoff, backend="files"), cutoff)), fixed(0)),
            Cell(None, fixed(3)))
    return table


def buffers(run):
    """LMDB through Netty's buffers and through the JDK's."""
    cutoff = run.cutoffs["middle"]
    table = Table("buffers", f"`lmdbBuffer`, {plain(cutoff)} images",
                  ["JDK", "", "store, µs per image", "read, µs per image", "at random, µs per image"])
    for jdk in run.jdks():
        for buffer in ("netty", "bytebuffer"):
            where = dict(backend="lmdb", lmdbBuffer=buffer)
            table.row(
                jdk, f"`{buffer}`",
                Cell(run.over(jdk, lambda s: s.image("buffers", STORE, cutoff, **where)), MICROS),
                Cell(run.over(jdk, lambda s: s.image("buffers", READ, cutoff, **where)), MICROS),
                Cell(run.over(jdk, lambda s: s.seconds("buffers", RANDOM, cutoff=cutoff, **where)), MICROS))
    return table


TABLES = (targets, flatness, single, random, latency, small_heap, resident, codecs, buffers, steadiness, harness)


# Those that a page shows.
PAGE = (targets, flatness, single, random, latency, small_heap)


def heading(run):
    """How often, where and with what it was measured, in one sentence."""
    parts = ["one sitting" if run.count() == 1 else f"medians of {run.count()} sittings, in brackets their range"]
    environments = [run.environments[jdk] for jdk in run.jdks() if jdk in run.environments]
    if environments:
        machine, work = environments[0]["machine"], environments[0]["workDirectory"]
        parts += [f"{machine['cpu']}, {machine['cores']} cores, {machine['os']} {machine['kernel']}",
                  f"{work['fileSystem']} (journal: {work['journal']})",
                  "JDK " + " and ".join(e["jdk"]["version"] for e in environments)]
    if run.versions:
        v = run.versions
        parts.append(f"Python {v['python']}, Pillow {v['pillow']}, py-lmdb {v['lmdb']}, h5py {v['h5py']}, "
                     f"numpy {v['numpy']}")
    trial = "**A trial, not for conclusions.** " if run.trial else ""
    text = "; ".join(parts)
    return f"*{trial}{text[0].upper()}{text[1:]}.*\n"


def markdown(run, tables):
    return "\n".join([heading(run), *(t.markdown() for t in tables)])


def make(directory):
    """Computes all tables of a directory, writes limits.md and limits.json there, and returns the Markdown."""
    run = Run(directory)
    tables = [t for t in (make_table(run) for make_table in TABLES) if t.rows]
    if not tables:
        raise Problem(f"{directory}: the runs that are there make no table")
    text = markdown(run, tables)
    missed = [dict(table=t.name, row=[c for c in row if not isinstance(c, Cell)], column=t.columns[i], **c.json())
              for t in tables for row in t.rows for i, c in enumerate(row) if isinstance(c, Cell) and c.met() is False]
    content = dict(sittings=run.count(), jdks=run.jdks(), cutoffs=run.cutoffs, trial=run.trial, missed=missed,
                   tables=[t.json() for t in tables])
    write(run.directory / "limits.md", text)
    write(run.directory / "limits.json", json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    return text


def insert(page, directory):
    """Puts the tables with targets between the markers of a page, and says where the others are."""
    run = Run(directory)
    tables = [t for t in (make_table(run) for make_table in PAGE) if t.rows]
    text = markdown(run, tables) + f"\nAll tables, with those of what is resident, the codecs, LMDB's buffers and the harness: `{directory}/limits.md`.\n"
    begin, end = "<!-- limits:begin -->", "<!-- limits:end -->"
    content = Path(page).read_text(encoding="utf-8")
    if content.count(begin) != 1 or content.count(end) != 1 or content.index(begin) > content.index(end):
        raise Problem(f"{page}: expected one {begin} and after it one {end}; write them where the tables belong")
    before, after = content[:content.index(begin) + len(begin)], content[content.index(end):]
    write(Path(page), f"{before}\n{text}\n{after}")
