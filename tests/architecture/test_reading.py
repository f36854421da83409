"""Rows reach a page only through `visible_to(actor)`."""

import ast

from tests.architecture.house import all_sources, tree, where

ROOMS_THAT_SHOW = {"views.py", "forms.py", "lists.py", "api.py", "context.py", "menu.py"}
ALLOWED = {"visible_to", "none", "model"}
REFERENCE_DATA = {"Country", "Region", "RegionCountry", "Offer", "PriceList", "Price", "CommercePolicy"}
"""The same for everybody; nobody's data."""


def test_pages_read_rows_only_through_visible_to() -> None:
    """`Model.objects.…` in a room that shows must go on with visible_to."""
    wrong = []
    for path in all_sources():
        if path.name not in ROOMS_THAT_SHOW and not path.name.endswith("_views.py"):
            continue
        for node in ast.walk(tree(path)):
            if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)):
                continue
            manager = node.value
            if manager.attr not in ("objects", "_default_manager", "_base_manager"):
                continue
            model = manager.value.id if isinstance(manager.value, ast.Name) else ""
            if node.attr not in ALLOWED and model not in REFERENCE_DATA:
                wrong.append(f"{where(path, node.lineno)} {model}.objects.{node.attr}")
    assert not wrong


def test_visible_to_gives_nothing_outside_a_tenant() -> None:
    """Operators and the portal itself see no rows through the pages' only way to them."""
    from django.apps import apps

    from foundation.organisations.actor import portal

    asked = 0
    for model in apps.get_models():
        if hasattr(model._default_manager, "visible_to"):
            asked += 1
            assert model._default_manager.visible_to(portal()).query.is_empty(), model
    assert asked >= 8
