"""Lists, declared once: sorting, filters, search, paging, CSV export and partial refresh come with the declaration.

A floor's `lists.py` declares a `List` (see `declaration`), its view calls `list_page` (see `views`).
"""

from foundation.lists.declaration import Choice, Column, Empty, List, per_row
from foundation.lists.views import list_page

__all__ = ["Choice", "Column", "Empty", "List", "list_page", "per_row"]
