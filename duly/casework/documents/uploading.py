"""No upload is taken in beyond what any page of ours could use; the rest of it is read and dropped."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

LARGEST = 35_000_000  # bytes of all files of one request; what a page takes of them is less


class Bounded(FileUploadHandler):
    """The first to see every part of a file; `too_large` on the request says that something was dropped."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.taken += len(raw_data)
        if self.taken > LARGEST:
            self.request.too_large = True  # type: ignore[union-attr]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
