"""Exchange folders with mistakes in them: by name, with every line an import says about each."""

from tests.broken.folders import dates, form, further, names

BROKEN = [*form.BROKEN, *names.BROKEN, *dates.BROKEN, *further.BROKEN]
