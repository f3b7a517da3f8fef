create table accounts (
    id               uuid primary key,
    email            text not null,
    password_hash    text not null,
    name             text not null,
    membership_grade smallint not null default 0,
    roles            text[] not null default '{buyer}',
    created_at       timestamptz not null default frontrow_now(),
    constraint accounts_membership_grade_range check (membership_grade between 0 and 9),
    constraint accounts_roles_known check (roles <@ array['buyer', 'seller', 'staff', 'admin'])
);
create unique index accounts_email_key on accounts (lower(email));
comment on table accounts is 'People with a sign-in: buyers and staff alike.';
comment on column accounts.id is 'UUIDv7; acc_… outside.';
comment on column accounts.email is 'As typed, trimmed; unique without regard to case.';
comment on column accounts.password_hash is 'argon2id in PHC form.';
comment on column accounts.name is 'What the person wants to be called; on tickets.';
comment on column accounts.membership_grade is '0 none, higher is more; opens presales.';
comment on column accounts.roles is 'What the person may do; read from here at every use, never from a token.';
comment on column accounts.created_at is 'When the account was made.';

create table sessions (
    id           uuid primary key,
    account_id   uuid not null references accounts (id),
    refresh_salt bytea not null,
    generation bigint not null default 1,
    rotated_at   timestamptz not null default frontrow_now(),
    expires_at   timestamptz not null,
    ended_at     timestamptz,
    created_at   timestamptz not null default frontrow_now()
);
create index sessions_account on sessions (account_id) where ended_at is null;
comment on table sessions is 'Signed-in browsers; each holds one refresh token that changes at every use.';
comment on column sessions.id is 'UUIDv7; ses_… outside and in access tokens.';
comment on column sessions.account_id is 'Whose session.';
comment on column sessions.refresh_salt is 'Goes into the seal of every refresh token of the session; without it and the key of the core none can be made.';
comment on column sessions.generation is 'Number of the refresh token that is valid now; the one before is answered again for seconds, an older one is theft and ends the session.';
comment on column sessions.rotated_at is 'When the refresh token last changed.';
comment on column sessions.expires_at is 'When the session ends by itself.';
comment on column sessions.ended_at is 'When it was ended by sign-out or theft; null while it lives.';
comment on column sessions.created_at is 'When the person signed in.';
