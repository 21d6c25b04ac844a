"""Makes diamonds.split.bin beside this file: `/usr/bin/python3 data/split-diamonds.py` (Debian's python3-sklearn 1.2.1, python3-numpy 1.24.2).

The rows of diamonds.csv with a price above 0 and no dimension of 0, in their order, are parted as scikit-learn's
`train_test_split(rows, test_size=0.2, random_state=42)` parts them. The file has one bit a row, the lowest bit of a byte first: 1 for test rows.
"""

import csv
from pathlib import Path

import numpy as np
from sklearn.model_selection import train_test_split

HERE = Path(__file__).parent


def is_whole(row):
    return all(float(row[name]) > 0 for name in ("price", "x", "y", "z"))


with open(HERE / "diamonds.csv") as file:
    rows = [row for row in csv.DictReader(file) if is_whole(row)]
_, test = train_test_split(np.arange(len(rows)), test_size=0.2, random_state=42)
marks = np.zeros(len(rows), bool)
marks[test] = True
(HERE / "diamonds.split.bin").write_bytes(np.packbits(marks, bitorder="little").tobytes())
print(len(rows) - len(test), "rows to learn from,", len(test), "to test on")
