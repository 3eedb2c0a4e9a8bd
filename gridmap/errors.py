"""What can go wrong in the service, told to the person who can mend it.

::

    ExplainedError (boundaries)   what was wrong, where, and what to do
    └── GridmapError
        ├── SettingsError         a setting that can't be used
        ├── InputError            a file, a field or a parameter that can't be used
        ├── NotFoundError         nothing is called that
        ├── RefusedError          understood, but not as things stand
        │   └── OvertakenError    somebody else was faster: read again, then try again
        ├── NotReadyError         something must be loaded or started first
        ├── AccessError           who asks may not
        └── StoreError            the database can't be read or written
"""

from __future__ import annotations

from boundaries.errors import ExplainedError


class GridmapError(ExplainedError):
    """Something about the service."""


class SettingsError(GridmapError):
    """A setting that can't be used."""


class InputError(GridmapError):
    """A file, a field or a parameter that can't be used."""


class NotFoundError(GridmapError):
    """Nothing is called that."""


class RefusedError(GridmapError):
    """Understood, but not as things stand."""


class OvertakenError(RefusedError):
    """Somebody else was faster: what was read is not what is stored any more."""


class NotReadyError(GridmapError):
    """Something must be loaded or started first."""


class AccessError(GridmapError):
    """Who asks may not."""


class StoreError(GridmapError):
    """The database can't be read or written."""
