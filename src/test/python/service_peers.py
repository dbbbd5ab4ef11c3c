"""What psycopg2 and boto3 make of our stores, and what they store for us to read.

  service_peers.py postgres read|store TABLE REFERENCE    the URL in PEER_URL
  service_peers.py s3 read|store PREFIX REFERENCE         endpoint, bucket and keys in PEER_…

REFERENCE is a directory: images.bin, the pixels, and images.csv, height,width,channels,depth,label a line.
Prints what differs, and nothing else.
"""
import csv
import io
import os
import pathlib
import struct
import sys

import numpy


def reference(directory):
    """Of each image its array and its label."""
    pixels = memoryview(pathlib.Path(directory, "images.bin").read_bytes())
    at = 0
    for row in csv.reader(pathlib.Path(directory, "images.csv").open()):
        height, width, channels, depth, label = map(int, row)
        dtype = numpy.dtype("u1" if depth == 8 else "<u2")
        length = height * width * channels * dtype.itemsize
        yield numpy.frombuffer(pixels[at:at + length], dtype).reshape(height, width, channels), label
        at += length


def differs(image, found, wanted):
    if found[1] != wanted[1]:
        return f"the label of image {image} is {found[1]}, not {wanted[1]}"
    if found[0].dtype != wanted[0].dtype or found[0].shape != wanted[0].shape:
        return f"image {image} is {found[0].dtype} {found[0].shape}"
    return None if (found[0] == wanted[0]).all() else f"the pixels of image {image} differ"


def postgres_read(connection, table):
    with connection.cursor("scan") as cursor:
        cursor.execute(f"SELECT id, label, height, width, channels, depth, pixels FROM {table} ORDER BY id")
        for number, (image, label, height, width, channels, depth, pixels) in enumerate(cursor):
            assert number == image, (number, image)
            dtype = "u1" if depth == 8 else "<u2"
            yield numpy.frombuffer(pixels, dtype).reshape(height, width, channels), label


def postgres_store(connection, table, images):
    rows = io.BytesIO()
    rows.write(b"PGCOPY\n\377\r\n\0" + struct.pack("!ii", 0, 0))
    for image, (pixels, label) in enumerate(images):
        data = pixels.tobytes()
        rows.write(struct.pack("!hiq", 7, 8, image))
        for number in (label, *pixels.shape, 8 * pixels.dtype.itemsize):
            rows.write(struct.pack("!ii", 4, number))
        rows.write(struct.pack("!i", len(data)) + data)
    rows.write(struct.pack("!h", -1))
    rows.seek(0)
    with connection, connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {table}(id bigint PRIMARY KEY, label integer, height integer, width integer,"
            " channels integer, depth integer, pixels bytea)")
        cursor.copy_expert(f"COPY {table} FROM STDIN (FORMAT binary)", rows)


def s3_read(bucket, prefix):
    text = bucket.Object(prefix + "store.txt").get()["Body"].read().decode()
    count = int(dict(line.split("=") for line in text.split())["images"])
    for image in range(count):
        answer = bucket.Object(f"{prefix}{image:08d}.npy").get()
        yield numpy.load(io.BytesIO(answer["Body"].read())), int(answer["Metadata"]["label"])


def s3_store(bucket, prefix, images):
    count = 0
    for image, (pixels, label) in enumerate(images):
        body = io.BytesIO()
        numpy.save(body, pixels)
        bucket.put_object(Key=f"{prefix}{image:08d}.npy", Body=body.getvalue(), Metadata={"label": str(label)})
        count += 1
    bucket.put_object(Key=prefix + "store.txt", Body=f"images={count}\ncodec=raw\n".encode())


def main():
    kind, task, place, directory = sys.argv[1:]
    if kind == "postgres":
        import psycopg2
        context = psycopg2.connect(os.environ["PEER_URL"])
        read, store = postgres_read, postgres_store
    else:
        import boto3
        from botocore.config import Config
        context = boto3.resource(
            "s3", endpoint_url=os.environ["PEER_ENDPOINT"], region_name="us-east-1",
            aws_access_key_id=os.environ["PEER_USER"], aws_secret_access_key=os.environ["PEER_SECRET"],
            config=Config(s3={"addressing_style": "path"})).Bucket(os.environ["PEER_BUCKET"])
        read, store = s3_read, s3_store
    if task == "store":
        store(context, place, reference(directory))
        return
    wanted = list(reference(directory))
    found = list(read(context, place))
    if len(found) != len(wanted):
        print(f"{len(found)} images, not {len(wanted)}")
    for image, (have, want) in enumerate(zip(found, wanted)):
        difference = differs(image, have, want)
        if difference:
            print(difference)


main()
