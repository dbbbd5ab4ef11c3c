#!/usr/bin/env python3
"""Makes sample files of medical formats with the libraries that their users write them with.

    medical_samples.py DIR

DIR gets a file for each sample, for DICOM a directory. images.csv has a line
"sample,height,width,channels,depth,signed,label,pixels" for each of their images, in order, as the same
libraries read them back, the pixels in hex, little-endian. refused.csv names the samples that hold no image
of ours, and words that a message about them must have.

Needs numpy, nibabel, pydicom, and dcmtk's command line tools.
"""

import csv
import pathlib
import struct
import subprocess
import sys

import nibabel
import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

RANDOM = np.random.default_rng(12)
IMAGES = []
REFUSED = []


def numbers(shape, kind):
    """Random numbers of the whole range of a type."""
    kind = np.dtype(kind)
    limits = np.iinfo(kind)
    values = RANDOM.integers(limits.min, limits.max, shape, kind.newbyteorder("="), endpoint=True)
    return values.astype(kind)


def expect(sample, images, labels):
    """Notes what a sample holds: arrays (height, width) or (height, width, channels)."""
    for image, label in zip(images, labels, strict=True):
        height, width = image.shape[:2]
        channels = image.shape[2] if image.ndim == 3 else 1
        pixels = image.astype(image.dtype.newbyteorder("<")).tobytes().hex()
        signed = int(image.dtype.kind == "i")
        depth = 8 * image.dtype.itemsize
        IMAGES.append([sample.name, height, width, channels, depth, signed, label, pixels])


def refuse(sample, words):
    """Notes that a sample must be refused, by a message with these words."""
    REFUSED.append([sample, words])


# npz


def npz(sample, save=np.savez_compressed, **arrays):
    """An archive, and what numpy reads from it; labels as numbers."""
    save(sample, **arrays)
    images, labels = [], []
    with np.load(sample) as loaded:
        for part in ("train_", "val_", "test_", ""):
            if part + "images" in loaded:
                for image, label in zip(loaded[part + "images"], loaded[part + "labels"]):
                    volume = image.ndim == 3 and image.shape[2] > 4
                    bits = np.atleast_1d(label)
                    number = bits[0] if len(bits) == 1 else sum(int(b) << i for i, b in enumerate(bits))
                    for each in image if volume else [image]:
                        images.append(each)
                        labels.append(int(number))
    expect(sample, images, labels)


def npz_samples(directory):
    """As MedMNIST, and with what numpy allows beyond it."""

    def medmnist(shape, kind, labels):
        return {
            f"{part}_{what}": numbers((n, *shape), kind) if what == "images" else labels(n)
            for part, n in (("train", 4), ("val", 2), ("test", 3))
            for what in ("images", "labels")
        }

    def column(n):
        return (np.arange(n, dtype="u1") * 3 % 11).reshape(n, 1)

    npz(directory / "grey.npz", **medmnist((5, 4), "u1", column))
    npz(directory / "colour.npz", **medmnist((3, 4, 3), "u1", column))
    npz(directory / "volumes.npz", **medmnist((3, 4, 5), "u1", column))
    npz(directory / "labels.npz", **medmnist((2, 2), "u1", lambda n: numbers((n, 14), "u1") % 2))
    labels = np.array([70_000, 0, 5], ">i8")
    for kind in ("i1", "<u2", "<i2", ">u2", ">i2"):
        name = np.dtype(kind).name + ("-big" if kind[0] == ">" else "")
        npz(directory / f"{name}.npz", np.savez, images=numbers((3, 4, 5), kind), labels=labels)
    for shape in ((5, 4, 3), (5, 4, 3, 2), (5, 4, 3, 7)):
        name = "fortran-" + "x".join(map(str, shape)) + ".npz"
        images = np.asfortranarray(numbers(shape, ">i2"))
        labels = np.asfortranarray(numbers((5, 3), "<u4") % 2)
        npz(directory / name, images=images, labels=labels)

    def refused(name, words, images, labels=np.zeros(3, "u1"), **more):
        np.savez(directory / name, images=images, labels=labels, **more)
        refuse(name, words)

    refused("float32.npz", "images.npy: expected an array of integers, found {'descr': '<f4'", np.zeros((3, 2, 2), "f4"))
    refused("int32.npz", "of 8 or 16 bits, found int32 (3, 2, 2)", np.zeros((3, 2, 2), "i4"))
    refused("flat.npz", "expected images (N, H, W)", np.zeros((3, 2), "u1"))
    refused("empty.npz", "expected images, found empty arrays", np.zeros((0, 2, 2), "u1"), np.zeros(0, "u1"))
    refused("few.npz", "labels.npy: expected labels (4)", np.zeros((4, 2, 2), "u1"))
    refused("negative.npz", "row 1: expected 0 to 2147483647, found -1", np.zeros((3, 2, 2), "u1"), np.array([0, -1, 2]))
    refused("counts.npz", "row 2: expected 0 to 1, found 5", np.zeros((3, 2, 2), "u1"), np.array([[0, 1], [1, 0], [0, 5]]))
    refused("half.npz", "expected train_images and train_labels, found only train_images", np.zeros((3, 2, 2), "u1"), train_images=np.zeros((3, 2, 2), "u1"))
    np.savez(directory / "other.npz", x=np.zeros(3))
    refuse("other.npz", "expected train_images and train_labels, or images and labels")


# NIfTI


def nifti(sample, image):
    """A volume, and its slices as nibabel reads them, not scaled."""
    nibabel.save(image, sample)
    if sample.suffix == ".nii":  # A slope and an intercept, of which pixels know nothing.
        with open(sample, "r+b") as file:
            file.seek(112)
            file.write(struct.pack(image.header.endianness + "ff", 2.5, -7))
    loaded = nibabel.load(sample)
    data = loaded.dataobj.get_unscaled()
    if data.dtype.fields:
        channels = len(data.dtype.fields)
        kind = data.dtype[0]
        data = np.ascontiguousarray(data).view(kind).reshape(*data.shape, channels)
    else:
        data = data[..., np.newaxis]
    rank = data.ndim - 1
    while rank < 3:
        data = np.expand_dims(data, rank)
        rank += 1
    slices, labels = [], []
    volumes = data.reshape(*data.shape[:3], -1, data.shape[-1], order="F")
    for volume in range(volumes.shape[3]):
        for z in range(volumes.shape[2]):
            slices.append(volumes[:, :, z, volume].swapaxes(0, 1))
            labels.append(volume)
    expect(sample, slices, labels)


def nifti_samples(directory):
    """All types of 8 and 16 bit, both byte orders, up to five dimensions."""

    def volume(shape, kind, maker=nibabel.Nifti1Image):
        data = numbers(shape, kind)
        header = maker.header_class(endianness=">" if kind[0] == ">" else "<")
        header.set_data_dtype(data.dtype)
        return maker(data, np.eye(4), header)

    for kind in ("u1", "i1", "<u2", "<i2", ">u2", ">i2"):
        name = np.dtype(kind).name + ("-big" if kind[0] == ">" else "")
        nifti(directory / f"{name}.nii", volume((5, 4, 3), kind))
    nifti(directory / "time.nii.gz", volume((5, 4, 3, 2), "<i2"))
    nifti(directory / "more.nii.gz", volume((3, 4, 2, 2, 3), ">i2"))
    nifti(directory / "plane.nii", volume((5, 4), "u1"))
    for letters in ("RGB", "RGBA"):
        colours = numbers((4, 3, 2, len(letters)), "u1").view([(c, "u1") for c in letters])
        image = nibabel.Nifti1Image(colours.reshape(4, 3, 2), np.eye(4))
        nifti(directory / f"{letters.lower()}.nii", image)
    nifti(directory / "pair.img", volume((5, 4, 3), "<i2", nibabel.Nifti1Pair))
    nifti(directory / "packed.img.gz", volume((5, 4, 3), ">u2", nibabel.Nifti1Pair))

    def refused(name, words, data, maker=nibabel.Nifti1Image):
        nibabel.save(maker(data, np.eye(4)), directory / name)
        refuse(name, words)

    for kind in ("int32", "float32", "float64", "complex64"):
        refused(f"{kind}.nii", kind + " (datatype", np.zeros((2, 2, 2), kind))
    refused("second.nii", "expected a NIfTI-1 file, found NIfTI-2", np.zeros((2, 2, 2), "i2"), nibabel.Nifti2Image)
    refused("analyze.img", "Analyze 7.5", np.zeros((2, 2, 2), "i2"), nibabel.AnalyzeImage)
    nibabel.save(volume((2, 2, 2), "<i2", nibabel.Nifti1Pair), directory / "alone.img")
    (directory / "alone.img").unlink()
    refuse("alone.hdr", "alone.img: expected the samples of")


# DICOM


def dicom(file, pixels, photometric="MONOCHROME2", planar=0, syntax=ExplicitVRLittleEndian, frames=None):
    """A file of one image or several."""
    file.parent.mkdir(parents=True, exist_ok=True)
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = pydicom.uid.SecondaryCaptureImageStorage
    meta.MediaStorageSOPInstanceUID = pydicom.uid.generate_uid(entropy_srcs=[file.name])
    meta.TransferSyntaxUID = syntax
    data = FileDataset(str(file), {}, file_meta=meta, preamble=b"\0" * 128)
    data.is_little_endian = True
    data.is_implicit_VR = syntax == ImplicitVRLittleEndian
    data.SOPClassUID = meta.MediaStorageSOPClassUID
    data.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    data.Modality = "OT"
    data.PatientID = "none"
    data.RescaleSlope, data.RescaleIntercept = "2", "-1024"
    colour = photometric == "RGB"
    each = pixels.shape[1:] if frames else pixels.shape
    data.SamplesPerPixel = 3 if colour else 1
    data.PhotometricInterpretation = photometric
    if colour:
        data.PlanarConfiguration = planar
    data.Rows, data.Columns = each[:2]
    if frames:
        data.NumberOfFrames = frames
    data.BitsAllocated = data.BitsStored = 8 * pixels.dtype.itemsize
    data.HighBit = data.BitsStored - 1
    data.PixelRepresentation = int(pixels.dtype.kind == "i")
    stored = np.moveaxis(pixels, -1, -3) if planar else pixels
    data.PixelData = stored.tobytes() + b"\0" * (stored.nbytes % 2)
    data["PixelData"].VR = "OB" if pixels.dtype.itemsize == 1 else "OW"
    data.save_as(file, write_like_original=False)
    return file


def nest(file):
    """Puts sequences of both kinds, with pixels of their own, before those of a file."""
    data = pydicom.dcmread(file)
    icon = Dataset()
    icon.Rows = icon.Columns = icon.BitsAllocated = 8
    icon.PixelData = bytes(64)
    icon["PixelData"].VR = "OB"
    icon.ReferencedImageSequence = Sequence([Dataset()])
    for nested in ("IconImageSequence", "SourceImageSequence"):
        setattr(data, nested, Sequence([icon, Dataset()]))
    data["SourceImageSequence"].is_undefined_length = True
    for item in data.SourceImageSequence:
        item.is_undefined_length_sequence_item = True
    data.save_as(file)
    return file


def run(*command):
    """Runs a tool of dcmtk."""
    subprocess.run([str(word) for word in command], check=True)


def images_of(file):
    """The images of a file as pydicom reads them."""
    data = pydicom.dcmread(file)
    pixels = data.pixel_array
    return list(pixels) if data.get("NumberOfFrames", 1) > 1 else [pixels]


def dicom_samples(directory):
    """A tree of all that is read, and beside it what is not."""
    root = directory / "dicom"
    grey16 = numbers((5, 4), "<i2")
    grey8 = numbers((3, 5), "u1")
    frames8 = numbers((3, 3, 5), "u1")
    made = {}

    def keep(file):
        made[file] = images_of(file)
        return file

    def convert(option, source, target):
        run("dcmconv", option, source, target)
        # What a change of the transfer syntax alone leaves as it was.
        made[target] = made[source]

    keep(nest(dicom(root / "ct" / "signed.dcm", grey16)))
    keep(nest(dicom(root / "ct" / "implicit.dcm", grey16[::-1].copy(), syntax=ImplicitVRLittleEndian)))
    keep(dicom(root / "ct" / "unsigned.dcm", numbers((2, 3), "<u2"), "MONOCHROME1"))
    keep(dicom(root / "ct" / "frames.dcm", numbers((4, 3, 2), "<u2"), frames=4))
    keep(dicom(root / "us" / "odd.dcm", grey8))
    keep(dicom(root / "us" / "frames.dcm", frames8, frames=3))
    keep(dicom(root / "us" / "colour.dcm", numbers((3, 5, 3), "u1"), "RGB"))
    keep(dicom(root / "us" / "planar.dcm", numbers((3, 5, 3), "u1"), "RGB", 1))
    keep(dicom(root / "us" / "planar-frames.dcm", numbers((3, 2, 3, 3), "u1"), "RGB", 1, frames=3))
    keep(dicom(root / "us" / "colour16.dcm", numbers((3, 5, 3), "<u2"), "RGB", 1))
    big = root / "big"
    big.mkdir()
    for source in ("ct/signed", "ct/frames", "us/odd", "us/frames", "us/colour", "us/planar-frames"):
        convert("+tb", root / f"{source}.dcm", big / (source.replace("/", "-") + ".dcm"))
    # Of implicit files nothing tells that 8 bits are bytes: in big-endian ones they are words.
    words = root / "words"
    words.mkdir()
    for source in ("odd", "frames"):
        convert("+ti", root / "us" / f"{source}.dcm", words / f"{source}.dcm")
        convert("+tb", words / f"{source}.dcm", words / f"{source}-big.dcm")
    labels = sorted({file.parent.name for file in made})
    files = sorted(made, key=str)
    expect(
        root,
        [image for file in files for image in made[file]],
        [labels.index(file.parent.name) for file in files for _ in made[file]],
    )

    unread = directory / "unread"
    keep(dicom(unread / "a-read.dcm", grey8))
    expect(unread, made[unread / "a-read.dcm"], [0])

    def refused(file, words):
        refuse(f"{unread.name}/{file.name}", words)

    source = unread / "a-read.dcm"
    for tool, option, words in (
        ("dcmcrle", None, "found RLE Lossless (1.2.840.10008.1.2.5)"),
        ("dcmcjpeg", "+e1", "found JPEG Lossless (1.2.840.10008.1.2.4.70)"),
        ("dcmcjpeg", "+eb", "found JPEG Baseline (1.2.840.10008.1.2.4.50)"),
        ("dcmcjpls", "+el", "found JPEG-LS Lossless (1.2.840.10008.1.2.4.80)"),
        ("dcmconv", "+td", "found Deflated Explicit VR Little Endian"),
    ):
        target = unread / f"{tool}{option or ''}.dcm"
        run(tool, *([option] if option else []), source, target)
        refused(target, words)
    data = pydicom.dcmread(source)
    del data.PixelData
    data.Modality = "SR"
    data.save_as(unread / "report.dcm")
    refused(unread / "report.dcm", "found a DICOM file without pixels (modality SR)")
    for bits in (1, 32):
        data = pydicom.dcmread(source)
        data.BitsAllocated = data.BitsStored = bits
        data.save_as(unread / f"bits{bits}.dcm")
        refused(unread / f"bits{bits}.dcm", f"expected pixels of 8 or 16 bits, found {bits} bits")
    data = pydicom.dcmread(source)
    data.FloatPixelData = bytes(60)
    del data.PixelData
    data.save_as(unread / "float.dcm")
    refused(unread / "float.dcm", "found floating-point numbers")
    data = pydicom.dcmread(source)
    data.PhotometricInterpretation = "PALETTE COLOR"
    data.save_as(unread / "palette.dcm")
    refused(unread / "palette.dcm", "found 1 of PALETTE COLOR")
    (unread / "notes.txt").write_text("no image\n" * 30)
    refused(unread / "notes.txt", "expected a DICOM file")


def main(directory):
    directory.mkdir(parents=True, exist_ok=True)
    npz_samples(directory)
    nifti_samples(directory)
    dicom_samples(directory)
    for name, rows in (("images", IMAGES), ("refused", REFUSED)):
        with open(directory / f"{name}.csv", "w", newline="") as lines:
            csv.writer(lines, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
