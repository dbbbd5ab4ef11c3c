#!/usr/bin/env python3
"""The programs of the article in Python, timed: what people come from.

    python_article.py IMAGES WORK [--dataset NAME] [--only OPERATION METHOD COUNT]
    python_article.py --versions

IMAGES is a store of the backend raw, of 8-bit images of one shape. Stores are made in WORK and deleted. Standard output
is results in the form of JMH's JSON, one for each operation, method and number of images: of the kind that `report`
reads, with one fork, this process, and one iteration for each time that the operation was repeated. --only chooses one.

As in the article each library has its default durability, PNG is a file an image and one CSV file of labels, LMDB has
pickled objects under zero-padded keys in one transaction, HDF5 two contiguous datasets, and every image that is read is
kept. "lmdb" is flushed to the device when it commits; "lmdb sync=False" leaves that to the operating system, as PNG and
HDF5 do. What was stored or read is compared with the images, outside the time.
"""

import argparse
import csv
import json
import os
import pickle
import platform
import shutil
import struct
import sys
import time
from pathlib import Path

import h5py
import lmdb
import numpy as np
import PIL
from PIL import Image

# How often many images are stored or read, and one, after a first time that does not count.
REPETITIONS = dict(Many=3, Single=50)


class StoredImage:
    """What the article pickles: pixels and what it takes to make an array of them."""

    def __init__(self, image, label):
        self.shape = image.shape
        self.image = image.tobytes()
        self.label = label

    def get(self):
        return np.frombuffer(self.image, dtype=np.uint8).reshape(*self.shape)


def store_png(directory, images, labels):
    for i, image in enumerate(images):
        Image.fromarray(image).save(directory / f"{i}.png")
    with open(directory / "labels.csv", "w", encoding="ascii") as f:
        writer = csv.writer(f)
        for label in labels:
            writer.writerow([label])


def read_png(directory, count):
    images = [np.array(Image.open(directory / f"{i}.png")) for i in range(count)]
    with open(directory / "labels.csv", encoding="ascii") as f:
        return images, [int(row[0]) for row in csv.reader(f)]


def store_lmdb(directory, images, labels, sync=True):
    size = max(1 << 20, len(images) * images[0].nbytes * 10)
    environment = lmdb.open(str(directory / "db"), map_size=size, sync=sync)
    with environment.begin(write=True) as transaction:
        for i, image in enumerate(images):
            transaction.put(f"{i:08}".encode(), pickle.dumps(StoredImage(image, labels[i])))
    environment.close()


def store_lmdb_nosync(directory, images, labels):
    store_lmdb(directory, images, labels, sync=False)


def read_lmdb(directory, count):
    images, labels = [], []
    environment = lmdb.open(str(directory / "db"), readonly=True)
    with environment.begin() as transaction:
        for i in range(count):
            stored = pickle.loads(transaction.get(f"{i:08}".encode()))
            images.append(stored.get())
            labels.append(stored.label)
    environment.close()
    return images, labels


def store_hdf5(directory, images, labels):
    file = h5py.File(directory / "many.h5", "w")
    file.create_dataset("images", np.shape(images), h5py.h5t.STD_U8BE, data=images)
    kind = h5py.h5t.STD_U8BE if labels.itemsize == 1 else h5py.h5t.STD_U32BE
    file.create_dataset("meta", np.shape(labels), kind, data=labels)
    file.close()


def read_hdf5(directory, count):
    file = h5py.File(directory / "many.h5", "r+")
    read = np.array(file["/images"]).astype("uint8"), np.array(file["/meta"]).astype(file["/meta"].dtype.newbyteorder("="))
    file.close()
    return read


METHODS = {
    "png": (store_png, read_png),
    "lmdb": (store_lmdb, read_lmdb),
    "lmdb sync=False": (store_lmdb_nosync, read_lmdb),
    "hdf5": (store_hdf5, read_hdf5),
}


def versions():
    """Of the interpreter and of all that takes part."""
    return {
        "python": platform.python_version(),
        "pillow": PIL.__version__,
        "py-lmdb": lmdb.__version__,
        "h5py": h5py.__version__,
        "numpy": np.__version__,
    }


def source(store):
    """The images (N, H, W, C), or (N, H, W) where they are grey, and the labels of a store of the backend raw."""
    header = struct.unpack_from("<4sIQQIIHHHH", (store / "index.bin").read_bytes())
    magic, _, count, _, width, height, channels, depth, label_bytes, mixed = header
    if magic != b"ISBR" or mixed or depth != 8:
        sys.exit(f"{store}: expected a store of the backend raw with 8-bit images of one shape")
    pixels = np.fromfile(store / "pixels.bin", np.uint8)
    labels = np.fromfile(store / "labels.bin", f"<u{label_bytes}")
    shape = (count, height, width) if channels == 1 else (count, height, width, channels)
    return pixels.reshape(shape), labels


def empty(directory):
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)


def measure(operation, method, images, labels, directory):
    """Seconds of each repetition, and the bytes that the store has."""
    store, read = METHODS[method]

    def check(found):
        if not np.array_equal(np.asarray(found[0]), images) or not np.array_equal(np.asarray(found[1]), labels):
            sys.exit(f"{operation} {method}: found other images or labels than were stored")

    return measure_with(store, read, operation, images, labels, directory, check)


def measure_with(store, read, operation, images, labels, directory, check):
    """The same of any two functions; what was stored or read is checked after the time."""
    seconds = []
    empty(directory)
    if operation.startswith("read"):
        store(directory, images, labels)
    for _ in range(1 + REPETITIONS["Single" if operation.endswith("Single") else "Many"]):
        if operation.startswith("store"):
            empty(directory)
            begin = time.perf_counter()
            store(directory, images, labels)
        else:
            begin = time.perf_counter()
            found = read(directory, len(images))
        seconds.append(time.perf_counter() - begin)
    if operation.startswith("store"):
        found = read(directory, len(images))
    check(found)
    size = sum(os.path.getsize(os.path.join(parent, name)) for parent, _, names in os.walk(directory) for name in names)
    shutil.rmtree(directory)
    return seconds[1:], size


def metric(unit, values):
    """One fork's figures, as JMH writes them."""
    score = sum(values) / len(values)
    ends = {"0.0": min(values), "50.0": float(np.median(values)), "100.0": max(values)}
    return dict(score=score, scoreError="NaN", scoreConfidence=[score, score], scorePercentiles=ends, scoreUnit=unit,
                rawData=[values])


def result(operation, method, count, dataset, seconds, size):
    """One configuration, as JMH writes it. `images` is the time per image."""
    params = dict(backend=method, cutoff=str(count), dataset=dataset)
    each = 1 if operation == "readRandom" else count
    secondary = dict(images=metric("s/op", [s / each for s in seconds]))
    if operation.startswith("store"):
        secondary["diskApparent"] = metric("B", [size])
    return dict(
        benchmark="article.Python." + operation, mode="ss", threads=1, forks=1,
        jvm="python3", jvmArgs=[], jdkVersion=platform.python_version(),
        vmName=platform.python_implementation(), vmVersion=platform.python_version(),
        warmupIterations=1, warmupTime="single-shot", warmupBatchSize=1,
        measurementIterations=len(seconds), measurementTime="single-shot", measurementBatchSize=1,
        params=params, primaryMetric=metric("s/op", seconds), secondaryMetrics=secondary)


def everything(most):
    """What is measured unless one is chosen: one image, 1,000, and as many as there are."""
    for method in METHODS:
        for operation in ("store", "read"):
            if operation == "store" or "sync" not in method:
                yield operation + "Single", method, 1
                for count in sorted({min(1000, most), most}):
                    yield operation + "Many", method, count


def main(description, methods, measured, chosen_unless_told, used):
    """The command line: METHODS by name, what measures one, which are measured unless one is chosen, and versions."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("images", metavar="IMAGES", type=Path, nargs="?")
    parser.add_argument("work", metavar="WORK", type=Path, nargs="?")
    parser.add_argument("--dataset", default="", help="the name of the images, for the results")
    parser.add_argument("--only", nargs=3, metavar=("OPERATION", "METHOD", "COUNT"),
                        help="storeMany, readMany, storeSingle or readSingle; "
                        + ", ".join(methods) + "; how many images: beyond those that there are they go round again")
    parser.add_argument("--versions", action="store_true", help="print what would take part, and end")
    given = parser.parse_args()
    if given.versions:
        print(json.dumps(used))
        return
    if given.work is None:
        parser.error("expected IMAGES and WORK")
    images, labels = source(given.images)
    chosen = [(given.only[0], given.only[1], int(given.only[2]))] if given.only else chosen_unless_told(len(images))
    results = []
    for operation, method, count in chosen:
        some = np.arange(count) % len(images)
        seconds, size = measured(operation, method, images[some], labels[some], given.work / "python-store")
        results.append(result(operation, method, count, given.dataset, seconds, size))
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main(__doc__, METHODS, measure, everything, versions())
