"""Every service file keeps to its own examples."""

import pytest

from stanch.protection import services


@pytest.mark.parametrize("path", sorted(services.FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_service_keeps_to_its_own_examples(path):
    for _name, check in services.cases(path):
        check()
