-- Money that went back at the provider by another hand is a refund, too: found when it is done.
alter table refunds drop constraint refunds_source_known;
alter table refunds add constraint refunds_source_known
    check (source in ('buyer', 'staff', 'seat_lost', 'provider'));
comment on column refunds.source is 'Who asked: buyer, staff, seat_lost when the system gives money back by itself, or provider when it was found to have gone back there by another hand.';

-- Each payment goes back on its own: a stray one is not held up by the order''s, nor the other way round.
create unique index refunds_live_attempt_key on refunds (attempt_id) where state in ('requested', 'sending', 'unknown');
drop index refunds_live_key;
create unique index refunds_transaction_key on refunds (attempt_id, transaction_key) where transaction_key <> '';
comment on table refunds is 'Money going back; at most one of an attempt in flight.';
comment on column refunds.amount is 'How much, in minor units: what is asked for, or in the end what the provider says that it gave back.';

alter table refunds add column payment_key text;
comment on column refunds.payment_key is 'The provider''s name of the payment that goes back; null in old rows, where it is the attempt''s.';

-- What was left for a person by an earlier version is taken up again: what is left of it goes back now.
update refunds set next_try_at = null where state = 'unknown' and next_try_at = 'infinity';
create index refunds_attempt on refunds (attempt_id);
