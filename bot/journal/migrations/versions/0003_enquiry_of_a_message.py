"""the message that an enquiry was made by"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("enquiries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("message_id", sa.String(length=36), nullable=True))
        batch_op.create_unique_constraint("uq_enquiries_session_message_id", ["session", "message_id"])


def downgrade() -> None:
    with op.batch_alter_table("enquiries", schema=None) as batch_op:
        batch_op.drop_constraint("uq_enquiries_session_message_id", type_="unique")
        batch_op.drop_column("message_id")
