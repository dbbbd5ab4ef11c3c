"""Measures how close every backend is to the limit of the machine, and makes the tables of docs/limits.md.

  python3 src/limits/limits.py --jar target/benchmarks.jar --jdk JDK17 --jdk JDK25 --images CIFAR_DIR --work DIR
  python3 src/limits/limits.py --tables results/limits [--page docs/limits.md]

CIFAR_DIR holds cifar-10-batches-py and cifar-10-batches-bin. DIR should be on a journaled file system. Three sittings on
two JDKs take about 35 minutes; stopped, the same command goes on where it was. The article's Python needs numpy, h5py,
lmdb and Pillow; else nothing is needed but Python 3.9. Standard output is the tables, messages go to standard error; the
exit status is 0 when done, 2 if something could not be measured.
"""
import argparse
import signal
import sys

sys.dont_write_bytecode = True

import sittings  # noqa: E402
import tables  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jar", metavar="FILE", help="the jar of the benchmarks")
    parser.add_argument("--jdk", metavar="DIR", action="append", help="a JDK; once for each")
    parser.add_argument("--images", metavar="DIR", help="CIFAR-10 in both layouts")
    parser.add_argument("--work", metavar="DIR", help="where stores are made")
    parser.add_argument("--sittings", metavar="N", type=int, default=3, help="how often all is measured (3)")
    parser.add_argument("--python", metavar="FILE", help="the interpreter that runs the article's Python")
    parser.add_argument("-o", "--output", metavar="DIR", default="results/limits", help="results/limits")
    parser.add_argument("--tables", metavar="DIR", help="measure nothing, make the tables from what is there")
    parser.add_argument("--page", metavar="FILE", help="a page with markers, between which the tables with targets are put")
    parser.add_argument("--try", dest="trial", action="store_true", help="tiny: shows that all works")
    given = parser.parse_args()
    if not given.tables:
        missing = [n for n in ("jar", "jdk", "images", "work") if not getattr(given, n)]
        if missing:
            parser.error("missing: " + ", ".join("--" + n for n in missing))
    return given


def main():
    given = arguments()
    sys.stdout.reconfigure(encoding="utf-8")
    failed = []
    try:
        if not given.tables:
            failed = sittings.measure(given.jar, given.jdk, given.images, given.work, given.output, given.sittings,
                                      given.python, given.trial)
        text = tables.make(given.tables or given.output)
        print(text)
        if given.page:
            tables.insert(given.page, given.tables or given.output)
    except sittings.Problem as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    if failed:
        print(f"error: {len(failed)} runs failed: {', '.join(failed)}; the same command repeats them", file=sys.stderr)
        return 2
    return 0


def stop(number, frame):
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("stopped; the same command goes on from here", file=sys.stderr)
        sys.exit(130)
