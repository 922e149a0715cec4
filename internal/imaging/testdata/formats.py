"""Writes formats.json: small files of many kinds, and what Pillow reads in them.

    pip install pillow==13.0.0 pillow-heif==1.8.1 && python formats.py > formats.json

Each case has a file, its size upright, and in base64 the file and the RGB bytes
of the center of its picture at 18 x 18 pixels: upright, on white and in sRGB. Kinds that Pillow cannot write are put together here, the
color profiles too.
"""

import base64
import io
import json
import struct
import zlib

import PIL
import pillow_heif
from PIL import Image, ImageCms

pillow_heif.register_heif_opener()
W, H, SIZE = 24, 18, 18
RGB = Image.frombytes("RGB", (W, H), bytes(
    v for y in range(H) for x in range(W) for v in (60 + x * 6, 200 - y * 9, 40 + (x + y) * 4)))
ALPHA = Image.frombytes("L", (W, H), bytes(min(255, x * 12) for y in range(H) for x in range(W)))
RGBA = Image.merge("RGBA", (*RGB.split(), ALPHA))
CASES = []


def on_white(img):
    img = img.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", img.size, "white"), img).convert("RGB")


def add(name, file, expected=None):
    if expected is None:
        img = Image.open(io.BytesIO(file))
        expected = img.convert("RGB") if img.mode == "CMYK" else on_white(img)
    w, h = expected.size
    scale = SIZE / min(w, h)
    left, top = (round(w * scale) - SIZE) // 2, (round(h * scale) - SIZE) // 2
    center = expected.resize((round(w * scale), round(h * scale)), Image.BILINEAR)
    center = center.crop((left, top, left + SIZE, top + SIZE))
    CASES.append({"name": name, "width": w, "height": h, "file": base64.b64encode(file).decode(),
                  "rgb": base64.b64encode(center.tobytes()).decode()})


def save(img, kind, **options):
    b = io.BytesIO()
    img.save(b, kind, **options)
    return b.getvalue()


def ycck(img):
    """A CMYK JPEG whose first three components are YCbCr, as Photoshop writes them."""
    c, m, y, k = img.split()
    invert = [255 - v for v in range(256)]
    ycc = Image.merge("RGB", [p.point(invert) for p in (c, m, y)]).convert("YCbCr")
    stored = Image.merge("CMYK", [p.point(invert) for p in ycc.split()] + [k])
    file = bytearray(save(stored, "JPEG", quality=95))
    at = file.index(b"Adobe")
    assert file[at + 11] == 0
    file[at + 11] = 2
    return bytes(file)


def png(depth, kind, pixel, interlaced=False):
    """A PNG of a depth and kind; pixel gives the samples at (x, y)."""
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    raw = b""
    for x0, y0, dx, dy in passes if interlaced else [(0, 0, 1, 1)]:
        for y in range(y0, H, dy):
            raw += b"\0" + b"".join(struct.pack(">H" if depth == 16 else ">B", v)
                                    for x in range(x0, W, dx) for v in pixel(x, y))

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    header = struct.pack(">IIBBBBB", W, H, depth, kind, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def icc(primaries, curve):
    """A display profile of three colors (x, y; white D65, adapted to D50) and a curve."""
    def xyz(x, y):
        return [x / y, 1, (1 - x - y) / y]

    def mul(m, v):
        return [sum(a * b for a, b in zip(row, v)) for row in m]

    def inverse(m):
        (a, b, c), (d, e, f), (g, h, i) = m
        det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
        return [[v / det for v in row] for row in ((e * i - f * h, c * h - b * i, b * f - c * e),
                                                   (f * g - d * i, a * i - c * g, c * d - a * f),
                                                   (d * h - e * g, b * g - a * h, a * e - b * d))]
    d65, d50 = xyz(0.3127, 0.3290), [0.9642, 1, 0.8249]
    columns = [xyz(*p) for p in primaries]
    scale = mul(inverse(list(zip(*columns))), d65)
    bradford = [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
    gain = [b / a for a, b in zip(mul(bradford, d65), mul(bradford, d50))]

    def adapt(v):
        return mul(inverse(bradford), [a * g for a, g in zip(mul(bradford, v), gain)])
    s15 = lambda v: struct.pack(">i", round(v * 65536))
    tags = {b"wtpt": b"XYZ \0\0\0\0" + b"".join(map(s15, d50)),
            b"desc": b"desc\0\0\0\0" + struct.pack(">I", 5) + b"test\0" + bytes(79),
            b"cprt": b"text\0\0\0\0none\0"}
    for name, column, s in zip("rgb", columns, scale):
        tags[name.encode() + b"XYZ"] = b"XYZ \0\0\0\0" + b"".join(s15(v) for v in adapt([c * s for c in column]))
        tags[name.encode() + b"TRC"] = curve
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        data += bytes(-len(data) % 4)
        table += name + struct.pack(">II", 128 + 4 + 12 * len(tags) + len(body), len(data))
        body += data
    size = 128 + len(table) + len(body)
    header = struct.pack(">I4sI4s4s4s12x4s4s24x12s", size, b"test", 0x02400000, b"mntr", b"RGB ", b"XYZ ",
                         b"acsp", b"\0\0\0\0", b"".join(map(s15, d50)))
    return header + bytes(128 - len(header)) + table + body


def para(kind, *values):
    return b"para\0\0\0\0" + struct.pack(">HH", kind, 0) + b"".join(struct.pack(">i", round(v * 65536)) for v in values)


def curv(*values):
    return b"curv\0\0\0\0" + struct.pack(">I", len(values)) + struct.pack(f">{len(values)}H", *values)


P3 = [(0.680, 0.320), (0.265, 0.690), (0.150, 0.060)]
SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
PROFILES = {
    "display-p3": icc(P3, para(3, *SRGB_CURVE)),
    "adobe": icc([(0.64, 0.33), (0.21, 0.71), (0.15, 0.06)], curv(563)),
    "prophoto": icc([(0.7347, 0.2653), (0.1596, 0.8404), (0.0366, 0.0001)], para(0, 1.8)),
    "rec2020": icc([(0.708, 0.292), (0.170, 0.797), (0.131, 0.046)],
                   curv(*(round(65535 * (v / 63) ** 2.4) for v in range(64)))),
    "p3-para1": icc(P3, para(1, 2.2, 1, 0)),
    "p3-para2": icc(P3, para(2, 2.2, 0.99, 0.01, 0)),
    "p3-para4": icc(P3, para(4, *SRGB_CURVE, 0, 0)),
    "srgb": icc([(0.64, 0.33), (0.30, 0.60), (0.15, 0.06)], para(3, *SRGB_CURVE)),
}


def profiled(name, kind, profile, **options):
    file = save(RGB, kind, icc_profile=PROFILES[profile], **options)
    img = Image.open(io.BytesIO(file)).convert("RGB")
    source = ImageCms.ImageCmsProfile(io.BytesIO(PROFILES[profile]))
    add(name, file, ImageCms.profileToProfile(img, source, ImageCms.createProfile("sRGB"),
                                              renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC))


CMYK = Image.merge("CMYK", [RGB.getchannel(i).point(lambda v: 255 - v) for i in range(3)] + [ALPHA.point(lambda v: v // 3)])
add("jpeg gray", save(RGB.convert("L"), "JPEG", quality=95))
add("jpeg progressive", save(RGB, "JPEG", quality=95, subsampling=0, progressive=True))
add("jpeg 4:2:0", save(RGB, "JPEG", quality=95))
add("jpeg 4:4:4", save(RGB, "JPEG", quality=95, subsampling=0))
add("jpeg 4:2:2", save(RGB, "JPEG", quality=95, subsampling=1))
add("jpeg rgb", save(RGB, "JPEG", quality=95, keep_rgb=True))
add("jpeg cmyk", save(CMYK, "JPEG", quality=95))
add("jpeg cmyk progressive", save(CMYK, "JPEG", quality=95, progressive=True))
add("jpeg ycck", ycck(CMYK))
add("png gray", save(RGB.convert("L"), "PNG"))
add("png 1 bit", save(RGB.convert("1"), "PNG"))
add("png gray and alpha", save(RGBA.convert("LA"), "PNG"))
add("png palette", save(RGB.quantize(16), "PNG"))
add("png palette and transparency", save(RGB.quantize(16), "PNG", transparency=3))
add("png rgb and transparent color", save(RGB, "PNG", transparency=(60, 200, 40)))
add("png alpha", save(RGBA, "PNG"))
add("png interlaced", png(8, 2, lambda x, y: RGB.getpixel((x, y)), True))
add("png gray 16", png(16, 0, lambda x, y: (257 * RGB.getpixel((x, y))[0],)), Image.merge("RGB", [RGB.getchannel(0)] * 3))
add("png rgb 16", png(16, 2, lambda x, y: [256 * v + 77 for v in RGB.getpixel((x, y))]), RGB)
add("png alpha 16", png(16, 6, lambda x, y: [257 * v for v in RGBA.getpixel((x, y))]), on_white(RGBA))
add("png rgb 16 interlaced", png(16, 2, lambda x, y: [257 * v for v in RGB.getpixel((x, y))], True), RGB)
add("webp lossy", save(RGB, "WEBP", quality=90))
add("webp lossy and alpha", save(RGBA, "WEBP", quality=90))
add("webp dark", save(Image.new("RGB", (W, H), (12, 12, 12)), "WEBP", quality=90))
add("webp lossless", save(RGB, "WEBP", lossless=True))
add("webp lossless and alpha", save(RGBA, "WEBP", lossless=True, exact=True))
add("gif", save(RGB.quantize(16), "GIF"))
add("gif interlaced, two frames", save(RGB.quantize(16), "GIF", interlace=1, save_all=True, append_images=[RGB.convert("L")]))
add("gif transparent", save(RGB.quantize(16), "GIF", transparency=3))
for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"):
    add("tiff " + compression, save(RGB, "TIFF", compression=compression))
add("tiff gray", save(RGB.convert("L"), "TIFF"))
add("tiff alpha", save(RGBA, "TIFF"))
add("bmp 24", save(RGB, "BMP"))
add("bmp palette", save(RGB.quantize(16), "BMP"))
big = RGB.resize((192, 144), Image.BICUBIC)
add("jpeg restarts", save(big, "JPEG", quality=90, restart_marker_rows=1))
add("heic", save(big, "HEIF", quality=90))
add("heic studio range", save(big, "HEIF", quality=90, full_range_flag=0))
add("heic gray", save(big.convert("L"), "HEIF", quality=90))
exif = Image.Exif()
exif[0x0112] = 6
turned = save(big, "HEIF", quality=90, exif=exif.tobytes())
add("heic turned", turned)
profiled("icc display-p3 jpeg", "JPEG", "display-p3", quality=95, subsampling=0)
profiled("icc display-p3 webp", "WEBP", "display-p3", lossless=True)
profiled("icc display-p3 tiff", "TIFF", "display-p3")
for profile in PROFILES:
    profiled(f"icc {profile} png", "PNG", profile)
RGB = big
profiled("icc display-p3 heic", "HEIF", "display-p3", quality=90)

print(json.dumps({"pillow": PIL.__version__, "cases": CASES}, indent=1))
