#!/usr/bin/env python3
"""Writes images as other programs keep them, for our stores and datasets to read.

    write_stores.py KIND REFERENCE DIRECTORY

REFERENCE is what read_stores.py describes, DIRECTORY an empty one. KIND is "tarfile" or "gnu-tar", archives in the layout
of WebDataset, the first of numpy arrays by Python's tarfile, the second of PNG files by GNU tar; "sqlite", a table by
Python's sqlite3; "imagefolder", PNG files by Pillow in a directory for each label.
"""

import io
import pathlib
import sqlite3
import subprocess
import sys
import tarfile
import tempfile

import numpy as np
from PIL import Image

from read_stores import reference


def write_tarfile(images, labels, directory):
    """As webdataset's writer does: two archives, with owners and times."""
    half = len(images) // 2
    for name, numbers in (("train-0.tar", range(half)), ("train-1.tar", range(half, len(images)))):
        with tarfile.open(directory / name, "w") as archive:
            for number in numbers:
                array = io.BytesIO()
                np.save(array, images[number])
                content = {"npy": array.getvalue(), "cls": b"%d\n" % labels[number], "json": b"{}"}
                for kind in ("cls", "json", "npy"):
                    entry = tarfile.TarInfo(f"some/directory/image-{number:05}.{kind}")
                    entry.size, entry.mtime, entry.uname = len(content[kind]), 1.5 + number, "somebody"
                    archive.addfile(entry, io.BytesIO(content[kind]))


def write_gnu_tar(images, labels, directory):
    """tar of a directory, whose names are too long for a header of 1988."""
    with tempfile.TemporaryDirectory() as made:
        home = pathlib.Path(made) / ("long" * 30)
        home.mkdir()
        for number, (image, label) in enumerate(zip(images, labels)):
            Image.fromarray(image.squeeze()).save(home / f"{number:05}.png")
            (home / f"{number:05}.cls").write_text(str(label), encoding="ascii")
        options = ["--sort=name", "--format=gnu", "-C", made]
        subprocess.run(["tar", "-cf", directory / "set.tar", *options, "."], check=True)


def write_sqlite(images, labels, directory):
    """A table that has the columns, and others."""
    connection = sqlite3.connect(directory / "images.db")
    connection.execute("CREATE TABLE images(label, name TEXT, id INTEGER PRIMARY KEY, channels, depth, width, height, pixels)")
    for number, (image, label) in enumerate(zip(images, labels)):
        height, width, channels = image.shape
        row = (label, f"image {number}", number, channels, 8 * image.itemsize, width, height, image.tobytes())
        connection.execute("INSERT INTO images VALUES(?, ?, ?, ?, ?, ?, ?, ?)", row)
    connection.commit()
    connection.close()


def write_imagefolder(images, labels, directory):
    """<label>/<name>.png."""
    for number, (image, label) in enumerate(zip(images, labels)):
        (directory / str(label)).mkdir(exist_ok=True)
        Image.fromarray(image.squeeze()).save(directory / str(label) / f"{number:05}.png")


WRITERS = {
    "tarfile": write_tarfile,
    "gnu-tar": write_gnu_tar,
    "sqlite": write_sqlite,
    "imagefolder": write_imagefolder,
}


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in WRITERS:
        sys.exit(__doc__)
    WRITERS[sys.argv[1]](*reference(pathlib.Path(sys.argv[2])), pathlib.Path(sys.argv[3]))
