"""Makes the golden values that tests compare with: `python3 test/golden/make.py` (scikit-learn 1.2.1, numpy 1.24.2, seeds fixed)."""

import json
from pathlib import Path

import numpy as np
import sklearn
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    homogeneity_completeness_v_measure,
    silhouette_score,
)
from sklearn.metrics.cluster import contingency_matrix

HERE = Path(__file__).parent


def blobs(rng, rows, columns, k, spread):
    centers = rng.uniform(-10, 10, (k, columns))
    return centers[np.arange(rows) % k] + rng.normal(0, spread, (rows, columns))


def kmeans_case(name, rows, init, weights=None):
    """Lloyd to full convergence from given centroids; rows rounded so that JSON holds them exactly."""
    rows = np.round(rows, 4)
    init = np.round(init, 4)
    model = KMeans(n_clusters=len(init), init=init, n_init=1, tol=0, max_iter=1000, algorithm="lloyd")
    model.fit(rows, sample_weight=weights)
    return {
        "name": name,
        "rows": rows.tolist(),
        "init": init.tolist(),
        "weights": None if weights is None else weights.tolist(),
        "labels": model.labels_.tolist(),
        "centroids": model.cluster_centers_.tolist(),
        "inertia": model.inertia_,
        # cdist subtracts before it squares: scikit-learn's own transform loses digits under an offset
        "distances": cdist(rows[:5], model.cluster_centers_).tolist(),
        "silhouette": silhouette_score(cdist(rows, rows), model.labels_, metric="precomputed"),
    }


def kmeans_cases():
    rng = np.random.default_rng(7)
    one = blobs(rng, 300, 5, 4, 1.0)
    yield kmeans_case("blobs", one, one[[0, 1, 2, 3]])
    two = rng.uniform(0, 1, (400, 2))
    yield kmeans_case("uniform", two, two[:9])
    three = blobs(rng, 200, 3, 3, 2.0) + 1e6
    yield kmeans_case("offset of a million", three, three[:6])
    four = blobs(rng, 250, 4, 5, 1.5)
    yield kmeans_case("weights", four, four[:5], rng.integers(0, 5, 250).astype(float))
    five = blobs(rng, 150, 17, 6, 3.0)
    yield kmeans_case("17 columns", five, five[:7])
    six = np.repeat(rng.uniform(0, 5, (40, 3)), 3, axis=0)
    yield kmeans_case("duplicates", six, six[::15][:8])
    seven = blobs(rng, 120, 2, 3, 0.5)
    far = np.array([[0.0, 0.0], [1.0, 1.0], [500.0, 500.0]])
    yield kmeans_case("a centroid out of reach", seven, far)


def external_case(name, truth, labels):
    homogeneity, completeness, v = homogeneity_completeness_v_measure(truth, labels)
    table = contingency_matrix(truth, labels)
    return {
        "name": name,
        "truth": np.asarray(truth).tolist(),
        "labels": np.asarray(labels).tolist(),
        "adjustedRand": adjusted_rand_score(truth, labels),
        "adjustedMutualInformation": adjusted_mutual_info_score(truth, labels),
        "homogeneity": homogeneity,
        "completeness": completeness,
        "vMeasure": v,
        "purity": table.max(axis=0).sum() / table.sum(),
    }


def external_cases():
    rng = np.random.default_rng(11)
    truth = rng.integers(0, 6, 300)
    noisy = np.where(rng.uniform(size=300) < 0.3, rng.integers(0, 8, 300), truth)
    yield external_case("noisy", truth, noisy)
    yield external_case("random", truth, rng.integers(0, 6, 300))
    yield external_case("perfect, renamed", truth, (truth + 3) % 6)
    yield external_case("one cluster", truth, np.zeros(300, int))
    yield external_case("each row its own", truth, np.arange(300))
    yield external_case("one class, one cluster", np.zeros(5, int), np.zeros(5, int))
    yield external_case("one row", [1], [0])
    yield external_case("worse than chance", [0, 0, 1, 1], [0, 1, 0, 1])


def write(name, cases):
    golden = {"scikit-learn": sklearn.__version__, "cases": list(cases)}
    (HERE / f"{name}.json").write_text(json.dumps(golden) + "\n")


write("kmeans", kmeans_cases())
write("external", external_cases())
