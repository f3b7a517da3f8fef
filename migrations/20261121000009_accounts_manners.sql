-- What people expect of an account: a verified address, a password that can be set anew, sessions
-- that can be seen and ended, other ways of signing in, and an end. And mail, which tells of it.
alter table accounts
    alter column password_hash drop not null,
    add column email_verified_at timestamptz,
    add column language text not null default 'ko',
    add column withdrawn_at timestamptz,
    add constraint accounts_language_known check (language in ('ko', 'en')),
    add constraint accounts_withdrawn_empty check (
        withdrawn_at is null
        or (password_hash is null and name = '' and email_verified_at is null and roles = '{}')
    );
comment on column accounts.password_hash is 'argon2id in PHC form; null for who signs in through an outside issuer alone, and once withdrawn.';
comment on column accounts.email_verified_at is 'When it was proved that the owner reads mail at the address; null before.';
comment on column accounts.language is 'In which language mail is written.';
comment on column accounts.withdrawn_at is 'When the owner closed the account: who they were is erased, the row stays for orders and books.';

alter table sessions add column device text not null default '';
comment on column sessions.device is 'Browser and system in a word, as the sign-in said it; for the owner to know it again.';

create table account_mail_tokens (
    account_id uuid not null references accounts (id),
    kind       text not null,
    token_hash bytea not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default frontrow_now(),
    primary key (account_id, kind),
    constraint account_mail_tokens_kind_known check (kind in ('verify', 'reset')),
    constraint account_mail_tokens_hash_key unique (token_hash)
);
comment on table account_mail_tokens is 'Links that were mailed and not used yet; one of a kind an account, so that a new one voids the older.';
comment on column account_mail_tokens.account_id is 'To whom.';
comment on column account_mail_tokens.kind is 'verify: proves the address; reset: sets a new password.';
comment on column account_mail_tokens.token_hash is 'SHA-256 of the token; the token itself is in the mail alone.';
comment on column account_mail_tokens.expires_at is 'Until when it is good.';
comment on column account_mail_tokens.created_at is 'When the mail was written.';

create table account_outside_sign_ins (
    provider   text not null,
    subject    text not null,
    account_id uuid not null references accounts (id),
    created_at timestamptz not null default frontrow_now(),
    primary key (provider, subject)
);
create index account_outside_sign_ins_account on account_outside_sign_ins (account_id);
comment on table account_outside_sign_ins is 'Who an outside issuer says somebody is, and whose account that is here.';
comment on column account_outside_sign_ins.provider is 'The issuer by its id in the configuration.';
comment on column account_outside_sign_ins.subject is 'The issuer''s lasting name of the person (sub).';
comment on column account_outside_sign_ins.account_id is 'The account here.';
comment on column account_outside_sign_ins.created_at is 'When they were linked.';

create table account_outside_flows (
    state_hash bytea primary key,
    provider   text not null,
    nonce      text not null,
    verifier   text not null,
    return_to  text not null,
    expires_at timestamptz not null
);
create index account_outside_flows_due on account_outside_flows (expires_at);
comment on table account_outside_flows is 'Sign-ins through an outside issuer that are under way; each is used once.';
comment on column account_outside_flows.state_hash is 'SHA-256 of the state, which browser and issuer carry.';
comment on column account_outside_flows.provider is 'Through which issuer.';
comment on column account_outside_flows.nonce is 'What the ID token has to repeat.';
comment on column account_outside_flows.verifier is 'Proves to the issuer that who redeems the code is who asked for it (PKCE).';
comment on column account_outside_flows.return_to is 'Path of the site to go on with.';
comment on column account_outside_flows.expires_at is 'Until when the issuer''s answer is taken.';

create table mails (
    id          uuid primary key,
    kind        text not null,
    account_id  uuid references accounts (id),
    recipient   text not null,
    language    text not null,
    payload     jsonb not null default '{}',
    state       text not null default 'waiting',
    tries       integer not null default 0,
    next_try_at timestamptz not null default frontrow_now(),
    failure     text,
    created_at  timestamptz not null default frontrow_now(),
    ended_at    timestamptz,
    constraint mails_state_known check (state in ('waiting', 'sent', 'given_up')),
    constraint mails_language_known check (language in ('ko', 'en')),
    constraint mails_ended check ((state = 'waiting') = (ended_at is null))
);
create index mails_due on mails (next_try_at) where state = 'waiting';
create index mails_account on mails (account_id);
create index mails_ended on mails (ended_at) where state <> 'waiting';
comment on table mails is 'Mail that is to be sent: a row in the transaction of what it tells, so that none is lost. Sent at least once.';
comment on column mails.id is 'UUIDv7; also in the Message-ID, by which a second copy is known.';
comment on column mails.kind is 'What it tells, such as account.reset; who writes the text is decided by what stands before the dot.';
comment on column mails.account_id is 'Whose; null while it is not known whether there is an account.';
comment on column mails.recipient is 'The address; emptied once the mail has ended.';
comment on column mails.language is 'In which language it is written.';
comment on column mails.payload is 'What the text needs; never a secret. Emptied once the mail has ended.';
comment on column mails.state is 'waiting, sent, or given_up after the last try.';
comment on column mails.tries is 'How often sending was begun.';
comment on column mails.next_try_at is 'Not before; who sends it moves this ahead first, as a lease.';
comment on column mails.failure is 'Why the last try failed.';
comment on column mails.created_at is 'When it was decided to write.';
comment on column mails.ended_at is 'When it was sent or given up.';
