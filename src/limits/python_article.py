"""The experiment of the article in Python (Pillow, py-lmdb, h5py), on real CIFAR-10 images: the peer to beat.

usage: python_article.py CIFAR_DIR OUT_DIR REPS CUTOFF...

CIFAR_DIR holds cifar-10-batches-py. Prints one JSON object a line, one for each method and cutoff: seconds to store and
to read all images (best and all), and bytes on disk. As in the article every library has its default durability, PNG is a
file an image and one CSV file, LMDB has pickled objects under zero-padded keys in one transaction, HDF5 two
contiguous datasets, and what is read is kept.
"""
import csv
import json
import os
import pickle
import shutil
import sys
import time
from pathlib import Path

import h5py
import lmdb
import numpy as np
from PIL import Image


class StoredImage:
    """What the article pickles: pixels and what it takes to make an array of them."""

    def __init__(self, image, label):
        self.channels = image.shape[2]
        self.size = image.shape[:2]
        self.image = image.tobytes()
        self.label = label

    def get(self):
        return np.frombuffer(self.image, dtype=np.uint8).reshape(*self.size, self.channels)


def store_png(directory, images, labels):
    for i, image in enumerate(images):
        Image.fromarray(image).save(directory / f"{i}.png")
    with open(directory / "labels.csv", "w") as f:
        writer = csv.writer(f)
        for label in labels:
            writer.writerow([label])


def read_png(directory, count):
    images = [np.array(Image.open(directory / f"{i}.png")) for i in range(count)]
    with open(directory / "labels.csv") as f:
        return images, [int(row[0]) for row in csv.reader(f)]


def store_lmdb(directory, images, labels):
    environment = lmdb.open(str(directory / "db"), map_size=max(1 << 20, len(images) * images[0].nbytes * 10))
    with environment.begin(write=True) as transaction:
        for i in range(len(images)):
            transaction.put(f"{i:08}".encode(), pickle.dumps(StoredImage(images[i], labels[i])))
    environment.close()


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
    file.create_dataset("meta", np.shape(labels), h5py.h5t.STD_U8BE, data=labels)
    file.close()


def read_hdf5(directory, count):
    file = h5py.File(directory / "many.h5", "r+")
    read = np.array(file["/images"]).astype("uint8"), np.array(file["/meta"]).astype("uint8")
    file.close()
    return read


METHODS = {"png": (store_png, read_png), "lmdb": (store_lmdb, read_lmdb), "hdf5": (store_hdf5, read_hdf5)}


def cifar(directory, at_least):
    """The training images, shape (N, 32, 32, 3), and their labels, again and again until there are enough."""
    pixels, labels = [], []
    for batch in sorted((directory / "cifar-10-batches-py").glob("data_batch_*")):
        with open(batch, "rb") as f:
            records = pickle.load(f, encoding="bytes")
        pixels.append(records[b"data"])
        labels += records[b"labels"]
    images = np.ascontiguousarray(np.concatenate(pixels).reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1))
    labels = np.array(labels)
    while len(images) < at_least:
        images, labels = np.concatenate((images, images)), np.concatenate((labels, labels))
    return images, labels


def disk_bytes(directory):
    """Apparent and allocated bytes of all files."""
    stats = [os.stat(os.path.join(parent, name)) for parent, _, names in os.walk(directory) for name in names]
    return sum(s.st_size for s in stats), sum(s.st_blocks * 512 for s in stats)


def measure(out, method, images, labels, reps):
    store, read = METHODS[method]
    count = len(images)
    directory = out / f"{method}_{count}"
    stores, reads = [], []
    for _ in range(reps):
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        begin = time.perf_counter()
        store(directory, images, labels)
        stores.append(time.perf_counter() - begin)
    for _ in range(reps):
        begin = time.perf_counter()
        found = read(directory, count)
        reads.append(time.perf_counter() - begin)
    last = count - 1
    assert len(found[0]) == count
    assert (np.asarray(found[0][last]) == images[last]).all() and int(found[1][last]) == int(labels[last])
    apparent, allocated = disk_bytes(directory)
    shutil.rmtree(directory)
    return dict(method=method, n=count, store_s=min(stores), read_s=min(reads), apparent=apparent,
                allocated=allocated, stores=stores, reads=reads)


def main():
    directory, out, reps = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    cutoffs = [int(cutoff) for cutoff in sys.argv[4:]]
    images, labels = cifar(directory, max(cutoffs))
    for count in cutoffs:
        for method in METHODS:
            once = method == "png" and count >= 20000
            result = measure(out, method, images[:count], labels[:count], 1 if once else reps)
            print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
