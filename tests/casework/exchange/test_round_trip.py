"""What goes out comes in again and goes out the same, to the byte."""

import pytest

from tests.broken.folders.good import GOOD, WHOLE
from tests.casework.exchange.conftest import lines

pytestmark = pytest.mark.django_db


def test_a_small_folder_goes_out_as_it_came_in(bring_in, take_out):
    assert lines(bring_in(GOOD)) == []
    assert take_out() == GOOD


def test_everything_the_files_can_say_goes_out_as_it_came_in(bring_in, take_out):
    assert lines(bring_in(WHOLE)) == []
    assert take_out() == WHOLE
