"""Writes rounding.safetensors: every rounding of core/fixed_point.hpp, from exact integers and fractions.

    python make_rounding_goldens.py        (numpy, safetensors)

rescale: x, mantissa, shift -> twice, once; even: x, scale -> result; high: a, b -> result; right: x, shift -> result;
multiplier: real (two int32, the low half first) -> mantissa, shift; quantize: real, scale, zero_point -> result.
"""

import math
import os
from fractions import Fraction

import numpy as np
from safetensors.numpy import save_file

LEAST, MOST = -2**31, 2**31 - 1
random = np.random.default_rng(1)


def saturate(x, low=LEAST, high=MOST):
    return min(max(x, low), high)


def half_up(x):
    return math.floor(x + Fraction(1, 2))


def half_away(x):
    return half_up(x) if x >= 0 else -half_up(-x)


def half_even(x):
    return round(x)  # of a Fraction


def to_float(x):
    """The nearest number with 24 bits, ties to the one whose last bit is 0; exponents are not bounded."""
    if x == 0:
        return Fraction(0)
    exponent = math.floor(math.log2(abs(x))) - 23
    while abs(x) >= Fraction(2) ** (exponent + 24):
        exponent += 1
    while abs(x) < Fraction(2) ** (exponent + 23):
        exponent -= 1
    unit = Fraction(2) ** exponent
    return half_even(Fraction(x) / unit) * unit


def twice(x, mantissa, shift):
    high = saturate(half_up(Fraction(saturate(x * 2**max(shift, 0)) * mantissa, 2**31)))
    return half_away(Fraction(high, 2**max(-shift, 0)))


def once(x, mantissa, shift):
    return saturate(half_up(Fraction(x * mantissa, 2**(31 - shift))))


def even(x, scale):
    return saturate(half_even(to_float(to_float(x) * Fraction(float(scale)))))


def integers(count):
    """Edges, and numbers of every magnitude."""
    edges = [LEAST, LEAST + 1, -3, -2, -1, 0, 1, 2, 3, MOST - 1, MOST]
    return edges + [int(random.integers(LEAST, MOST + 1)) >> int(random.integers(0, 31)) for _ in range(count)]


tensors = {}


def table(name, rows, columns, types):
    for column, element, values in zip(columns, types, zip(*rows)):
        tensors[f"{name}/{column}"] = np.array(values, element)


rows = []
for shift in range(-31, 31):
    for x in integers(12):
        for mantissa in (2**30, MOST, int(random.integers(2**30, 2**31))):
            rows.append((x, mantissa, shift, twice(x, mantissa, shift), once(x, mantissa, shift)))
    if shift < 0:  # exact halves of both signs: x 2^30 2^(shift - 31) = x 2^(shift - 1)
        for odd in (-5, -3, -1, 1, 3, 5):
            x = odd * 2**-shift
            if abs(x) <= MOST:
                rows.append((x, 2**30, shift, twice(x, 2**30, shift), once(x, 2**30, shift)))
table("rescale", rows, ("x", "mantissa", "shift", "twice", "once"), (np.int32,) * 5)

rows = []
for exponent in range(-40, 34):
    for x in integers(12):
        scale = np.float32(math.ldexp(random.uniform(1, 2), exponent))
        rows.append((x, scale, even(x, scale)))
        rows.append((x, -scale, even(x, -scale)))
for exponent in range(-12, 0):  # halves of both signs, and sums between two floats
    for odd in range(-9, 10, 2):
        rows.append((odd * 2**(-exponent - 1), np.float32(2.0**exponent), even(odd * 2**(-exponent - 1), 2.0**exponent)))
for odd in range(-9, 10, 2):
    for bits in range(25, 31):
        x = (2**(bits - 1) if odd > 0 else -2**(bits - 1)) + odd * 2**(bits - 25)
        rows.append((x, np.float32(1), even(x, 1)))
for scale in (0.0, -0.0, 1e-45, -1e-45, 1.1754942e-38, 3.4028235e38, -3.4028235e38):
    for x in (LEAST, -1, 0, 1, MOST):
        rows.append((x, np.float32(scale), even(x, np.float32(scale))))
table("even", rows, ("x", "scale", "result"), (np.int32, np.float32, np.int32))
for x, scale, result in rows:  # numpy's float32 agrees
    assert abs(scale) > 1e30 or saturate(int(np.rint(np.float32(x) * scale))) == result

rows = [(a, b, saturate(half_up(Fraction(a * b, 2**31)))) for a in integers(25) for b in integers(25)]
rows += [(a, 2**30, half_up(Fraction(a, 2))) for a in range(-5, 6)]
table("high", rows, ("a", "b", "result"), (np.int32,) * 3)

rows = [(x, shift, half_away(Fraction(x, 2**shift))) for shift in range(32) for x in integers(20)]
rows += [(odd * 2**(shift - 1), shift, half_away(Fraction(odd, 2))) for shift in range(1, 29) for odd in (-5, -3, -1, 1, 3, 5)]
table("right", rows, ("x", "shift", "result"), (np.int32,) * 3)


def multiplier(real):
    """real = mantissa 2^(shift - 31), mantissa in [2^30, 2^31), halves away from zero."""
    shift = math.frexp(real)[1]
    mantissa = half_up(Fraction(real) * Fraction(2) ** (31 - shift))
    if mantissa == 2**31:
        mantissa, shift = 2**30, shift + 1
    if shift < -31:
        return 0, 0
    return (mantissa, shift) if shift <= 30 else (MOST, 30)


reals = [1.0, 0.5, 0.25, 1 / 3, 0.99999999999, 0.49999999999, 1e-9, 4.6e-10, 4.7e-10, 1e8, 2.0**30, 2.0**30 - 0.001, 1e300,
         5e-324, 2.0**-32, 2.0**-33, 0.5 + 2.0**-32, 0.5 + 3 * 2.0**-32]
reals += [math.ldexp(random.uniform(0.5, 1), int(random.integers(-35, 32))) for _ in range(300)]
halves = np.array(reals, np.float64).view(np.int32).reshape(-1, 2)
tensors["multiplier/real"] = np.ascontiguousarray(halves)
table("multiplier", [multiplier(real) for real in reals], ("mantissa", "shift"), (np.int32,) * 2)

rows = []
for _ in range(1500):  # the quotient is rounded to a float first
    scale = np.float32(10 ** random.uniform(-4, 2))
    zero = int(random.choice([-128, 127, int(random.integers(-128, 128))]))
    steps = random.choice([random.uniform(-300, 300), float(random.integers(-260, 260)) + 0.5])
    steps = np.nextafter(np.float32(steps), np.float32(random.choice([-1e9, steps, 1e9])))
    real = np.float32(steps * scale)
    quotient = to_float(Fraction(float(real)) / Fraction(float(scale)))
    rows.append((real, scale, zero, saturate(half_away(quotient) + zero, -128, 127)))
table("quantize", rows, ("real", "scale", "zero_point", "result"), (np.float32, np.float32, np.int32, np.int32))

save_file(tensors, os.path.join(os.path.dirname(os.path.abspath(__file__)), "rounding.safetensors"))
for key, array in tensors.items():
    print(key, array.dtype, array.shape)
