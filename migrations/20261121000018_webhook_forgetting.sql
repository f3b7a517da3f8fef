-- What is deleted when it is old enough is found by this.
create index webhook_inbox_done on webhook_inbox (processed_at) where processed_at is not null;
