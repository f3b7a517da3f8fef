-- What staff did, for good.
create table audit_acts (
    id           uuid primary key,
    at           timestamptz not null default frontrow_now(),
    actor_id     uuid references accounts (id),
    action       text not null,
    subject_kind text not null,
    subject_id   text not null,
    before       jsonb,
    after        jsonb,
    request_id   text,
    constraint audit_acts_action_form check (action ~ '^[a-z_]+\.[a-z_]+$'),
    constraint audit_acts_subject_length check (length(subject_id) between 1 and 254)
);
create index audit_acts_actor on audit_acts (actor_id, id);
create index audit_acts_subject on audit_acts (subject_id, id);
create index audit_acts_at on audit_acts (at);
comment on table audit_acts is 'Every act of staff, written in the transaction of the act. Append-only; ids and no names, so that an erased person leaves nothing here.';
comment on column audit_acts.id is 'UUIDv7; aud_… outside.';
comment on column audit_acts.at is 'When it was done.';
comment on column audit_acts.actor_id is 'Who did it; null is the command line, or nobody at a failed sign-in.';
comment on column audit_acts.action is 'What was done, such as sale.paused.';
comment on column audit_acts.subject_kind is 'What kind of thing it was done to, such as sale; address for what nobody has an account under.';
comment on column audit_acts.subject_id is 'Which one: its id as it is outside, or the address that was tried.';
comment on column audit_acts.before is 'What it changed, as it was; null when there was nothing before.';
comment on column audit_acts.after is 'What it changed, as it became. Never a secret.';
comment on column audit_acts.request_id is 'The request, as in the logs; null for the command line.';

create function audit_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is append-only: what was done stays done'
        using errcode = 'restrict_violation', constraint = 'audit_append_only';
end $$;
comment on function audit_append_only() is 'Refuses changes to what was done.';
create trigger audit_acts_append_only before update or delete on audit_acts
    for each row execute function audit_append_only();
create trigger audit_acts_truncate_append_only before truncate on audit_acts
    for each statement execute function audit_append_only();
