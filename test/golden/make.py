"""Makes the golden values that tests compare with: `python3 test/golden/make.py` (scikit-learn 1.2.1, numpy 1.24.2, seeds fixed; iris and wine are of
the UCI repository, CC BY 4.0, as scikit-learn brings them)."""

import json
from pathlib import Path

import numpy as np
import sklearn
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans
from sklearn.datasets import load_iris, load_wine
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    calinski_harabasz_score,
    davies_bouldin_score,
    homogeneity_completeness_v_measure,
    normalized_mutual_info_score,
    silhouette_samples,
    silhouette_score,
)
from sklearn.metrics.cluster import contingency_matrix
from sklearn.preprocessing import normalize

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
        "normalizedMutualInformation": normalized_mutual_info_score(truth, labels),
        "homogeneity": homogeneity,
        "completeness": completeness,
        "vMeasure": v,
        "purity": table.max(axis=0).sum() / table.sum(),
        "contingency": {"classes": np.unique(truth).tolist(), "clusters": np.unique(labels).tolist(), "counts": table.tolist()},
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
    yield external_case("one class", np.zeros(40, int), rng.integers(0, 5, 40))
    yield external_case("each row its own, twice", np.arange(30), np.arange(30)[::-1])
    yield external_case("unknown rows", truth, np.where(rng.uniform(size=300) < 0.2, -1, noisy))
    yield external_case("words", np.array(["rock", "jazz", "", "ábc", "日本", "zoo"])[truth], noisy)
    sizes = np.repeat(np.arange(40), rng.integers(1, 60, 40))
    yield external_case("many classes of many sizes", sizes, np.where(rng.uniform(size=len(sizes)) < 0.5, sizes // 2, rng.integers(0, 25, len(sizes))))


def internal_case(name, rows, labels, metric="euclidean", weights=None):
    """Scores by scikit-learn; weighted rows are repeated. None where scikit-learn has no score. Unknown rows (-1) are singletons to the silhouette."""
    rows, labels = np.asarray(rows, float), np.asarray(labels)
    repeats = np.ones(len(rows), int) if weights is None else np.asarray(weights)
    cosine = metric == "cosine"
    held = normalize(rows) if cosine else rows
    distances = np.clip(1 - held @ held.T, 0, 2) if cosine else cdist(held, held)
    np.fill_diagonal(distances, 0)
    own = np.where(labels < 0, labels.max() + 1 + np.arange(len(labels)), labels)
    index = np.repeat(np.arange(len(rows)), repeats)
    scored = 2 <= len(np.unique(own[index]))
    samples = np.zeros(len(index)) if len(np.unique(own[index])) == len(index) else None
    if scored and samples is None:
        samples = silhouette_samples(distances[np.ix_(index, index)], own[index], metric="precomputed")
    if scored:
        samples[labels[index] < 0] = 0
    known = index[labels[index] >= 0]
    groups = np.unique(labels[known])
    spread = 2 <= len(groups) < len(known)
    middles = {g: held[known[labels[known] == g]].mean(axis=0) for g in groups}
    if cosine:
        middles = {g: normalize(m[None])[0] for g, m in middles.items()}
    between = {(a, b): distance(middles[a], middles[b], cosine) for a in groups for b in groups if a != b}
    clusters = []
    for g in groups:
        members = known[labels[known] == g]
        reach = np.array([distance(held[i], middles[g], cosine) for i in members])
        near = min((b for a, b in between if a == g), key=lambda b: between[g, b], default=None)
        clusters.append({
            "label": int(g),
            "size": int(np.sum(labels == g)),
            "weight": len(members),
            "silhouette": samples[labels[index] == g].mean() if scored else None,
            "inertia": np.sum(reach if cosine else reach**2),
            "meanDistance": reach.mean(),
            "radius": reach.max(),
            "nearest": None if near is None else {"label": int(near), "distance": between[g, near]},
        })
    firsts = np.searchsorted(index, np.arange(len(rows)))
    return {
        "name": name,
        "rows": rows.tolist(),
        "labels": labels.tolist(),
        "metric": metric,
        "weights": None if weights is None else repeats.tolist(),
        "silhouette": samples.mean() if scored else None,
        "daviesBouldin": davies_bouldin(held[known], labels[known]) if spread else None,
        "calinskiHarabasz": calinski_harabasz_score(held[known], labels[known]) if spread else None,
        "inertia": sum(c["inertia"] for c in clusters),
        "perCluster": clusters,
        "samples": [samples[firsts[i]] if scored and repeats[i] > 0 else None for i in range(len(rows))],
    }


def distance(a, b, cosine):
    return max(0.0, 1 - a @ b) if cosine else np.sqrt(np.sum((a - b) ** 2))


def davies_bouldin(rows, labels):
    """scikit-learn's, on distances that cdist subtracts before it squares: its own lose digits under an offset, and for singletons."""
    groups = np.unique(labels)
    means = np.array([rows[labels == g].mean(axis=0) for g in groups])
    spreads = np.array([cdist(rows[labels == g], means[[i]]).mean() for i, g in enumerate(groups)])
    between = cdist(means, means)
    between[between == 0] = np.inf
    score = np.max((spreads[:, None] + spreads) / between, axis=1).mean()
    assert abs(score - davies_bouldin_score(rows, labels)) < 1e-5
    return score


def internal_cases():
    rng = np.random.default_rng(13)
    one = np.round(blobs(rng, 120, 4, 4, 2.5), 3)
    fair = np.arange(120) % 4
    loose = np.where(rng.uniform(size=120) < 0.2, rng.integers(0, 6, 120), fair)
    yield internal_case("blobs", one, fair)
    yield internal_case("blobs, some misplaced", one, loose)
    yield internal_case("far from zero", one[:60] + 1e6, fair[:60])
    yield internal_case("cosine", one, loose, "cosine")
    yield internal_case("weights", one[:60], loose[:60], weights=rng.integers(0, 4, 60))
    yield internal_case("weights, cosine", one[:60], loose[:60], "cosine", weights=rng.integers(0, 4, 60))
    yield internal_case("duplicates", np.repeat(one[:20], 3, axis=0), np.repeat(loose[:20], 3))
    yield internal_case("duplicates, cosine", np.repeat(one[:20], 3, axis=0), np.repeat(loose[:20], 3), "cosine")
    yield internal_case("equal rows in two clusters", [[1, 1], [1, 1], [1, 1], [4, 5], [4, 6]], [0, 1, 1, 2, 2])
    yield internal_case("one cluster", one[:10], np.zeros(10, int))
    yield internal_case("each row its own", one[:10], np.arange(10))
    yield internal_case("singletons beside clusters", one[:30], np.where(np.arange(30) < 4, 100 + np.arange(30), fair[:30]))
    yield internal_case("gaps between labels", one[:40], fair[:40] * 1000 + 7)
    yield internal_case("one row", [[3, 4]], [0])
    yield internal_case("two clusters of copies", [[0, 0], [0, 0], [1, 1], [1, 1]], [0, 0, 1, 1])
    yield internal_case("unknown rows", one[:50], np.where(np.arange(50) % 7 == 0, -1, loose[:50]))
    yield internal_case("unknown rows, cosine", one[:50], np.where(np.arange(50) % 7 == 0, -1, loose[:50]), "cosine")
    yield internal_case("all unknown", one[:5], np.full(5, -1))
    many = np.where(rng.uniform(size=(90, 30)) < 0.2, np.round(rng.uniform(0.1, 3, (90, 30)), 2), 0)
    many[:, 0] += 0.5
    yield internal_case("mostly zeros", many, np.arange(90) % 5)
    yield internal_case("mostly zeros, cosine", many, np.arange(90) % 5, "cosine")


def curve_case(name, rows, last):
    """What scikit-learn says of its own k-means, for each number of clusters."""
    points = []
    for k in range(1, last + 1):
        model = KMeans(n_clusters=k, n_init=500, tol=0, max_iter=1000, algorithm="lloyd", random_state=0).fit(rows)
        scored = k > 1
        points.append({
            "k": k,
            "inertia": model.inertia_,
            "silhouette": silhouette_score(cdist(rows, rows), model.labels_, metric="precomputed") if scored else None,
            "calinski-harabasz": calinski_harabasz_score(rows, model.labels_) if scored else None,
            "davies-bouldin": davies_bouldin(rows, model.labels_) if scored else None,
        })
    return {"name": name, "rows": rows.tolist(), "curve": points}


def curve_cases():
    rng = np.random.default_rng(17)
    # as Fisher's: 150 flowers of three kinds by four lengths in millimetres, one kind apart and two that touch
    kinds = [([5.0, 3.4, 1.5, 0.2], [0.35, 0.38, 0.17, 0.1]), ([5.9, 2.8, 4.3, 1.3], [0.5, 0.3, 0.45, 0.2]), ([6.6, 3.0, 5.6, 2.0], [0.6, 0.3, 0.55, 0.27])]
    flowers = np.vstack([rng.normal(mean, spread, (50, 4)) for mean, spread in kinds])
    yield curve_case("flowers", np.round(flowers, 1), 6)
    yield curve_case("blobs", np.round(blobs(rng, 200, 3, 6, 1.0), 2), 7)


def numeric_case(name, rows, source):
    """How good scikit-learn's k-means is on standardised columns for each number of clusters: the best of ten starts, and from rows evenly drawn."""
    rows = (rows - rows.mean(axis=0)) / rows.std(axis=0)
    points = []
    for k in (2, 3, 4, 6, 8, 10):
        model = KMeans(n_clusters=k, n_init=10, tol=0, max_iter=1000, algorithm="lloyd", random_state=0).fit(rows)
        init = rows[np.arange(k) * (len(rows) // k)]
        drawn = KMeans(n_clusters=k, init=init, n_init=1, tol=0, max_iter=1000, algorithm="lloyd").fit(rows)
        points.append({
            "k": k,
            "inertia": model.inertia_,
            "silhouette": silhouette_score(rows, model.labels_),
            "drawn": {"inertia": drawn.inertia_, "silhouette": silhouette_score(rows, drawn.labels_)},
        })
    return {"name": name, "rows": source, "byK": points}


def numeric_cases():
    for name, load in (("iris", load_iris), ("wine", load_wine)):
        rows = load().data
        yield numeric_case(name, rows, rows.tolist())
    table = np.genfromtxt(HERE / "../../data/diamonds.csv", delimiter=",", skip_header=1, usecols=(0, 4, 5, 6, 7, 8, 9))
    yield numeric_case("every tenth diamond: carat, depth, table, price, x, y, z", table[::10], None)


def write(name, cases):
    golden = {"scikit-learn": sklearn.__version__, "cases": list(cases)}
    (HERE / f"{name}.json").write_text(json.dumps(golden) + "\n")


write("kmeans", kmeans_cases())
write("external", external_cases())
write("internal", internal_cases())
write("curve", curve_cases())
write("numeric", numeric_cases())
