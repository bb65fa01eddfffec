"""The tables. A change here needs a migration in `migrations/versions`; a test compares the two.

Times are seconds since 1970 (UTC), by the clock that is passed in. Payloads are JSON, packed by zlib.
"""

import sqlalchemy as sa

from bot.storage.text_columns import clean_texts

metadata = sa.MetaData()

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", sa.String(255), primary_key=True, doc="what happened, the same for every redelivery"),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("payload", sa.LargeBinary, doc="forgotten once the job is finished: people wrote it"),
    sa.Column("fingerprint", sa.String(64), nullable=False, doc="of what was asked, to tell edits that matter"),
    sa.Column("state", sa.String(16), nullable=False, doc="waiting, done or failed"),
    sa.Column("received_at", sa.Float, nullable=False),
    sa.Column("finished_at", sa.Float),
    sa.Column("error", sa.Text, doc="for the operator: what went wrong, without texts and tokens"),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0", doc="how often it was begun anew"),
    sa.Index("inbox_by_state", "state", "received_at"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("key", sa.String(255), primary_key=True, doc="also in the message's metadata"),
    sa.Column("job_id", sa.String(255), nullable=False),
    sa.Column("part", sa.Integer, nullable=False),
    sa.Column("channel", sa.String(64), nullable=False),
    sa.Column("thread_ts", sa.String(32)),
    sa.Column("payload", sa.LargeBinary, doc="the message; forgotten once it is posted"),
    sa.Column("state", sa.String(16), nullable=False, doc="pending, attempting, posted, skipped or unknown"),
    sa.Column("ts", sa.String(32), doc="Slack's, once posted"),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("attempted_at", sa.Float, doc="by Slack's clock where that was known"),
    sa.Column("not_before", sa.Float, doc="Slack asked to wait until then"),
    sa.Column("error", sa.Text),
    sa.Column("attempt_margin_s", sa.Float, doc="by how much attempted_at may be wrong; null: not known"),
    sa.Index("outbox_by_job", "job_id", "part"),
    sa.Index("outbox_by_state", "state", "created_at"),
)

shown = sa.Table(
    "shown",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True, doc="what the buttons under a digest carry"),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Column("expires_at", sa.Float, nullable=False),
    sa.Column("channel", sa.String(64), doc="where it was asked for; NULL: an earlier version wrote it"),
    sa.Index("shown_by_expiry", "expires_at"),
)

requester = sa.Table(
    "requester",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True, doc="what the buttons under a digest carry"),
    sa.Column("user_id", sa.String(32), nullable=False, doc="who asked for the digest, and may delete it"),
    sa.Column("job_ids", sa.LargeBinary, nullable=False, doc="whose messages in the outbox show it"),
    sa.Column("expires_at", sa.Float, nullable=False),
    sa.Index("requester_by_expiry", "expires_at"),
)

answer = sa.Table(
    "answer",
    metadata,
    sa.Column(
        "id", sa.String(64), primary_key=True, doc="a hash of the article's address, the options and our version"
    ),
    sa.Column("payload", sa.LargeBinary, nullable=False, doc="the digest"),
    sa.Column("expires_at", sa.Float, nullable=False),
    sa.Index("answer_by_expiry", "expires_at"),
)

installation = sa.Table(
    "installation",
    metadata,
    sa.Column("team_id", sa.String(32), primary_key=True),
    sa.Column("enterprise_id", sa.String(32)),
    sa.Column("bot_id", sa.String(32), nullable=False),
    sa.Column("bot_user_id", sa.String(32), nullable=False),
    sa.Column("installed_at", sa.Float, nullable=False, doc="when we saw it first"),
    sa.Column("dead_since", sa.Float, doc="when Slack first refused us altogether"),
    sa.Column("dead_why", sa.String(64), doc="Slack's word for why"),
)

replica = sa.Table(
    "replica",
    metadata,
    sa.Column("executor_id", sa.String(255), primary_key=True),
    sa.Column("beat_at", sa.Float, nullable=False, doc="by the database's clock"),
)

subscription = sa.Table(
    "subscription",
    metadata,
    sa.Column("team_id", sa.String(32), primary_key=True),
    sa.Column("channel", sa.String(32), primary_key=True),
    sa.Column("payload", sa.LargeBinary, nullable=False),
)

subscription_change = sa.Table(
    "subscription_change",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("team_id", sa.String(32), nullable=False),
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("by", sa.String(32), nullable=False, doc="the user; nutgraf where nobody asked for it"),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("change", sa.Text, nullable=False),
    sa.Index("subscription_change_by_channel", "team_id", "channel", "at"),
)

edition = sa.Table(
    "edition",
    metadata,
    sa.Column("job_id", sa.String(255), primary_key=True),
    sa.Column("team_id", sa.String(32), nullable=False),
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("local_date", sa.String(10), nullable=False),
    sa.Column("is_extra", sa.Boolean, nullable=False, doc="asked for, beside those of the schedule"),
    sa.Column("state", sa.String(16), nullable=False, doc="drafted, posted, refused or empty"),
    sa.Column("made_at", sa.Float, nullable=False),
    sa.Column("stories", sa.LargeBinary, nullable=False, doc="what was posted, to be recognised"),
    sa.Column("draft", sa.LargeBinary, doc="the messages; forgotten once they are posted"),
    sa.Column("story_count", sa.Integer, nullable=False),
    sa.Column("article_count", sa.Integer, nullable=False),
    sa.Index("edition_by_channel", "team_id", "channel", "made_at"),
    sa.Index("edition_by_time", "made_at"),
)

feed = sa.Table(
    "feed",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True, doc="a hash of its address as it was added"),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("address_id", sa.String(64), nullable=False, doc="the same hash of where it is polled now"),
    sa.Column("is_gone", sa.Boolean, nullable=False),
    sa.Column("next_poll_at", sa.Float, nullable=False, doc="0: at once"),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Index("feed_by_time", "is_gone", "next_poll_at"),
    sa.Index("feed_by_address", "address_id"),
)

item = sa.Table(
    "item",
    metadata,
    sa.Column("feed_id", sa.String(64), primary_key=True),
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("address", sa.String(64), nullable=False, doc="a hash of its link, to know it by when its key changes"),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("outlet", sa.Text),
    sa.Column("published_at", sa.Float),
    sa.Column("seen_at", sa.Float, nullable=False, doc="first"),
    sa.Column("shown_at", sa.Float, nullable=False, doc="when the feed showed it last, to a week"),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("is_news", sa.Boolean, nullable=False, doc="else it was old when we saw it first"),
    sa.Index("item_by_address", "feed_id", "address"),
    sa.Index("item_by_time", "seen_at"),
    sa.Index("item_by_last_showing", "shown_at"),
)

clean_texts(metadata)
