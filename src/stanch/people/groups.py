"""Records that hang together by pairs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def components(count: int, left: Ints, right: Ints) -> Ints:
    """The smallest member of each record's connected component.

    Each group hangs itself under the smallest that a pair ties it to; pairs within one group are not asked again: few are soon left.
    """
    label = np.arange(count, dtype=np.int64)
    while len(left):
        np.minimum.at(label, np.maximum(left, right), np.minimum(left, right))
        while not np.array_equal(further := label[label], label):
            label = further
        left, right = label[left], label[right]
        is_open = left != right
        left, right = left[is_open], right[is_open]
    return label
