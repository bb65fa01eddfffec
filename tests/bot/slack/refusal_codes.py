"""Error codes with which Slack refuses a post.

Source: docs.slack.dev/reference/methods/chat.postMessage and chat.postEphemeral, "Errors"; thread_locked,
thread_not_found and posting_to_channel_denied are not documented there but sent.
"""

INVENTED = "a_code_that_slack_invents_tomorrow"

GONE = ("thread_not_found", "message_not_found")

WORKSPACE_CLOSED = (
    "account_inactive",
    "ekm_access_denied",
    "enterprise_is_restricted",
    "invalid_auth",
    "not_authed",
    "org_login_required",
    "team_access_not_granted",
    "token_expired",
    "token_revoked",
)

ASKED_TO_WAIT = ("rate_limited", "ratelimited")

SLACKS_OWN_FAULT = ("fatal_error", "internal_error", "request_timeout", "service_unavailable")

REFUSED = (
    "access_denied",
    "accesslimited",
    "app_access_restricted",
    "as_user_not_supported",
    "attachment_payload_limit_exceeded",
    "cannot_dm_bot",
    "cannot_reply_to_message",
    "channel_not_found",
    "deprecated_endpoint",
    "duplicate_channel_not_found",
    "duplicate_message_not_found",
    "ekm_access_denied",
    "invalid_arg_name",
    "invalid_arguments",
    "invalid_array_arg",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_charset",
    "invalid_form_data",
    "invalid_json",
    "invalid_metadata_format",
    "invalid_metadata_schema",
    "invalid_post_type",
    "is_archived",
    "is_inactive",
    "json_not_object",
    "markdown_text_conflict",
    "message_limit_exceeded",
    "messages_tab_disabled",
    "metadata_must_be_sent_from_app",
    "metadata_too_large",
    "method_deprecated",
    "missing_charset",
    "missing_post_type",
    "missing_scope",
    "msg_blocks_too_long",
    "msg_too_long",
    "no_permission",
    "no_text",
    "not_allowed_token_type",
    "not_in_channel",
    "posting_to_channel_denied",
    "restricted_action",
    "restricted_action_non_threadable_channel",
    "restricted_action_read_only_channel",
    "restricted_action_thread_locked",
    "restricted_action_thread_only_channel",
    "slack_connect_canvas_sharing_blocked",
    "slack_connect_file_link_sharing_blocked",
    "slack_connect_lists_sharing_blocked",
    "team_access_not_granted",
    "team_added_to_org",
    "team_not_found",
    "thread_locked",
    "too_many_attachments",
    "too_many_contact_cards",
    "two_factor_setup_required",
    "user_not_found",
    "user_not_in_channel",
    INVENTED,
)
"""Refused for good, with somebody waiting."""

PAUSING = (
    "channel_not_found",
    "ekm_access_denied",
    "is_archived",
    "messages_tab_disabled",
    "not_in_channel",
    "posting_to_channel_denied",
    "restricted_action",
    "restricted_action_non_threadable_channel",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
)
"""Those that say that a channel takes no editions."""
