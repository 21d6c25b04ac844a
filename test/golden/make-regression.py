"""Makes the golden values of regressions: `/usr/bin/python3 test/golden/make-regression.py` (scikit-learn 1.2.1, XGBoost 1.7.4, numpy 1.24.2)."""

import csv
import json
from pathlib import Path

import numpy as np
import sklearn
import xgboost
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import mean_absolute_error, mean_absolute_percentage_error, mean_squared_error, r2_score

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "data"
ORDERS = {
    "cut": ["Fair", "Good", "Very Good", "Premium", "Ideal"],
    "color": ["J", "I", "H", "G", "F", "E", "D"],
    "clarity": ["I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"],
}


def scores(truth, predicted, weights=None):
    return {
        "r2": r2_score(truth, predicted, sample_weight=weights),
        "meanAbsoluteError": mean_absolute_error(truth, predicted, sample_weight=weights),
        "rootMeanSquaredError": mean_squared_error(truth, predicted, sample_weight=weights, squared=False),
        "meanAbsolutePercentageError": mean_absolute_percentage_error(truth, predicted, sample_weight=weights),
    }


def score_case(name, truth, predicted, weights=None):
    return {
        "name": name,
        "truth": truth.tolist(),
        "predicted": predicted.tolist(),
        "weights": None if weights is None else weights.tolist(),
        "scores": scores(truth, predicted, weights),
    }


def score_cases():
    rng = np.random.default_rng(3)
    truth = rng.normal(50, 20, 200).round(3)
    predicted = (truth + rng.normal(0, 8, 200)).round(3)
    yield score_case("noisy", truth, predicted)
    yield score_case("weighted", truth, predicted, rng.integers(0, 4, 200).astype(float))
    yield score_case("worse than the mean", truth, (100 - truth).round(3))
    yield score_case("perfect", truth, truth)
    yield score_case("large and far from 0", truth * 1e6 + 1e12, predicted * 1e6 + 1e12)
    yield score_case("two rows", np.array([1.0, 3.0]), np.array([2.0, 2.5]))


def one_hot(values, levels):
    """A column a level but the first."""
    return np.array([[float(value == level) for level in levels[1:]] for value in values])


def linear_case(name, numbers, texts, target, alpha, weights=None):
    """Records with numbers a, b, … and a text t."""
    levels = sorted(set(texts)) if texts else []
    design = np.hstack([numbers, one_hot(texts, levels)]) if texts else numbers
    model = (Ridge(alpha=alpha, solver="svd") if alpha else LinearRegression()).fit(design, target, sample_weight=weights)
    names = "abcdefgh"[: numbers.shape[1]]
    records = [dict(zip(names, row)) for row in numbers.tolist()]
    for record, value in zip(records, texts or []):
        record["t"] = value
    for record, value in zip(records, target.tolist()):
        record["y"] = value
    return {
        "name": name,
        "records": records,
        "weights": None if weights is None else weights.tolist(),
        "l2": alpha,
        "intercept": float(model.intercept_),
        "coefficients": model.coef_.tolist(),
        "predicted": model.predict(design).tolist(),
    }


def linear_cases():
    rng = np.random.default_rng(5)
    numbers = rng.normal(0, 1, (80, 3)).round(4)
    texts = [["north", "east", "south", "west"][i] for i in rng.integers(0, 4, 80)]
    effect = np.array([{"north": 3.0, "east": 0.0, "south": -2.0, "west": 1.0}[text] for text in texts])
    target = (numbers @ [2.0, -1.0, 0.5] + effect + rng.normal(0, 0.3, 80)).round(4)
    weights = rng.integers(0, 5, 80).astype(float)
    yield linear_case("numbers", numbers, None, target, 0)
    yield linear_case("numbers and levels", numbers, texts, target, 0)
    yield linear_case("weighted", numbers, texts, target, 0, weights)
    yield linear_case("ridge", numbers, texts, target, 2.5)
    yield linear_case("weighted ridge", numbers, texts, target, 40.0, weights)
    units = numbers * [1e-6, 1e5, 1.0] + [3.0, 2e9, -7.0]
    yield linear_case("units far apart, far from 0", units, texts, target, 0)
    close = np.column_stack([numbers[:, 0], numbers[:, 0] + 1e-4 * numbers[:, 1], numbers[:, 2]])
    yield linear_case("columns nearly alike", close, None, target, 0)
    yield linear_case("more columns than rows, ridge", rng.normal(0, 1, (5, 8)).round(4), None, rng.normal(0, 1, 5).round(4), 0.1)


def read_diamonds():
    with open(DATA / "diamonds.csv") as file:
        rows = [row for row in csv.DictReader(file) if all(float(row[name]) > 0 for name in ("price", "x", "y", "z"))]
    marks = np.unpackbits(np.fromfile(DATA / "diamonds.split.bin", np.uint8), bitorder="little")[: len(rows)].astype(bool)
    return rows, ~marks, marks


def diamonds():
    rows, train, test = read_diamonds()
    price = np.array([float(row["price"]) for row in rows])
    column = lambda name: [row[name] for row in rows]
    numbers = np.array([[float(row[name]) for name in ("carat", "x")] for row in rows])
    design = np.hstack([numbers[:, :1], *(one_hot(column(name), sorted(ORDERS[name])) for name in ("clarity", "color", "cut")), numbers[:, 1:]])
    trees = np.array([[ORDERS[name].index(row[name]) if name in ORDERS else float(row[name]) for name in row if name != "price"] for row in rows])
    kinds = ["c" if name in ORDERS else "q" for name in rows[0] if name != "price"]

    def linear(log):
        target = np.log(price) if log else price
        model = LinearRegression().fit(design[train], target[train])
        predicted = model.predict(design[test])
        return {
            "intercept": float(model.intercept_),
            "coefficients": model.coef_.tolist(),
            "scores": scores(price[test], np.exp(predicted) if log else predicted),
        }

    def boosted(log, categorical):
        target = np.log(price) if log else price
        matrix = lambda rows, label=None: xgboost.DMatrix(
            trees[rows], label, feature_types=kinds if categorical else None, enable_categorical=categorical
        )
        model = xgboost.train({"tree_method": "hist", "nthread": 1}, matrix(train, target[train]), 100)
        predicted = model.predict(matrix(test)).astype(float)
        return scores(price[test], np.exp(predicted) if log else predicted)

    return {
        "linear": {"price": linear(False), "logarithm": linear(True)},
        "xgboost": {
            "price": {"ordered": boosted(False, False), "categorical": boosted(False, True)},
            "logarithm": {"ordered": boosted(True, False), "categorical": boosted(True, True)},
        },
    }


golden = {
    "scikit-learn": sklearn.__version__,
    "XGBoost": xgboost.__version__,
    "scores": list(score_cases()),
    "linear": list(linear_cases()),
    "diamonds": diamonds(),
}
(HERE / "regression.json").write_text(json.dumps(golden) + "\n")
