"""Nasty files as cameras, telephones, browsers and accidents make them. Each is written when it is asked for."""

import io
import struct
import zlib
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path

import av
import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

from tests.media.clips import write_clip

MAKER = "Secret Camera"
"""Stands in the metadata of every file that can hold any; so does a place near 48.1371 north."""

Writer = Callable[[Path], object]


def scene(size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Something to look at: soft colours with a sharp white mark in the upper left corner."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.paste((180, 60, 40), (size[0] // 2, size[1] // 2, size[0], size[1]))
    image.paste((255, 255, 255), (0, 0, size[0] // 5, size[1] // 5))
    return image


def metadata(orientation: int = 1) -> Image.Exif:
    """What a camera writes: its name, the turn, the place."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = MAKER, MAKER, orientation
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (48.0, 8.0, 13.71)
    place[3], place[4] = "E", (11.0, 34.0, 31.0)
    return exif


def _jpeg(path: Path, image: Image.Image | None = None, orientation: int = 1, **options: object) -> None:
    (image or scene()).save(path, "JPEG", exif=metadata(orientation), comment=MAKER.encode(), **options)


def _png(path: Path, image: Image.Image, **options: object) -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", MAKER)
    text.add_itxt("Comment", MAKER)
    image.save(path, "PNG", pnginfo=text, exif=metadata(), **options)


def _deep_png(path: Path) -> None:
    """16 bits a channel with alpha, which Pillow reads and does not write."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    width, height = 400, 320
    rows = (
        b"\0"
        + b"".join(struct.pack(">4H", x * 160, y * 200, 30_000, 65_535 * (x > 99)) for x in range(width))
        for y in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 16, 6, 0, 0, 0)
    text = chunk(b"tEXt", b"Author\0" + MAKER.encode())
    pixels = chunk(b"IDAT", zlib.compress(b"".join(rows)))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + text + pixels + chunk(b"IEND", b""))


def _bits(path: Path, width: int, height: int) -> None:
    """A PNG of one bit a pixel: small on the disk, large to look at."""
    Image.new("1", (width, height)).save(path, "PNG")


def _animated(path: Path, kind: str) -> None:
    frames = [scene(), scene().transpose(Image.Transpose.ROTATE_180), Image.new("RGB", (640, 480), "navy")]
    frames[0].save(path, kind, save_all=True, append_images=frames[1:], duration=100)


def _heic(path: Path, image: Image.Image | None = None) -> None:
    heif = pillow_heif.from_pillow(image or scene())
    heif.save(path, quality=80, exif=metadata().tobytes())


def _motion_photo(path: Path) -> None:
    """A photograph with a film behind its end, and the place in that film."""
    _jpeg(path)
    film = io.BytesIO()
    film.write(b"\0\0\0\x18ftypmp42" + MAKER.encode() + b"+48.1371+011.5754/")
    path.write_bytes(path.read_bytes() + film.getvalue())


def _wide_gamut(path: Path) -> None:
    """Colours under a profile of its own; the profile names its maker, as all do."""
    _jpeg(path, icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes())


def film(path: Path, *, size: tuple[int, int] = (1280, 720), codec: str = "libx264") -> Path:
    """One second with sound; place, camera and title stand in it as a telephone writes them."""
    plain = path.with_name(f"plain {path.stem}.mp4")
    if codec == "libx264":
        write_clip(plain, size=size, sound=True)
    else:
        _other_film(path, size, codec)
        return path
    with (
        av.open(str(plain)) as given,
        av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as made,
    ):
        made.metadata.update(
            {"title": MAKER, "make": MAKER, "location": "+48.1371+011.5754/", "comment": MAKER}
        )
        streams = {stream.index: made.add_stream_from_template(stream) for stream in given.streams}
        for packet in given.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                made.mux(packet)
    plain.unlink()
    return path


def _other_film(path: Path, size: tuple[int, int], codec: str) -> None:
    with av.open(str(path), "w") as container:
        video = container.add_stream(codec, rate=24)
        assert isinstance(video, av.VideoStream)
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        for number in range(3):
            frame = av.VideoFrame.from_image(scene(size))  # type: ignore[no-untyped-call]
            frame.pts, frame.time_base = number, Fraction(1, 24)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))


def _cut(path: Path, write: Writer, part: float) -> None:
    write(path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])


def _noise(path: Path, size: tuple[int, int], kind: str, **options: object) -> None:
    Image.effect_noise(size, 120).convert("RGB").save(path, kind, **options)


GOOD: dict[str, Writer] = {
    "plain.jpg": _jpeg,
    "no metadata.jpg": lambda path: scene().save(path),
    "progressive.jpg": lambda path: _jpeg(path, progressive=True, quality=60),
    **{f"turn {n}.jpg": partial(_jpeg, orientation=n) for n in range(2, 9)},
    "cmyk.jpg": lambda path: _jpeg(path, scene().convert("CMYK")),
    "cmyk.tiff": lambda path: scene().convert("CMYK").save(path, exif=metadata()),
    "grey.jpg": lambda path: _jpeg(path, scene().convert("L")),
    "motion photo.jpg": _motion_photo,
    "profile.jpg": _wide_gamut,
    "plain.png": lambda path: _png(path, scene()),
    "palette.png": lambda path: _png(path, scene().quantize(16)),
    "alpha.png": lambda path: _png(path, scene().convert("RGBA")),
    "16 bit alpha.png": _deep_png,
    "16 bit grey.png": lambda path: _png(path, Image.new("I;16", (400, 400), 40_000)),
    "one bit.png": lambda path: _bits(path, 400, 400),
    "animated.png": lambda path: _animated(path, "PNG"),
    "animated.gif": lambda path: _animated(path, "GIF"),
    "animated.webp": lambda path: _animated(path, "WEBP"),
    "still.webp": lambda path: scene().save(path, exif=metadata()),
    "still.avif": lambda path: scene().save(path, exif=metadata()),
    "photo.heic": _heic,
    "16 bit.tiff": lambda path: Image.new("I;16", (400, 400), 30_000).save(path),
    "lzw.tif": lambda path: scene().save(path, compression="tiff_lzw", exif=metadata()),
    "old.bmp": lambda path: scene().save(path),
    "wrong ending.png": _jpeg,
    "heic called.jpg": _heic,
    "png called.heic": lambda path: scene().save(path, "PNG"),
    "large.jpg": lambda path: _noise(path, (6000, 4000), "JPEG", quality=95),
    "large.png": lambda path: _noise(path, (3000, 2000), "PNG"),
    "12,000 wide.png": lambda path: _bits(path, 12_000, 5_000),
    "just.jpg": lambda path: _jpeg(path, scene((300, 300))),
    "just narrow.tif": lambda path: scene((10_000, 4_000)).save(path),
    "🦊 fox.jpg": _jpeg,
    "صورة أمامية.png": lambda path: _png(path, scene()),
    "写真 (正面).jpg": _jpeg,
    "a\u202egpj.png": lambda path: _png(path, scene()),
    "no stem/.jpg": _jpeg,
    "trailing. .jpg": _jpeg,
    "long " + "n" * 190 + ".jpg": _jpeg,
}
"""Pictures that can be sent, once they are normalised."""

REFUSED: dict[str, tuple[Writer, str]] = {
    "empty.jpg": (lambda path: path.write_bytes(b""), "is empty (0 bytes)"),
    "one byte.png": (lambda path: path.write_bytes(b"\x89"), "is not a picture"),
    "text.jpg": (lambda path: path.write_text("Milk, eggs, bread\n" * 50), "is not a picture"),
    "page.png": (lambda path: path.write_text("<!doctype html><title>404</title>"), "is not a picture"),
    "svg.png": (
        lambda path: path.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>'),
        "is not a picture",
    ),
    "zip.webp": (lambda path: path.write_bytes(b"PK\3\4" + bytes(200)), "is not a picture"),
    "film.jpg": (lambda path: film(path.with_suffix(".mp4")).rename(path), "is not a picture"),
    "cut.jpg": (lambda path: _cut(path, _jpeg, 0.6), "cut off"),
    "cut.png": (lambda path: _cut(path, lambda p: _png(p, scene()), 0.6), "cut off"),
    "cut.webp": (lambda path: _cut(path, lambda p: scene().save(p), 0.6), "cut off"),
    "cut.gif": (lambda path: _cut(path, lambda p: _animated(p, "GIF"), 0.2), "cut off"),
    "cut.avif": (lambda path: _cut(path, lambda p: scene().save(p), 0.6), "cut off"),
    "cut.heic": (lambda path: _cut(path, _heic, 0.6), "cut off"),
    "cut.tiff": (lambda path: _cut(path, lambda p: scene().save(p), 0.4), "cut off"),
    "bomb.png": (lambda path: _bits(path, 12_000, 12_000), "too large"),
    "wide bomb.png": (lambda path: _bits(path, 12_001, 6_000), "too large"),
    "small.jpg": (lambda path: _jpeg(path, scene((299, 400))), "300 are needed"),
    "turned small.jpg": (lambda path: _jpeg(path, scene((400, 299)), orientation=6), "299 × 400"),
    "narrow.png": (lambda path: _png(path, scene((760, 300))), "width to height may be 0.4 to 2.5"),
    "icon.gif": (lambda path: Image.new("P", (16, 16)).save(path), "300 are needed"),
}
"""Pictures that cannot be sent, with words of the sentence that says why."""
