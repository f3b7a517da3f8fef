-- Sessions of the staff API are begun there, recorded there, and end within a day's work.
alter table sessions add column staff boolean not null default false;
comment on column sessions.staff is 'Begun at the staff API, which takes no other: a sign-in on the site opens nothing there.';
comment on table audit_acts is 'Every act of staff, written in the transaction of the act. Append-only; accounts by their ids, so that an erased person leaves no name here. An address that nobody had an account under stays as it was tried.';
