-- Addresses have one spelling from now on. What PostgreSQL cannot write itself (punycode) the
-- command that brings this schema up to date does behind it: `frontrow migrate`.
comment on column accounts.email is 'In one spelling: composed, the domain in lower case and ASCII (xn--…); unique without regard to case.';
