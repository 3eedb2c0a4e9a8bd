"""What happens to every request and every answer, whatever the route."""

from api.middleware.body_limit import BodyLimit
from api.middleware.head_as_get import HeadAsGet
from api.middleware.quick_look_up import QuickLookUp
from api.middleware.safe_headers import SafeHeaders

__all__ = ["BodyLimit", "HeadAsGet", "QuickLookUp", "SafeHeaders"]
