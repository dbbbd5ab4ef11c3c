"""Stores and reads images in PostgreSQL with psycopg2: the fastest ways that its documentation has.

  IMAGESTORE_POSTGRES=jdbc:postgresql://HOST/DB?user=…&password=… python3 python_postgres.py IMAGES REPEATS

32×32×3 images of random bytes. A table is made, filled by COPY in binary and given its key, in one transaction, without
waiting for the device; it is read with a named cursor, 85 rows at a time, each image copied into one array that the
caller owns. Each time with a new connection. Prints microseconds per image, the median of the repeats, as the jar counts:

  IMAGESTORE_POSTGRES=… java -jar benchmarks.jar -p backend=postgres -p cutoff=IMAGES 'storeMany|readMany'
"""
import io
import os
import re
import statistics
import struct
import sys
import time

import numpy
import psycopg2

TABLE = "imagestore_peer"
ROW = struct.Struct("!hiqiiiiiiiiiii")
SIDE, CHANNELS = 32, 3
BYTES = SIDE * SIDE * CHANNELS


def connect():
    url = os.environ["IMAGESTORE_POSTGRES"].removeprefix("jdbc:")
    user = re.search(r"[?&]user=([^&]*)", url)
    password = re.search(r"[?&]password=([^&]*)", url)
    return psycopg2.connect(
        url.split("?")[0], user=user and user.group(1), password=password and password.group(1))


class Rows(io.RawIOBase):
    """The rows as COPY takes them, made as they are read."""

    def __init__(self, pixels):
        self.parts = self.generate(pixels)
        self.rest = b""

    @staticmethod
    def generate(pixels):
        yield b"PGCOPY\n\377\r\n\0" + struct.pack("!ii", 0, 0)
        for image, each in enumerate(pixels):
            yield ROW.pack(7, 8, image, 4, image % 10, 4, SIDE, 4, SIDE, 4, CHANNELS, 4, 8, BYTES) + each.tobytes()
        yield struct.pack("!h", -1)

    def read(self, size=-1):
        parts = [self.rest]
        length = len(self.rest)
        while length < size:
            part = next(self.parts, None)
            if part is None:
                break
            parts.append(part)
            length += len(part)
        data = b"".join(parts)
        self.rest = data[size:]
        return data[:size]


def store(pixels):
    connection = connect()
    with connection, connection.cursor() as cursor:
        cursor.execute(
            f"SET LOCAL synchronous_commit = off; CREATE TABLE {TABLE}(id bigint NOT NULL, label integer NOT NULL,"
            " height integer NOT NULL, width integer NOT NULL, channels integer NOT NULL, depth integer NOT NULL,"
            f" pixels bytea NOT NULL); ALTER TABLE {TABLE} ALTER COLUMN pixels SET STORAGE EXTERNAL")
        cursor.copy_expert(f"COPY {TABLE} FROM STDIN (FORMAT binary)", Rows(pixels), 1 << 16)
        cursor.execute(f"ALTER TABLE {TABLE} ADD PRIMARY KEY (id)")
    connection.close()


def read(count):
    mine = numpy.empty(BYTES, "u1")
    connection = connect()
    with connection.cursor("scan") as cursor:
        cursor.itersize = 85
        cursor.execute(f"SELECT id, label, height, width, channels, depth, pixels FROM {TABLE} ORDER BY id")
        for row in cursor:
            mine[:] = numpy.frombuffer(row[6], "u1")
            count -= 1
    connection.close()
    assert count == 0, count


def drop():
    connection = connect()
    with connection, connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
    connection.close()


def seconds(work, *arguments):
    begin = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - begin


def main():
    count, repeats = int(sys.argv[1]), int(sys.argv[2])
    pixels = numpy.random.default_rng(1).integers(0, 256, (count, BYTES), "u1")
    stored, done = [], []
    for _ in range(repeats):
        drop()
        stored.append(seconds(store, pixels))
        done.append(seconds(read, count))
    drop()
    for name, times in (("storeMany", stored), ("readMany", done)):
        print(f"{name} {1e6 * statistics.median(times) / count:.2f} us per image")


main()
