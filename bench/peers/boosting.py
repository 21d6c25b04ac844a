"""Runs XGBoost and scikit-learn on diamonds: one command a line on standard input, one answer a line on standard output.

As many threads as OMP_NUM_THREADS says. Rows come as numpy arrays of f32, the levels of a category as their ranks.
"""

import csv
import json
import os
import sys
import time
import warnings
from pathlib import Path

import numpy as np

warnings.filterwarnings("ignore")
DATA = Path(__file__).parent.parent.parent / "data"
ORDERS = json.loads(sys.argv[1])
THREADS = int(os.environ["OMP_NUM_THREADS"])
with open(DATA / "diamonds.csv") as file:
    records = list(csv.DictReader(file))
names = [name for name in records[0] if name != "price"]
rows = np.array([[ORDERS[name].index(row[name]) if name in ORDERS else row[name] for name in names] for row in records], np.float32)
price = np.array([row["price"] for row in records], np.float32)
whole = (price > 0) & (rows[:, [names.index(name) for name in "xyz"]] > 0).all(axis=1)
marks = np.unpackbits(np.fromfile(DATA / "diamonds.split.bin", np.uint8), bitorder="little")[: whole.sum()].astype(bool)
train, test = np.flatnonzero(whole)[~marks], np.flatnonzero(whole)[marks]
models = {}
XGBOOST = {
    "maxDepth": "max_depth",
    "learningRate": "eta",
    "l2": "lambda",
    "minChildWeight": "min_child_weight",
    "rowSampling": "subsample",
    "columnSampling": "colsample_bytree",
}


def xgboost_fit(which, settings, categorical, target=price):
    import xgboost

    kinds = ["c" if name in ORDERS else "q" for name in names] if categorical else None
    trees = settings["trees"]
    settings = {"tree_method": "hist", "nthread": THREADS, "max_bin": 256} | {XGBOOST[name]: value for name, value in settings.items() if name != "trees"}
    matrix = lambda which, label=None: xgboost.DMatrix(rows[which], label, nthread=THREADS, feature_types=kinds, enable_categorical=categorical)

    def run():
        return xgboost.train(settings, matrix(which, target[which]), trees)

    def predict(model, which):
        return model.predict(matrix(which))

    def one(model, row):
        return model.inplace_predict(row)

    return run, predict, one


def sklearn_fit(which, settings, categorical, target=price):
    from sklearn.ensemble import HistGradientBoostingRegressor

    def run():
        model = HistGradientBoostingRegressor(
            max_iter=settings["trees"],
            max_depth=settings["maxDepth"],
            max_leaf_nodes=None,
            learning_rate=settings["learningRate"],
            max_bins=255,
            l2_regularization=1,
            min_samples_leaf=1,
            early_stopping=False,
            categorical_features=[name in ORDERS for name in names] if categorical else None,
        )
        return model.fit(rows[which], target[which])

    return run, lambda model, which: model.predict(rows[which]), lambda model, row: model.predict(row)


LIBRARIES = {"XGBoost": xgboost_fit, "scikit-learn": sklearn_fit}


def fit(command):
    run, predict, one = LIBRARIES[command["name"]](np.arange(len(rows)), command["settings"], command["categorical"])
    model, ms = timed(run)
    models[command["name"]] = model, predict, one
    return {"ms": ms}


def quality(command):
    validation = np.isin(np.arange(len(train)), command["validation"]) if "validation" in command else None
    fitted, judged = (train, test) if validation is None else (train[~validation], train[validation])
    logarithm = command.get("logTarget", False)
    run, predict, _ = LIBRARIES[command["name"]](fitted, command["settings"], command["categorical"], np.log(price) if logarithm else price)
    predicted = np.asarray(predict(run(), judged), float)
    truth = price[judged].astype(float)
    errors = (np.exp(predicted) if logarithm else predicted) - truth
    return {"ms": 0, "mae": float(np.abs(errors).mean()), "r2": float(1 - (errors**2).sum() / ((truth - truth.mean()) ** 2).sum())}


def predict(command):
    model, batch, one = models[command["name"]]
    if command["batch"]:
        return {"ms": timed(lambda: batch(model, np.arange(len(rows))))[1]}
    return {"ms": timed(lambda: [one(model, rows[i : i + 1]) for i in range(1000)])[1]}


def versions(command):
    import sklearn
    import xgboost

    return {"Python": sys.version.split()[0], "numpy": np.__version__, "scikit-learn": sklearn.__version__, "XGBoost": xgboost.__version__}


def timed(work):
    start = time.perf_counter()
    result = work()
    return result, (time.perf_counter() - start) * 1000


JOBS = {"fit": fit, "quality": quality, "predict": predict, "versions": versions}
for line in sys.stdin:
    command = json.loads(line)
    try:
        answer = JOBS[command["job"]](command)
    except ImportError:
        answer = {"unable": "not installed"}
    print(json.dumps(answer), flush=True)
