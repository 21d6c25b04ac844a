"""Runs scikit-learn and faiss on the task in a folder: one command a line on standard input, one answer a line on standard output.

The number of threads and OpenBLAS's kernels come from the environment, which both libraries read when they are loaded.
"""

import json
import os
import re
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")
folder = sys.argv[1]
with open(os.path.join(folder, "task.json")) as file:
    task = json.load(file)
k, columns = task["k"], task["columns"]


def floats(name):
    return np.fromfile(os.path.join(folder, name), np.float32)


def read_rows():
    if task["kind"] == "dense":
        return floats("data").reshape(-1, columns)
    from scipy.sparse import csr_matrix

    indices, offsets = (np.fromfile(os.path.join(folder, name), np.int32) for name in ("indices", "offsets"))
    return csr_matrix((floats("values"), indices, offsets), shape=(task["rows"], columns))


def sklearn_model(algorithm, iterations):
    from sklearn.cluster import KMeans

    return KMeans(k, init=init, n_init=1, tol=0, max_iter=iterations, algorithm=algorithm)


def sklearn_fit(algorithm):
    def run(command):
        model = sklearn_model(algorithm, task["maxIterations"]).fit(rows)
        return model.cluster_centers_, int(model.n_iter_)

    return run


def faiss_fit(command):
    """faiss has no stopping rule but the number of iterations."""
    model = faiss_model(command["iterations"])
    model.train(rows, init_centroids=init)
    return model.centroids, command["iterations"]


def faiss_model(iterations):
    import faiss

    return faiss.Kmeans(columns, k, niter=iterations, max_points_per_centroid=10**9, min_points_per_centroid=1)


def sklearn_predictor():
    return sklearn_model("lloyd", 1).fit(rows).predict


def faiss_predictor():
    import faiss

    index = faiss.IndexFlatL2(columns)
    index.add(init)
    return lambda some: index.search(some, 1)[1]


FITS = {"scikit-learn Lloyd": sklearn_fit("lloyd"), "scikit-learn Elkan": sklearn_fit("elkan"), "faiss": faiss_fit}
PREDICTORS = {"scikit-learn": sklearn_predictor, "faiss": faiss_predictor}


def load(name):
    """Imports the library, so that no figure contains it."""
    if name == "faiss":
        import faiss  # noqa: F401
    else:
        import sklearn.cluster  # noqa: F401


def fit(command):
    if command["name"] == "faiss" and task["kind"] == "csr":
        return {"unable": "no sparse rows"}
    load(command["name"])
    run = FITS[command["name"]]
    (centroids, iterations), ms = timed(lambda: run(command))
    found = {"centroids": np.asarray(centroids, float).ravel().tolist()} if command.get("judged") else {}
    return {"ms": ms, "iterations": iterations, **found}


def memory(command):
    """By how many bytes the resident memory rises at its highest."""
    load(command["name"])
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    before = status("VmRSS")
    _, ms = timed(lambda: FITS[command["name"]](command))
    return {"ms": ms, "bytes": (status("VmHWM") - before) * 1024}


def status(name):
    with open("/proc/self/status") as file:
        return int(re.search(rf"^{name}:\s+(\d+)", file.read(), re.M).group(1))


def predict(command):
    size, calls = command["size"], command["calls"]
    label = PREDICTORS[command["name"]]()
    batches = [rows[i : i + size] for i in range(0, min(calls * size, len(rows)), size)]
    label(batches[0])
    return {"ms": timed(lambda: [label(batches[call % len(batches)]) for call in range(calls)])[1]}


def seeding(command):
    from sklearn.cluster import kmeans_plusplus

    (seeds, _), ms = timed(lambda: kmeans_plusplus(rows, k, random_state=command["seed"]))
    return {"ms": ms, "centroids": np.asarray(seeds, float).ravel().tolist()}


def gemm(command):
    """The best of several times of the product that k-means rests on, 256 rows at a time as scikit-learn has it."""
    left, right = rows[:256], np.ascontiguousarray(init.T)
    repeats = max(1, int(2e8 / (left.size * k)))
    return {"ms": min(timed(lambda: [left @ right for _ in range(repeats)])[1] for _ in range(7))}


def versions(command):
    found = {"Python": sys.version.split()[0], "numpy": np.__version__}
    for name, module in {"scikit-learn": "sklearn", "faiss": "faiss"}.items():
        try:
            found[name] = __import__(module).__version__
        except ImportError:
            found[name] = "not installed"
    return found


def timed(run):
    start = time.perf_counter()
    result = run()
    return result, (time.perf_counter() - start) * 1000


JOBS = {"fit": fit, "memory": memory, "predict": predict, "seeding": seeding, "gemm": gemm, "versions": versions}
rows = read_rows()
init = floats("init").reshape(k, columns)

for line in sys.stdin:
    command = json.loads(line)
    try:
        answer = JOBS[command["job"]](command)
    except ImportError:
        answer = {"unable": "not installed"}
    except Exception as error:
        answer = {"unable": str(error)}
    print(json.dumps(answer), flush=True)
