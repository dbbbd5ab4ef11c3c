#!/usr/bin/env python3
"""Opens a store with what other programs use for its format, and compares every pixel and label.

    read_stores.py BACKEND STORE REFERENCE

STORE is the directory of the store. REFERENCE is a directory with images.bin, the pixels of all
images one behind the other, and images.csv, a line "height,width,channels,depth,label" an image.
Exits with 0 if all is the same, with 1 and a line on standard error if not.
"""

import csv
import pathlib
import re
import struct
import sys
import zlib

import numpy as np


def reference(directory):
    """The images and labels that went into the store."""
    pixels = (directory / "images.bin").read_bytes()
    images, labels, at = [], [], 0
    with open(directory / "images.csv", newline="") as lines:
        for row in csv.reader(lines):
            height, width, channels, depth, label = map(int, row)
            size = height * width * channels * depth // 8
            images.append(array(pixels[at : at + size], height, width, channels, depth))
            labels.append(label)
            at += size
    assert at == len(pixels), "the reference itself is wrong"
    return images, labels


def array(pixels, height, width, channels, depth):
    """Pixels of either depth as a numpy array (height, width, channels)."""
    kind = {8: "u1", 16: "<u2"}[depth]
    return np.frombuffer(pixels, kind).reshape(height, width, channels)


def raw(store):
    """The layout that RawStore documents."""
    index = (store / "index.bin").read_bytes()
    magic, version, count, size, width, height, channels, depth, label_bytes, mixed = (
        struct.unpack_from("<4sIQQIIHHHH", index)
    )
    assert magic == b"ISBR" and version == 1, "no header"
    pixels = np.fromfile(store / "pixels.bin", "u1")
    assert len(pixels) == size, "pixels.bin has another length than index.bin says"
    labels = np.fromfile(store / "labels.bin", f"<u{label_bytes}")
    if mixed:
        offsets = np.frombuffer(index, "<u8", count, 64)
        shapes = np.frombuffer(index, "<u4", 4 * count, 64 + 8 * count).reshape(count, 4)
        return from_flat(pixels, offsets, shapes), labels
    kind = {8: "u1", 16: "<u2"}[depth]
    return pixels.view(kind).reshape(count, height, width, channels), labels


def from_flat(pixels, offsets, shapes):
    """Images of several shapes out of one array of bytes."""
    images = []
    for offset, (height, width, channels, depth) in zip(offsets.tolist(), shapes.tolist()):
        size = height * width * channels * depth // 8
        images.append(array(pixels[offset : offset + size].tobytes(), height, width, channels, depth))
    return images


def png(store):
    """<id>.png, read by Pillow, and labels.csv."""
    from PIL import Image

    labels = csv_labels(store)
    images = []
    for number in range(len(labels)):
        with Image.open(store / f"{number}.png") as image:
            images.append(samples(image))
    return images, labels


def csv_labels(store):
    """The labels of labels.csv: a line that says how many images there are, then a row an image."""
    with open(store / "labels.csv", newline="") as lines:
        commit = re.fullmatch(r"(# labels.csv version 2: (\d+) images), crc32 (\d+)\n", next(lines))
        assert commit, "no commit record"
        assert zlib.crc32(commit[1].encode()) == int(commit[3]), "wrong commit record"
        rows = list(csv.DictReader(lines))[: int(commit[2])]
    assert [int(row["id"]) for row in rows] == list(range(int(commit[2]))), "ids out of order"
    return [int(row["label"]) for row in rows]


def dirs(store):
    """A directory for each label, as ImageFolder has them: what it lists is what labels.csv says."""
    from PIL import Image

    labels = csv_labels(store)
    found = {}
    for directory in store.iterdir():
        if directory.is_dir():
            for file in directory.iterdir():
                found[int(file.stem)] = (int(directory.name), file)
    assert sorted(found) == list(range(len(labels))), "other images than labels.csv has"
    images = []
    for number, label in enumerate(labels):
        assert found[number][0] == label, f"image {number} is not in the directory of its label"
        with Image.open(found[number][1]) as image:
            images.append(samples(image))
    return images, labels


def samples(image):
    """What Pillow opened as an array (height, width, channels)."""
    pixels = np.asarray(image)
    if pixels.dtype == np.int32:  # Older Pillow opens 16-bit grey as 32-bit.
        pixels = pixels.astype("<u2")
    return pixels.reshape(pixels.shape[0], pixels.shape[1], -1)


def files(store):
    """<id>.bin, a header of 16 bytes and the pixels, and labels.csv."""
    labels = csv_labels(store)
    images = []
    for number in range(len(labels)):
        content = (store / f"{number}.bin").read_bytes()
        magic, width, height, channels, depth = struct.unpack_from("<4sIIHH", content)
        assert magic == b"ISBI", f"no header in {number}.bin"
        images.append(array(content[16:], height, width, channels, depth))
    return images, labels


def tar(store):
    """<id>.npy and <id>.cls side by side, as WebDataset has them, in one archive or more."""
    import io
    import tarfile

    images, labels = [], []
    for path in sorted(store.glob("*.tar")):
        with tarfile.open(path, "r|") as archive:
            for member in archive:
                assert member.isreg(), f"{member.name} is no file"
                key, kind = member.name.split(".", 1)
                content = archive.extractfile(member).read()
                assert int(key) == len(labels), f"{member.name} at {len(labels)}"
                if kind == "npy":
                    images.append(np.load(io.BytesIO(content), allow_pickle=False))
                else:
                    assert kind == "cls" and len(images) == len(labels) + 1, member.name
                    labels.append(int(content))
    return images, labels


def sqlite(store):
    """A row an image."""
    import sqlite3

    images, labels = [], []
    database = sqlite3.connect(f"file:{store / 'images.db'}?mode=ro", uri=True)
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "not sound"
    query = "SELECT id, label, height, width, channels, depth, pixels FROM images ORDER BY id"
    for number, label, height, width, channels, depth, pixels in database.execute(query):
        assert number == len(images), f"id {number} at {len(images)}"
        images.append(array(pixels, height, width, channels, depth))
        labels.append(label)
    database.close()
    return images, labels


def lmdb(store):
    """One value an image, a header of 24 bytes and the pixels, and the record of what there is."""
    import lmdb as library

    images, labels = [], []
    with library.open(str(store), readonly=True) as environment:
        with environment.begin() as transaction:
            record = transaction.get(b"!commit")
            magic, version, digits, count = struct.unpack_from("<4sHHQ", record)
            assert (magic, version, record[16:]) == (b"ISBL", 2, b"raw"), f"no record: {record}"
            entries = transaction.cursor()
            assert entries.set_key(b"!commit"), "no record among the entries"
            for key, value in list(entries)[1 : count + 1]:
                assert key == b"%0*d" % (digits, len(images)), f"key {key} at {len(images)}"
                image, width, height, label, channels, depth = struct.unpack_from("<QIIIBB", value)
                assert image == len(images), f"wrong header under {key}"
                images.append(array(value[24:], height, width, channels, depth))
                labels.append(label)
    return images, labels


def hdf5(store):
    """/images (N, H, W, C) and /labels (N), or flat with /offsets and /shapes.

    Java arrays, which have no unsigned types, come as signed ones with the same bits.
    """
    import h5py

    with h5py.File(store / "images.h5", "r") as file:
        images, labels = file["images"][...], file["labels"][...]
        if images.dtype.kind == "i":
            assert labels.dtype == "<i4", labels.dtype
            images = images.view(images.dtype.str.replace("i", "u"))
        else:
            assert labels.dtype in ("u1", "<u2", "<u4"), labels.dtype
        assert images.dtype in ("u1", "<u2"), images.dtype
        if images.ndim == 1:
            return from_flat(images, file["offsets"][...], file["shapes"][...]), labels
        return images, labels


READERS = {
    "raw": raw,
    "png": png,
    "files": files,
    "dirs": dirs,
    "tar": tar,
    "lmdb": lmdb,
    "hdf5": hdf5,
    "sqlite": sqlite,
}


def main(backend, store, expected):
    if backend not in READERS:
        sys.exit(f"no reader for {backend}")
    images, labels = READERS[backend](pathlib.Path(store))
    wanted_images, wanted_labels = reference(pathlib.Path(expected))
    if len(images) != len(wanted_images):
        sys.exit(f"{backend}: expected {len(wanted_images)} images, found {len(images)}")
    if list(map(int, labels)) != wanted_labels:
        sys.exit(f"{backend}: the labels differ")
    for number, (found, wanted) in enumerate(zip(images, wanted_images)):
        if found.shape != wanted.shape or found.dtype != wanted.dtype:
            sys.exit(
                f"{backend}: image {number} is {found.shape} {found.dtype}, "
                f"expected {wanted.shape} {wanted.dtype}"
            )
        if not np.array_equal(found, wanted):
            sys.exit(f"{backend}: the pixels of image {number} differ")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
