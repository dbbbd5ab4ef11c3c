#!/usr/bin/env python3
"""The stores that are files, in Python, timed: each by what its community uses.

    python_stores.py IMAGES WORK [--dataset NAME] [--only OPERATION METHOD COUNT]
    python_stores.py --versions

Arguments, images and results are those of python_article.py, beside this file; readRandom besides: one image at random
of a store that stays open. Nothing is flushed to the device, as in our stores. What is read becomes a numpy array; every
image of one reading is kept.

"files" and "dirs" have the pixels in a file each, "dirs png" what Pillow makes of them; "tar" is tarfile's ustar format
in the layout of WebDataset, read as a stream; "sqlite" the table of our backend with its pragmas, by sqlite3; "hdf5
codec=deflate" chunks of h5py's gzip 4, of as many images as ours; "files codec=jpeg" and "files codec=webp" are Pillow's,
of the quality of ours, or lossless; "files codec=deflate" is zlib's gzip format.
"""

import gzip
import io
import sqlite3
import sys
import tarfile
import time
import zlib

import h5py
import numpy as np
from PIL import Image

import python_article as article

# As many reads of an image at random make one repetition.
RANDOM_READS = 2000

# Bytes of a chunk before it is compressed, as ours.
CHUNK_BYTES = 192 << 10

COLUMNS = "id INTEGER PRIMARY KEY, label INTEGER, height INTEGER, width INTEGER, channels INTEGER, depth INTEGER, pixels BLOB"


def height_width_channels(images):
    """The shape of an image; grey ones have one channel."""
    return (*images.shape[1:3], images.shape[3] if images.ndim == 4 else 1)


class Files:
    """A file an image, and the labels in one of their own; in a directory for each label, or not."""

    def __init__(self, suffix, encode, decode, by_label=False):
        self.suffix, self.encode, self.decode, self.by_label = suffix, encode, decode, by_label

    def path(self, directory, number, label):
        home = directory / str(label) if self.by_label else directory
        return home / f"{number}{self.suffix}"

    def store(self, directory, images, labels):
        if self.by_label:
            for label in set(labels.tolist()):
                (directory / str(label)).mkdir()
        for number, (image, label) in enumerate(zip(images, labels.tolist())):
            with open(self.path(directory, number, label), "wb") as file:
                file.write(self.encode(image))
        with open(directory / "labels.csv", "w", encoding="ascii") as file:
            file.writelines(f"{label}\n" for label in labels.tolist())

    def read(self, directory, count):
        with open(directory / "labels.csv", encoding="ascii") as file:
            labels = [int(line) for line in file]
        images = []
        for number, label in enumerate(labels):
            with open(self.path(directory, number, label), "rb") as file:
                images.append(self.decode(file.read()))
        return images, labels


def pillow(form, **options):
    """Encoding and decoding by Pillow."""

    def encode(image):
        out = io.BytesIO()
        Image.fromarray(image).save(out, form, **options)
        return out.getvalue()

    return encode, lambda content: np.asarray(Image.open(io.BytesIO(content)))


class Pixels:
    """Pixels as they are, of the shape of the images that are stored."""

    def __init__(self, compress=lambda pixels: pixels, decompress=lambda content: content):
        self.compress, self.decompress, self.shape = compress, decompress, None

    def encode(self, image):
        self.shape = image.shape
        return self.compress(image.tobytes())

    def decode(self, content):
        return np.frombuffer(self.decompress(content), np.uint8).reshape(self.shape)


class Tar:
    """<id>.rgb and <id>.cls, side by side."""

    def store(self, directory, images, labels):
        self.shape = images.shape[1:]
        with tarfile.open(directory / "images.tar", "w", format=tarfile.USTAR_FORMAT) as archive:
            for number, (image, label) in enumerate(zip(images, labels.tolist())):
                for kind, content in (("rgb", image.tobytes()), ("cls", b"%d" % label)):
                    entry = tarfile.TarInfo(f"{number:08}.{kind}")
                    entry.size = len(content)
                    archive.addfile(entry, io.BytesIO(content))

    def read(self, directory, count):
        images, labels = [], []
        with tarfile.open(directory / "images.tar", "r|") as archive:
            for entry in archive:
                content = archive.extractfile(entry).read()
                if entry.name.endswith(".cls"):
                    labels.append(int(content))
                else:
                    images.append(np.frombuffer(content, np.uint8).reshape(self.shape))
        return images, labels


class Sqlite:
    """The table of our backend, made with the same pragmas in one transaction."""

    def store(self, directory, images, labels):
        height, width, channels = height_width_channels(images)
        self.shape = images.shape[1:]
        connection = sqlite3.connect(directory / "images.db")
        for pragma in ("page_size=8192", "journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"CREATE TABLE images({COLUMNS})")
        rows = ((number, label, height, width, channels, 8, image.tobytes())
                for number, (image, label) in enumerate(zip(images, labels.tolist())))
        connection.executemany("INSERT INTO images VALUES(?, ?, ?, ?, ?, ?, ?)", rows)
        connection.commit()
        connection.close()

    def image(self, pixels):
        return np.frombuffer(pixels, np.uint8).reshape(self.shape)

    def read(self, directory, count):
        images, labels = [], []
        connection = sqlite3.connect(directory / "images.db")
        for label, pixels in connection.execute("SELECT label, pixels FROM images ORDER BY id"):
            images.append(self.image(pixels))
            labels.append(label)
        connection.close()
        return images, labels

    def reader(self, directory):
        """Reads one image of a database that stays open, in one transaction as ours."""
        connection = sqlite3.connect(directory / "images.db", isolation_level=None)
        connection.execute("BEGIN")
        query = "SELECT label, pixels FROM images WHERE id = ?"

        def read(number):
            label, pixels = connection.execute(query, (number,)).fetchone()
            return self.image(pixels), label

        return read, connection.close


class Deflated:
    """/images in chunks of whole images, and /labels."""

    def store(self, directory, images, labels):
        chunk = max(1, min(len(images), CHUNK_BYTES // images[0].nbytes))
        with h5py.File(directory / "images.h5", "w") as file:
            file.create_dataset("images", data=images, chunks=(chunk, *images.shape[1:]), compression="gzip",
                                compression_opts=4)
            file.create_dataset("labels", data=labels)

    def read(self, directory, count):
        with h5py.File(directory / "images.h5", "r") as file:
            return file["images"][...], file["labels"][...]


PIXELS = Pixels()
GZIP = Pixels(lambda pixels: gzip.compress(pixels, 6, mtime=0), lambda content: zlib.decompress(content, 31))

METHODS = {
    "files": Files(".bin", PIXELS.encode, PIXELS.decode),
    "files codec=deflate": Files(".bin.gz", GZIP.encode, GZIP.decode),
    "files codec=jpeg": Files(".jpg", *pillow("JPEG", quality=75)),
    "files codec=webp": Files(".webp", *pillow("WebP", lossless=True)),
    "dirs": Files(".png", *pillow("PNG"), by_label=True),
    "dirs codec=raw": Files(".bin", PIXELS.encode, PIXELS.decode, by_label=True),
    "tar": Tar(),
    "sqlite": Sqlite(),
    "hdf5 codec=deflate": Deflated(),
}

LOSSY = {"files codec=jpeg"}


def check(method, found, images, labels):
    """Ends the process if something else was read than was stored."""
    same = len(found[0]) == len(images) and np.array_equal(np.asarray(found[1]), labels)
    if same and method not in LOSSY:
        same = np.array_equal(np.asarray(found[0]), images)
    if not same:
        sys.exit(f"{method}: found other images or labels than were stored")


def measure_random(method, images, labels, directory):
    """Seconds of an image in each repetition; there is no store of its own to measure."""
    store = METHODS[method]
    article.empty(directory)
    store.store(directory, images, labels)
    random = np.random.default_rng(1)
    read, close = store.reader(directory)
    seconds = []
    for _ in range(1 + article.REPETITIONS["Many"]):
        numbers = random.integers(0, len(images), RANDOM_READS).tolist()
        begin = time.perf_counter()
        found = [read(number) for number in numbers]
        seconds.append((time.perf_counter() - begin) / RANDOM_READS)
        check(method, list(zip(*found)), images[numbers], labels[numbers])
    close()
    return seconds[1:], 0


def measure(operation, method, images, labels, directory):
    """What python_article.py's does, with these methods."""
    if operation == "readRandom":
        return measure_random(method, images, labels, directory)
    store = METHODS[method]
    return article.measure_with(
        store.store, store.read, operation, images, labels, directory, lambda found: check(method, found, images, labels))


def everything(most):
    """What is measured unless one is chosen."""
    for method, store in METHODS.items():
        for operation in ("storeMany", "readMany") + (("readRandom",) if hasattr(store, "reader") else ()):
            yield operation, method, most


if __name__ == "__main__":
    article.main(__doc__, METHODS, measure, everything, dict(article.versions(), sqlite=sqlite3.sqlite_version))
