"""The modals that are open, and the App Homes: opened, changed, filled in."""

from dataclasses import replace
from secrets import token_hex

from bot.playground.formats.api_objects import Json, with_ids
from bot.playground.workspace import View, Workspace


class OpenViews:
    """Opens and changes the workspace's views."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def open(self, user_id: str, source: Json, *, below: View | None = None) -> View:
        """Open a modal, on top of another one if `below` is given."""
        view_id = "V" + token_hex(5).upper()
        root_id, previous_id = (below.root_id, below.id) if below else (view_id, None)
        return self._workspace.put_view(View(view_id, user_id, _with_ids(source), self._hash(), root_id, previous_id))

    def change(self, view: View, source: Json) -> View:
        """Replace a view's content."""
        return self._workspace.put_view(replace(view, source=_with_ids(source), hash=self._hash()))

    def keep_values(self, view: View, values: Json) -> View:
        """Return a view with what a person entered."""
        return self._workspace.put_view(replace(view, values=values))

    def _hash(self) -> str:
        return f"{int(self._workspace.now().timestamp())}.{token_hex(4)}"


def _with_ids(source: Json) -> Json:
    return source | {"blocks": list(with_ids(tuple(source.get("blocks", ()))))}
