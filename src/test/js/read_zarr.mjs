// Opens a Zarr store with zarrita, and compares every pixel and label.
//
//     node read_zarr.mjs STORE REFERENCE
//
// REFERENCE is what read_stores.py describes. Exits with 0 if all is the same, with 1 and a line on standard error if
// not. Node looks for zarrita beside this file and above it.
import fs from "node:fs";
import path from "node:path";
import FileSystemStore from "@zarrita/storage/fs";
import * as zarr from "zarrita";

const [store, reference] = process.argv.slice(2);

const fail = (line) => {
  console.error(`zarr: ${line}`);
  process.exit(1);
};

const root = zarr.root(new FileSystemStore(path.resolve(store)));
const group = await zarr.open.v3(root, { kind: "group" });
const array = async (name) => zarr.open.v3(root.resolve(name), { kind: "array" });
const all = async (name) => zarr.get(await array(name), null);

const labels = await all("labels");
const shapes = group.attrs.shapes;
const arrays = [];
for (const name of shapes.length ? shapes.map((shape) => `images/${shape}`) : ["images"]) {
  arrays.push(await all(name));
}
const index = shapes.length ? await all("index") : null;

const pixels = fs.readFileSync(path.join(reference, "images.bin"));
const lines = fs.readFileSync(path.join(reference, "images.csv"), "utf8").trim().split("\n");
if (labels.shape[0] !== lines.length || group.attrs.images !== lines.length) {
  fail(`expected ${lines.length} images, found ${labels.shape[0]}`);
}
let at = 0;
lines.forEach((line, id) => {
  const [height, width, channels, depth, label] = line.split(",").map(Number);
  const bytes = (height * width * channels * depth) / 8;
  const images = arrays[index ? Number(index.data[2 * id]) : 0];
  const number = index ? Number(index.data[2 * id + 1]) : id;
  const wanted = `${height},${width},${channels},${depth}`;
  const found = `${images.shape.slice(1)},${8 * images.data.BYTES_PER_ELEMENT}`;
  if (found !== wanted) fail(`image ${id} is ${found}, expected ${wanted}`);
  if (labels.data[id] !== label) fail(`the labels differ at image ${id}`);
  const data = Buffer.from(images.data.buffer, images.data.byteOffset + number * bytes, bytes);
  if (!data.equals(pixels.subarray(at, at + bytes))) fail(`the pixels of image ${id} differ`);
  at += bytes;
});
