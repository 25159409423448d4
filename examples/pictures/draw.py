"""Draws the ten pictures that classify shows when it is given none: one for each class of CIFAR-10, 96 x 96 pixels.

    pip install numpy pillow && python draw.py

Every picture is drawn ten times as large, from ellipses, polygons and gradients, and scaled down.
"""

import os

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIZE, SCALE = 96, 10
LARGE = SIZE * SCALE


class Picture:
    """A canvas in units of the final pixels."""

    def __init__(self, *stops):
        """Background: a vertical gradient through (y, colour) stops."""
        y = np.linspace(0, SIZE, LARGE)
        columns = [np.interp(y, [s[0] for s in stops], [s[1][c] for s in stops]) for c in range(3)]
        self.image = Image.fromarray(np.repeat(np.stack(columns, -1)[:, None], LARGE, 1).astype(np.uint8))

    def paint(self, draw_on_mask, colour, blur=0, shade=None):
        """Paints a colour through a mask; `shade` is the colour at the shape's lower edge."""
        mask = Image.new("L", (LARGE, LARGE))
        draw_on_mask(ImageDraw.Draw(mask))
        box = mask.getbbox()
        if box is None:
            return
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * SCALE))
        fill = Image.new("RGB", (LARGE, LARGE), colour)
        if shade:
            t = np.clip((np.arange(LARGE) - box[1]) / (box[3] - box[1]), 0, 1)[:, None, None]
            column = np.array(colour) * (1 - t) + np.array(shade) * t
            fill = Image.fromarray(np.broadcast_to(column, (LARGE, LARGE, 3)).astype(np.uint8))
        self.image.paste(fill, mask=mask)

    def polygon(self, points, colour, **options):
        self.paint(lambda d: d.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=255), colour, **options)

    def curve(self, points, colour, **options):
        """A closed smooth curve (Catmull-Rom) through the points."""
        p = np.array(points, float)
        t = np.linspace(0, 1, 24, endpoint=False)[:, None]
        pieces = []
        for i in range(len(p)):
            a, b, c, d = (p[(i + k) % len(p)] for k in (-1, 0, 1, 2))
            pieces.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
        self.polygon([tuple(q) for q in np.concatenate(pieces)], colour, **options)

    def ellipse(self, x, y, rx, ry, colour, **options):
        box = [(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE]
        self.paint(lambda d: d.ellipse(box, fill=255), colour, **options)

    def rectangle(self, x0, y0, x1, y1, colour, radius=0, **options):
        box = [x0 * SCALE, y0 * SCALE, x1 * SCALE, y1 * SCALE]
        self.paint(lambda d: d.rounded_rectangle(box, radius * SCALE, fill=255), colour, **options)

    def line(self, points, width, colour, **options):
        """Round ends and joints."""
        r = width / 2

        def draw(d):
            d.line([(x * SCALE, y * SCALE) for x, y in points], fill=255, width=round(width * SCALE))
            for x, y in points:
                d.ellipse([(x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE], fill=255)

        self.paint(draw, colour, **options)

    def eye(self, x, y, r, colour=(20, 16, 14)):
        self.ellipse(x, y, r, r, colour)
        self.ellipse(x + 0.3 * r, y - 0.35 * r, 0.35 * r, 0.35 * r, (255, 255, 255))

    def wheel(self, x, y, r):
        self.ellipse(x, y, r, r, (22, 22, 26))
        self.ellipse(x, y, 0.58 * r, 0.58 * r, (176, 180, 188), shade=(112, 116, 124))
        self.ellipse(x, y, 0.2 * r, 0.2 * r, (50, 52, 58))

    def grain(self, seed, strength=3):
        """Uneven light, so that areas are not flat."""
        noise = np.random.default_rng(seed).normal(0, 1, (SIZE, SIZE, 1))
        soft = Image.fromarray((128 + 60 * noise[..., 0]).clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.8))
        self.image = self.image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
        light = (np.asarray(soft, float)[..., None] - 128) / 30 * strength
        self.image = Image.fromarray((np.asarray(self.image, float) + light).clip(0, 255).astype(np.uint8))


def meadow(horizon=52, sky=(150, 196, 232)):
    p = Picture((0, sky), (horizon, (222, 234, 236)), (horizon + 0.1, (128, 158, 84)), (SIZE, (74, 118, 44)))
    for x in range(-6, 104, 9):
        p.ellipse(x, horizon, 8 + x * 7 % 5, 5 + x * 5 % 4, (66, 98, 56), blur=0.6)
    p.rectangle(-2, horizon + 2, 98, 98, (134, 164, 84), shade=(78, 122, 46))
    return p


def airplane():
    p = Picture((0, (58, 124, 204)), (SIZE, (178, 216, 244)))
    for x, y, r in [(10, 80, 12), (24, 84, 14), (40, 88, 12), (80, 16, 8), (90, 18, 9)]:
        p.ellipse(x, y, r * 1.3, r * 0.5, (240, 246, 252), blur=2.5)
    p.polygon([(46, 45), (60, 43), (38, 22), (31, 23)], (168, 176, 188), shade=(196, 202, 212))  # far wing
    p.polygon([(15, 46), (24, 45), (17, 30), (9, 28)], (198, 38, 46), shade=(150, 26, 36))
    p.curve([(9, 47), (30, 42), (62, 39), (80, 41), (88, 45.5), (80, 50), (58, 53), (30, 53), (14, 51)], (252, 253, 255), shade=(170, 178, 192))
    p.polygon([(14, 49), (22, 49), (13, 57), (7, 58)], (206, 212, 222))
    p.polygon([(42, 49), (60, 48), (36, 72), (28, 73)], (222, 227, 234), shade=(158, 166, 180))  # near wing
    p.ellipse(47, 58, 5, 2.3, (226, 230, 236), shade=(112, 118, 130))
    p.ellipse(40, 65, 5, 2.3, (226, 230, 236), shade=(112, 118, 130))
    for x in range(26, 76, 4):
        p.ellipse(x, 45.4 - (x - 26) * 0.03, 0.9, 1.0, (54, 66, 92))
    p.polygon([(80, 43), (85.5, 44.4), (80, 45.4)], (36, 46, 66))
    return p


def automobile():
    p = Picture((0, (176, 208, 234)), (44, (224, 232, 236)), (44.1, (120, 146, 92)), (58, (104, 130, 78)),
                (58.1, (116, 116, 120)), (SIZE, (82, 82, 88)))
    for x, r in [(6, 11), (22, 9), (40, 10), (60, 8), (78, 11), (93, 9)]:
        p.ellipse(x, 42, r, r * 0.9, (74, 106, 66), blur=0.8)
    p.rectangle(-2, 50, 98, 58, (168, 168, 164), shade=(140, 140, 138))
    p.ellipse(48, 78, 43, 4.5, (36, 36, 40), blur=1.6)
    red, dark = (220, 28, 34), (140, 10, 20)
    p.curve([(6, 66), (8, 57), (22, 53), (32, 40), (42, 36.5), (58, 36.5), (67, 41), (76, 52), (88, 55), (91, 63), (90, 72), (70, 76), (24, 76), (7, 73)],
            red, shade=dark)
    p.curve([(28, 52), (35, 42.5), (43, 40), (47, 40), (47, 52)], (60, 78, 98), shade=(158, 184, 202))
    p.curve([(51, 52), (51, 40), (57, 40), (63, 42.5), (71, 52), (62, 52.6)], (60, 78, 98), shade=(158, 184, 202))
    p.line([(10, 58), (30, 55.5), (70, 55.5), (87, 58)], 0.9, (246, 116, 112))
    p.line([(49, 53), (49.5, 71)], 0.6, dark)
    p.line([(53, 59.5), (57, 59.5)], 1.2, (250, 190, 186))
    p.ellipse(87, 60.5, 2.6, 2.4, (255, 250, 214))
    p.ellipse(8.6, 60.5, 2, 2.6, (255, 112, 60))
    p.rectangle(5.5, 68, 91, 71, (64, 12, 18), radius=1.5)
    for x in (24, 72):
        p.ellipse(x, 72.5, 10.8, 10.8, (46, 8, 14))
        p.wheel(x, 74, 9)
    return p


def bird():
    p = Picture((0, (118, 164, 116)), (SIZE, (196, 216, 150)))
    for x, y, r in [(14, 20, 18), (78, 16, 20), (88, 66, 16), (10, 74, 18), (48, 92, 22)]:
        p.ellipse(x, y, r, r * 0.8, (150, 190, 128) if x % 4 else (92, 140, 92), blur=6)
    p.line([(-4, 80), (34, 76), (66, 79), (100, 72)], 4.5, (96, 70, 48), shade=(58, 40, 28))
    p.line([(66, 79), (84, 88)], 2.5, (84, 60, 42))
    p.polygon([(30, 62), (6, 76), (9, 81), (16, 82), (36, 70)], (46, 62, 92), shade=(26, 36, 58))  # tail
    p.curve([(26, 66), (30, 50), (44, 38), (56, 26), (66, 21), (76, 25), (78, 34), (75, 46), (68, 60), (55, 70), (38, 72)],
            (92, 136, 190), shade=(58, 88, 140))
    p.curve([(75, 36), (77, 46), (69, 61), (56, 70), (44, 71), (54, 60), (62, 46), (68, 38)], (226, 128, 62), shade=(250, 222, 186))  # breast
    p.curve([(24, 68), (32, 52), (46, 44), (57, 48), (54, 60), (42, 67)], (58, 90, 146), shade=(34, 54, 96))  # wing
    for i in range(3):
        p.line([(30 + 4 * i, 66 - 2 * i), (50 + i, 55 - 3 * i)], 0.7, (128, 162, 206))
    p.polygon([(76, 27), (88, 32), (76, 34)], (60, 54, 48), shade=(30, 26, 24))
    p.eye(70, 28.5, 2.3)
    for x in (50, 57):
        p.line([(x, 69), (x + 1, 77)], 1.2, (88, 60, 44))
        p.line([(x - 2, 77.5), (x + 4, 77.5)], 1.3, (88, 60, 44))
    return p


def cat():
    p = Picture((0, (206, 186, 164)), (SIZE, (150, 122, 100)))
    p.rectangle(-2, 76, 98, 98, (126, 92, 66), shade=(96, 66, 46))
    fur, dark, pale = (176, 142, 104), (108, 78, 52), (238, 222, 200)
    p.curve([(16, 100), (20, 74), (36, 60), (60, 60), (76, 74), (80, 100)], fur, shade=(138, 106, 74))
    for side in (-1, 1):
        x = lambda v: 48 + side * v
        p.curve([(x(30), 34), (x(29), 6), (x(26), 5), (x(6), 22), (x(14), 34)], fur, shade=(150, 116, 82))
        p.polygon([(x(26), 29), (x(25.5), 12), (x(12), 23)], (222, 164, 150), blur=0.5)
    p.curve([(48, 17), (66, 20), (79, 36), (80, 50), (72, 63), (58, 71), (48, 72), (38, 71), (24, 63), (16, 50), (17, 36), (30, 20)],
            (188, 154, 114), shade=(160, 126, 90))
    for dx in (-9, 0, 9):
        p.line([(48 + dx, 20), (48 + dx * 0.7, 32)], 2.6, dark, blur=0.4)
    for side in (-1, 1):
        x = lambda v: 48 + side * v
        for y in (48, 54, 60):
            p.line([(x(31 - (y - 48) * 0.5), y - 1), (x(22), y)], 2, dark, blur=0.4)
        p.line([(x(28), 80), (x(19), 82)], 2.4, dark, blur=0.5)
        p.line([(x(28), 88), (x(19), 90)], 2.4, dark, blur=0.5)
    p.ellipse(41, 60, 9.5, 8, pale, blur=0.8)
    p.ellipse(55, 60, 9.5, 8, pale, blur=0.8)
    p.ellipse(48, 67, 6, 5, pale, blur=0.8)
    p.ellipse(48, 86, 11, 14, pale, blur=2)
    for x in (34, 62):
        p.curve([(x - 7.5, 43), (x, 36.5), (x + 7.5, 43), (x, 49)], (40, 30, 22))
        p.curve([(x - 6.2, 43), (x, 37.8), (x + 6.2, 43), (x, 47.8)], (190, 206, 92), shade=(128, 156, 54))
        p.ellipse(x, 42.8, 2.1, 4.8, (14, 12, 10))
        p.ellipse(x + 1.4, 40.6, 1.1, 1.1, (255, 255, 255))
    p.polygon([(43.8, 53.6), (52.2, 53.6), (48, 58)], (206, 118, 112))
    p.line([(48, 58), (48, 61), (43, 64)], 1, (92, 62, 48))
    p.line([(48, 61), (53, 64)], 1, (92, 62, 48))
    for side in (-1, 1):
        for dy in (-3, 0, 3):
            p.line([(48 + side * 10, 60 + dy * 0.5), (48 + side * 38, 57 + dy * 2.2)], 0.5, (252, 248, 240))
    return p


def deer():
    p = meadow(46, (190, 208, 214))
    for x, w in [(6, 4), (17, 3), (84, 4.5), (93, 3)]:
        p.rectangle(x, -2, x + w, 52, (92, 78, 62), shade=(70, 58, 46))
    p.ellipse(44, 90, 30, 3, (58, 88, 40), blur=1.2)
    coat, dark, pale = (182, 122, 70), (126, 80, 44), (236, 214, 182)
    for x in (30, 59):
        p.line([(x, 66), (x + 1, 77), (x, 89)], 2.6, dark)
    p.curve([(16, 55), (22, 49), (40, 50), (54, 47), (62, 50), (64, 60), (58, 68), (38, 67), (24, 68), (17, 63)], coat, shade=(146, 92, 50))
    p.curve([(18, 54), (14, 56), (13, 62), (17, 63), (20, 58)], pale)
    p.curve([(54, 56), (57, 44), (61, 30), (67, 26), (71, 32), (67, 46), (64, 60)], coat, shade=(156, 102, 58))
    p.curve([(62, 27), (68, 22), (75, 24), (84, 31), (83, 35), (74, 35), (66, 33)], coat, shade=(152, 98, 56))
    p.ellipse(83, 33, 1.9, 1.7, (34, 26, 22))
    p.curve([(64, 26), (55, 21), (53, 22), (57, 28), (63, 30)], coat, shade=dark)
    p.eye(73, 27, 1.4)
    for dx, spread in [(0, -1), (4, 1)]:
        base = 66 + dx
        tip = base + spread * 10
        p.line([(base, 24), (base + spread * 6, 16), (tip, 4)], 1.7, (116, 88, 60))
        p.line([(base + spread * 5, 17), (base + spread * 1, 8)], 1.4, (116, 88, 60))
        p.line([(base + spread * 8, 11), (base + spread * 15, 7)], 1.4, (116, 88, 60))
    for x in (24, 53):
        p.line([(x, 63), (x - 0.5, 76), (x, 90)], 3, coat)
        p.line([(x, 89), (x, 91)], 3, (44, 32, 26))
    p.ellipse(40, 66, 17, 2.4, pale, blur=1.2)
    for x, y in [(26, 55), (32, 58), (38, 54), (45, 57), (51, 53), (33, 53)]:
        p.ellipse(x, y, 1, 0.9, pale)
    return p


def dog():
    p = Picture((0, (158, 186, 148)), (58, (196, 208, 158)), (58.1, (112, 152, 72)), (SIZE, (84, 126, 52)))
    p.ellipse(20, 20, 22, 18, (134, 168, 128), blur=7)
    p.ellipse(82, 26, 20, 16, (178, 200, 158), blur=7)
    gold, dark, pale = (206, 154, 90), (150, 98, 50), (246, 226, 192)
    p.curve([(18, 100), (22, 78), (36, 66), (60, 66), (74, 78), (78, 100)], gold, shade=(176, 124, 68))
    p.ellipse(48, 90, 12, 16, pale, blur=2)
    p.curve([(48, 12), (64, 15), (74, 28), (74, 44), (66, 58), (58, 70), (48, 73), (38, 70), (30, 58), (22, 44), (22, 28), (32, 15)],
            (222, 172, 108), shade=(196, 144, 82))
    for side in (-1, 1):
        x = lambda v: 48 + side * v
        p.curve([(x(16), 16), (x(26), 15), (x(35), 28), (x(37), 48), (x(31), 58), (x(24), 50), (x(22), 34)], dark, shade=(112, 70, 34))
        p.ellipse(x(11.5), 34, 5.2, 4.2, (190, 138, 80), blur=0.8)
        p.eye(x(11.5), 36, 3.7, (42, 26, 18))
    p.ellipse(48, 28, 4.5, 14, (240, 208, 160), blur=2)
    p.ellipse(42, 57, 10, 9, pale, blur=0.9)
    p.ellipse(54, 57, 10, 9, pale, blur=0.9)
    p.curve([(41, 66), (48, 64), (55, 66), (53, 76), (48, 79), (43, 76)], (226, 112, 122), shade=(202, 84, 98))
    p.line([(48, 66), (48, 74)], 0.7, (180, 66, 82))
    p.curve([(40.5, 48), (48, 45.5), (55.5, 48), (53, 53.5), (48, 56), (43, 53.5)], (34, 26, 26), shade=(14, 10, 10))
    p.ellipse(46, 48.6, 2, 0.9, (150, 140, 138), blur=0.3)
    p.line([(48, 55), (48, 61)], 1.1, (66, 42, 32))
    p.line([(39, 64), (44, 64.5), (48, 61), (52, 64.5), (57, 64)], 1.1, (66, 42, 32))
    p.line([(33, 76), (48, 82), (63, 76)], 3.6, (186, 34, 40))
    p.ellipse(48, 84, 2.6, 2.6, (236, 196, 72), shade=(186, 140, 36))
    return p


def frog():
    p = Picture((0, (110, 118, 78)), (SIZE, (70, 78, 46)))
    for x, y, r in [(12, 14, 16), (60, 8, 18), (90, 36, 16), (8, 60, 14)]:
        p.ellipse(x, y, r, r, (132, 132, 92), blur=6)
    p.ellipse(48, 84, 46, 13, (122, 104, 72), shade=(84, 68, 46))
    p.ellipse(48, 84, 36, 5, (54, 44, 30), blur=1.5)
    skin, dark, pale = (104, 172, 52), (52, 108, 28), (222, 232, 162)
    for side in (-1, 1):
        x = lambda v: 48 + side * v
        p.curve([(x(20), 80), (x(26), 60), (x(36), 54), (x(42), 64), (x(38), 78), (x(28), 84)], (86, 150, 44), shade=dark)
        p.line([(x(34), 80), (x(44), 85)], 3, dark)
        p.line([(x(34), 80), (x(38), 87)], 3, dark)
    p.curve([(48, 34), (64, 38), (74, 54), (74, 70), (64, 82), (48, 84), (32, 82), (22, 70), (22, 54), (32, 38)], skin, shade=(78, 140, 40))
    p.ellipse(48, 72, 18, 11, pale, blur=1.5)
    for x, y, r in [(27, 60, 2.6), (69, 61, 2.6), (31, 70, 1.8), (66, 72, 2), (26, 52, 1.6), (70, 51, 1.6)]:
        p.ellipse(x, y, r, r * 0.9, dark, blur=0.4)
    p.curve([(48, 26), (66, 29), (76, 40), (74, 52), (62, 59), (48, 61), (34, 59), (22, 52), (20, 40), (30, 29)], (118, 188, 60), shade=(92, 158, 46))
    p.curve([(22, 50), (36, 54.5), (48, 55.5), (60, 54.5), (74, 50), (66, 57.5), (48, 61), (30, 57.5)], pale, shade=(196, 212, 132))
    p.line([(22, 49.5), (36, 54), (48, 55), (60, 54), (74, 49.5)], 1.2, (40, 76, 22))
    for x in (31, 65):
        p.ellipse(x, 29, 9.5, 9.5, (112, 182, 56), shade=(88, 152, 44))
        p.ellipse(x, 28, 7, 7, (236, 190, 52), shade=(196, 132, 28))
        p.ellipse(x, 28, 5, 2.6, (12, 12, 10))
        p.ellipse(x + 2, 25.6, 1.3, 1.3, (255, 255, 255))
    p.ellipse(44.5, 43, 0.9, 0.7, dark)
    p.ellipse(51.5, 43, 0.9, 0.7, dark)
    for side in (-1, 1):
        x = lambda v: 48 + side * v
        p.line([(x(18), 68), (x(19), 80)], 6, (98, 166, 50), shade=(66, 124, 34))
        for dx in (-5, 0, 5):
            p.line([(x(19), 81), (x(19 + dx), 87)], 2.2, (82, 146, 42))
            p.ellipse(x(19 + dx), 87, 1.7, 1.5, (110, 174, 60))
    return p


def horse():
    p = meadow(50)
    for y in (44, 51):
        p.line([(-2, y), (98, y)], 1.4, (226, 222, 212))
    for x in (4, 34, 92):
        p.line([(x, 40), (x, 58)], 2.2, (216, 210, 200))
    p.ellipse(46, 90, 34, 3, (54, 84, 36), blur=1.2)
    coat, dark, mane = (142, 78, 40), (92, 48, 24), (40, 24, 18)
    for x, bend in [(28, -1), (61, 1)]:
        p.line([(x, 64), (x + bend, 76), (x, 88)], 3.8, dark)
    p.curve([(17, 46), (11, 52), (8, 68), (11, 76), (15, 64), (20, 54)], mane)
    p.curve([(16, 50), (20, 42), (30, 39), (44, 43), (56, 41), (66, 42), (69, 52), (64, 64), (54, 66), (38, 65), (27, 68), (18, 62)],
            (158, 90, 48), shade=(108, 58, 28))
    p.curve([(54, 50), (60, 36), (66, 22), (73, 14), (79, 19), (76, 32), (72, 46), (68, 58)], (156, 88, 46), shade=(126, 68, 34))
    p.curve([(69, 18), (73, 12), (79, 13), (85, 22), (92, 33), (91, 38), (86, 39), (80, 33), (73, 28)], (160, 92, 48), shade=(122, 66, 32))
    p.curve([(53, 44), (58, 28), (66, 14), (73, 9), (76, 11), (71, 18), (66, 30), (62, 42)], mane)
    p.polygon([(71, 14), (71, 5), (77, 12)], (146, 82, 42))
    p.curve([(79, 15), (84, 21), (89, 31), (86.5, 30), (80, 20)], (248, 242, 232))
    p.eye(79.2, 19.6, 1.6)
    p.ellipse(89.4, 35, 1, 1, (44, 26, 18))
    for x, bend in [(23, -2), (57, 0)]:
        p.line([(x + 1, 60), (x + bend, 75), (x, 88)], 4.6, coat)
        p.line([(x, 84), (x, 88)], 4.4, (240, 234, 226))
    for x in (23, 28, 57, 61):
        p.line([(x, 89), (x + 0.5, 90.5)], 4.4, (34, 24, 20))
    return p


def ship():
    p = Picture((0, (128, 180, 226)), (50, (226, 238, 244)), (50.1, (62, 116, 160)), (SIZE, (20, 62, 108)))
    for x, y, r in [(16, 14, 12), (28, 17, 13), (78, 24, 14)]:
        p.ellipse(x, y, r * 1.4, r * 0.4, (250, 252, 254), blur=2)
    for x, y, w in [(4, 56, 20), (70, 58, 24), (10, 86, 26), (56, 90, 30), (84, 80, 16), (34, 94, 20)]:
        p.line([(x, y), (x + w, y)], 0.8, (134, 176, 208), blur=0.4)
    for x, y in [(38, 16), (30, 12), (22, 10)]:
        p.ellipse(x, y, 9 - (38 - x) * 0.1, 4, (150, 154, 160), blur=1.8)
    p.rectangle(20, 46, 68, 58, (250, 251, 253), shade=(206, 212, 220))
    p.rectangle(26, 37, 60, 46, (252, 253, 254), shade=(214, 220, 226))
    p.rectangle(48, 30, 59, 37, (250, 251, 253), shade=(214, 220, 226))
    p.rectangle(48, 31.6, 59, 34, (52, 72, 96))
    for x in (31, 41):
        p.polygon([(x, 37), (x + 1, 21), (x + 7, 21), (x + 7, 37)], (214, 66, 40), shade=(170, 42, 28))
        p.polygon([(x + 0.7, 25), (x + 1, 21), (x + 7, 21), (x + 7, 25)], (30, 32, 40))
    p.line([(66, 56), (66, 26)], 0.9, (120, 110, 100))
    for y in (41.5, 51):
        for x in range(24 if y > 45 else 29, 66 if y > 45 else 58, 5):
            p.rectangle(x, y - 1.3, x + 2.6, y + 1.3, (58, 82, 112))
    p.polygon([(6, 56), (92, 53), (82, 76), (16, 76)], (44, 54, 78), shade=(24, 30, 46))
    p.polygon([(14.6, 71.6), (83.8, 71.6), (82, 76), (16, 76)], (172, 40, 36), shade=(130, 24, 26))
    p.line([(7, 57.5), (91, 54.6)], 1, (236, 240, 246))
    p.ellipse(49, 77.5, 42, 2.2, (224, 238, 248), blur=1)
    p.ellipse(49, 80, 44, 2, (60, 106, 150), blur=1.2)
    return p


def truck():
    p = Picture((0, (150, 190, 226)), (50, (220, 230, 236)), (50.1, (142, 146, 120)), (66, (128, 132, 106)),
                (66.1, (106, 106, 112)), (SIZE, (76, 76, 82)))
    p.curve([(-6, 52), (14, 40), (34, 50), (60, 38), (84, 47), (104, 40), (104, 58), (-6, 58)], (142, 158, 168), blur=0.8)
    p.line([(-2, 92), (98, 92)], 1.2, (214, 208, 168))
    p.ellipse(48, 83, 45, 4, (32, 32, 36), blur=1.4)
    p.rectangle(5, 68, 90, 76, (44, 46, 54))
    p.rectangle(4, 22, 62, 70, (246, 247, 249), radius=1, shade=(196, 202, 212))
    for x in range(12, 62, 8):
        p.line([(x, 24), (x, 68)], 0.5, (196, 202, 212))
    p.rectangle(4, 42, 62, 49, (38, 96, 178), shade=(28, 76, 148))
    p.rectangle(4, 20.5, 62, 23, (206, 210, 218))
    p.curve([(64, 72), (64, 38), (67, 34), (80, 34), (84, 38), (88, 52), (92, 57), (92, 74), (78, 76)], (44, 110, 200), shade=(24, 66, 142))
    p.polygon([(71, 38), (81, 38), (86, 52), (71, 52)], (54, 74, 98), shade=(158, 184, 204))
    p.line([(69, 40), (69, 70)], 0.6, (20, 54, 116))
    p.rectangle(72, 57, 76, 58.4, (214, 224, 238))
    p.rectangle(65.4, 24, 67.4, 44, (206, 210, 216), radius=1, shade=(150, 154, 162))
    p.ellipse(90.4, 62, 1.9, 2.6, (255, 248, 206))
    p.rectangle(86, 69, 94, 74, (192, 196, 204), radius=1, shade=(138, 142, 150))
    for x in (17, 35, 79):
        p.wheel(x, 77, 8.4)
    return p


if __name__ == "__main__":
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    for seed, draw in enumerate([airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck]):
        picture = draw()
        picture.grain(seed)
        picture.image.save(draw.__name__ + ".png", optimize=True)
