from bot.slack.manifest.granted_scopes import ScopeComparison, compare_scopes
from bot.slack.manifest.permissions import SCOPES


def test_with_every_scope_nothing_is_missing_whatever_the_order_and_blanks():
    assert compare_scopes(" , ".join(sorted(SCOPES, reverse=True))) == ScopeComparison((), (), ())


def test_missing_scopes_are_told_apart_and_others_are_superfluous():
    granted = SCOPES.keys() - {"chat:write", "files:read", "im:read"} | {"links:read", "admin"}

    assert compare_scopes(",".join(granted)) == ScopeComparison(
        required=("chat:write",), optional=("files:read", "im:read"), superfluous=("admin", "links:read")
    )


def test_without_any_scope_all_are_missing():
    compared = compare_scopes("")

    assert {*compared.required, *compared.optional} == SCOPES.keys()
    assert compared.superfluous == ()
