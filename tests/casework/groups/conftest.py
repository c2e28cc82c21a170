"""Jo under the formal case plan, and forms sent by somebody."""

from tests.casework.assessment.conftest import jo, send, signed_in  # noqa: F401 (fixtures)
