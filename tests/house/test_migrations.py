"""The tables are what the models say."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from duly.config import migrating

pytestmark = pytest.mark.django_db


def test_no_model_is_ahead_of_its_migrations():
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except (SystemExit, CommandError):
        pytest.fail("a model changed without a migration: duly's makemigrations says which, above")


def test_every_migration_has_run_in_the_tests_database():
    assert migrating.missing() == 0
