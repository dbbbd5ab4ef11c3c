"""Takes the measurements behind docs/limits.md: sitting by sitting, each into a file of its own.

A sitting is the article's Python and then, on every JDK, every group of benchmarks with one fork a configuration, so that
what drifts on the machine hits all alike; the order of the JDKs alternates from sitting to sitting. What is complete is
not measured again.
"""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEER = Path(__file__).resolve().with_name("python_article.py")
LATENCY = Path(__file__).resolve().with_name("Latency.java")

# Images of a small store, which fit the processor's cache, of the usual one, and of one that fits no cache.
CUTOFFS = dict(small=1000, middle=10000, large=100000)
TRY_CUTOFFS = dict(small=100, middle=200, large=400)

# So long that they are measured in the first sitting only.
ONCE = ("large-files", "large-png")

SETS = "storeMany|readMany"
FLAT = "raw,lmdb,hdf5"
ALL = "raw,png,lmdb,hdf5"


class Problem(Exception):
    """What keeps us from measuring, in one line."""


def groups(c):
    """By name: the arguments of the jar, and about how many seconds a run takes where nothing disturbs it.

    One fork each; where nothing else is said, with the warm-up and the iterations of the benchmark classes.
    """
    small, middle, large = c["small"], c["middle"], c["large"]
    few = ["-wi", "1", "-i", "2"]
    small_heap = ["-jvmArgsAppend", "-Xms256m -Xmx256m"]
    return {
        "sets": (params(backend=ALL, cutoff=f"{small},{middle}") + [SETS], 64),
        "files": (params(backend="files", cutoff=f"{small},{middle}") + [SETS], 18),
        "cores": (params(backend="png", pngThreads="all", cutoff=middle) + [SETS], 11),
        "large": (params(backend=FLAT, cutoff=large) + few + [SETS], 18),
        "small-heap": (params(backend=FLAT, cutoff=large) + few + small_heap + [SETS], 18),
        "random": (params(backend=ALL, cutoff=middle) + ["-t", "1", "-prof", "gc", "readRandom"], 32),
        "random-2": (params(backend=ALL, cutoff=middle) + ["-t", "2", "readRandom"], 18),
        "single": (params(backend=ALL, cutoff=middle) + ["storeSingle|readSingle"], 30),
        "buffers": (params(backend="lmdb", lmdbBuffer="netty,bytebuffer", cutoff=middle) + [SETS + "|readRandom"], 22),
        "codecs": (params(backend="png", pngCodec="imageio,pngj", cutoff=small) + [SETS], 16),
        "large-files": (params(backend="files", cutoff=large) + few + [SETS], 29),
        "large-png": (params(backend="png", cutoff=large) + few + [SETS], 53),
    }


def params(**values):
    return [word for name, value in values.items() for word in ("-p", f"{name}={value}")]


def measure(jar, jdks, images, work, out, sittings, python, trying):
    """Takes what is missing; returns the names of what failed."""
    jar, images, work, out = (Path(p).resolve() for p in (jar, images, work, out))
    if not jar.is_file():
        raise Problem(f"{jar}: expected the jar of the benchmarks, found nothing; build it with mvn -q package -DskipTests")
    if not (images / "cifar-10-batches-py").is_dir():
        raise Problem(f"{images}: expected a directory that holds cifar-10-batches-py")
    work.mkdir(parents=True, exist_ok=True)
    runs = out / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    features = {feature(jdk): Path(jdk) for jdk in jdks}
    if len(features) < len(jdks):
        raise Problem("two JDKs of the same version; name one of each")
    interpreter = with_libraries(python)
    cutoffs = TRY_CUTOFFS if trying else CUTOFFS
    begin_session(out, jar, images, cutoffs, trying)

    steps = []
    for sitting in range(1, sittings + 1):
        steps.append((f"python-{sitting}", 18, lambda file: peer(interpreter, images, work, cutoffs, trying, file)))
        order = list(features.items())
        for number, jdk in order if sitting % 2 else reversed(order):
            steps.append((f"latency-jdk{number}-{sitting}", 20,
                          lambda file, jdk=jdk: latency(jdk, jar, images, work, cutoffs, file)))
            for name, (arguments, seconds) in groups(cutoffs).items():
                if name in ONCE and sitting > 1:
                    continue
                steps.append((
                    f"{name}-jdk{number}-{sitting}",
                    seconds,
                    lambda file, jdk=jdk, arguments=arguments: group(jdk, jar, images, work, arguments, trying, file)))
    steps = [s for s in steps if not (runs / (s[0] + ".json")).exists()]
    left = sum(s[1] for s in steps)
    say(f"{len(steps)} runs" + ("" if trying else f", about {left / 60:.0f} minutes"))
    failed = []
    for i, (name, seconds, run) in enumerate(steps):
        begin = time.monotonic()
        try:
            run(runs / (name + ".json"))
        except Problem as problem:
            failed.append(name)
            say(f"{name} FAILED: {problem}")
        left -= seconds
        say(f"{i + 1} of {len(steps)}: {name}, {time.monotonic() - begin:.0f} s"
            + ("" if trying or not left else f"; about {left / 60:.0f} minutes to go"))
    return failed


def begin_session(out, jar, images, cutoffs, trying):
    """Files of two jars, or of two sets of images, do not belong together."""
    session = dict(jar=hashlib.sha256(jar.read_bytes()).hexdigest(), images=images.name, cutoffs=cutoffs, trial=trying)
    file = out / "session.json"
    if file.exists():
        before = json.loads(file.read_text(encoding="utf-8"))
        if before != session:
            different = ", ".join(k for k in session if before.get(k) != session[k])
            raise Problem(f"{out}: was begun with other values of: {different}; remove it or give another -o")
    else:
        write(file, json.dumps(session, indent=2) + "\n")


def group(jdk, jar, images, work, arguments, trying, file):
    """Runs the jar, and keeps its results with the environment beside them."""
    with tempfile.TemporaryDirectory(prefix="limits-") as place:
        command = [str(Path(jdk) / "bin" / "java"), "-jar", str(jar), "-f", "1", "-v", "SILENT",
                   "-p", f"dataset=cifar10:{images}"] + arguments
        if trying:
            command += ["-w", "20ms", "-r", "20ms"]
        environment = dict(os.environ, IMAGESTORE_WORK=str(work))
        done = subprocess.run(command, cwd=place, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        found = sorted((Path(place) / "results").glob("*-jdk*.json"))
        results = [f for f in found if not f.name.endswith(".env.json")]
        if done.returncode != 0 or len(results) != 1:
            raise Problem(f"exit status {done.returncode}: " + " | ".join(done.stdout.strip().splitlines()[-3:]))
        beside = results[0].with_name(results[0].name.removesuffix(".json") + ".env.json")
        if not json.loads(beside.read_text(encoding="utf-8"))["run"]["complete"]:
            raise Problem("the run says that it is not complete")
        # In this order, so that a result that is there is whole.
        write(file.with_name(file.name.removesuffix(".json") + ".env.json"), beside.read_text(encoding="utf-8"))
        write(file, results[0].read_text(encoding="utf-8"))


def peer(interpreter, images, work, cutoffs, trying, file):
    """Runs the article's Python: one image often, many images a few times."""
    results = []
    with tempfile.TemporaryDirectory(prefix="limits-python-", dir=work) as place:
        for cutoff, reps in ((1, 50), (cutoffs["middle"], 2 if trying else 5)):
            done = subprocess.run([interpreter, str(PEER), str(images), place, str(reps), str(cutoff)],
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                  check=False)
            if done.returncode != 0:
                raise Problem(done.stderr.strip().splitlines()[-1])
            results += [json.loads(line) for line in done.stdout.splitlines()]
    write(file, json.dumps(dict(versions=versions(interpreter), results=results), indent=1) + "\n")


def latency(jdk, jar, images, work, cutoffs, file):
    """Takes the time of every single read at random, and of what needs no store."""
    command = [str(Path(jdk) / "bin" / "java"), "-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-cp", str(jar), str(LATENCY),
               f"cifar10:{images}", str(work), str(cutoffs["middle"])]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          check=False)
    if done.returncode != 0:
        raise Problem(f"exit status {done.returncode}: " + " | ".join(done.stderr.strip().splitlines()[-3:]))
    write(file, json.dumps(json.loads(done.stdout), indent=1) + "\n")


def with_libraries(chosen):
    """An interpreter that has what the article's Python needs."""
    candidates = [chosen] if chosen else [sys.executable, "python3", "/usr/bin/python3"]
    for candidate in candidates:
        if shutil.which(candidate) and versions(candidate):
            return candidate
    raise Problem("no python3 with numpy, h5py, lmdb and Pillow found; name one with --python")


def versions(interpreter):
    code = ("import json, platform, h5py, lmdb, numpy, PIL; print(json.dumps(dict(python=platform.python_version(), "
            "pillow=PIL.__version__, lmdb=lmdb.__version__, h5py=h5py.__version__, numpy=numpy.__version__)))")
    done = subprocess.run([interpreter, "-c", code], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else None


def feature(jdk):
    """The feature version of a JDK: 17, 25."""
    java = Path(jdk) / "bin" / "java"
    if not java.is_file():
        raise Problem(f"{jdk}: expected a JDK, found no bin/java")
    said = subprocess.run([str(java), "-version"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False).stdout
    found = re.search(r'version "(\d+)', said)
    if not found:
        raise Problem(f"{java} -version: expected a version, found: {said.strip()[:80]}")
    return int(found.group(1))


def write(file, text):
    """Whole or not at all."""
    beside = file.with_name("." + file.name + ".tmp")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, file)


def say(text):
    print(time.strftime("%H:%M:%S ") + text, file=sys.stderr, flush=True)
