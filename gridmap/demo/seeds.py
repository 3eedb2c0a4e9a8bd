"""One seed, many independent streams of chance, each known by its name."""

import numpy as np


def stream(seed: int, *purpose: str) -> np.random.Generator:
    """Open the stream of random numbers that belongs to one purpose.

    A stream of its own for each purpose keeps the rest of the district as it was when one
    part of the generator draws more numbers than before.

    Parameters
    ----------
    seed
        The seed of the whole district, not negative.
    purpose
        Words that name the use, such as ``"terrain", "noise"``.
    """
    words = list("/".join(purpose).encode())
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *words])))
