"""Density-based clusters of points, exactly as scikit-learn numbers them.

References
----------
Ester, Kriegel, Sander, Xu (1996), A density-based algorithm for discovering clusters, KDD-96.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gridmap.hotspots.params import DbscanParams

NOISE = -1


def dbscan_labels(
    x: NDArray[np.float64], y: NDArray[np.float64], params: DbscanParams
) -> NDArray[np.int64]:
    """The cluster of each point; `NOISE` for none.

    Points of one spot are looked up once and weigh as many: a stack of thousands of requests
    on one address costs what one request does. Clusters are numbered by their first core
    point; a border point joins the lowest-numbered cluster that reaches it.

    Parameters
    ----------
    x, y
        Metres in a local projection, finite, shape (n,).

    Returns
    -------
    NDArray[np.int64]
        Shape (n,).
    """
    from sklearn.cluster import DBSCAN

    if not len(x):
        return np.empty(0, dtype=np.int64)
    spots, first, spot, weight = np.unique(
        np.column_stack([x, y]), axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    # Spots in the order of their first point: so clusters are numbered as over all points.
    order = np.argsort(first)
    # Left to itself it takes distances of few points by a product of matrices, which rounds.
    method = DBSCAN(eps=params.radius_m, min_samples=params.least_count, algorithm="kd_tree")
    found = method.fit(spots[order], sample_weight=weight[order])
    labels = np.empty(len(spots), dtype=np.int64)
    labels[order] = found.labels_
    return labels[spot.ravel()]
