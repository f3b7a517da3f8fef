-- What staff see of an on-sale: how it stands and how it got there.
create index orders_sale on orders (sale_id);
create index refunds_done on refunds (order_id) where state = 'done';

alter table sales
    add column paused_from text,
    add constraint sales_paused_from_known check (paused_from in ('scheduled', 'always', 'closed'));
comment on column sales.paused_from is 'While it is paused: the mode that resuming brings back.';

create table sale_figures (
    sale_id         uuid not null references sales (id),
    at              timestamptz not null,
    waiting         integer,
    called          integer,
    active          integer,
    cap             integer not null,
    holds           integer,
    orders_per_min  integer not null,
    sold            integer not null,
    revenue         bigint not null,
    primary key (sale_id, at)
);
create index sale_figures_at on sale_figures (at);
comment on table sale_figures is 'How each on-sale stood every five seconds, for its charts; kept for a day.';
comment on column sale_figures.sale_id is 'The sale.';
comment on column sale_figures.at is 'Which five seconds, by their beginning.';
comment on column sale_figures.waiting is 'People with a place who were not called yet; null before the room''s first report.';
comment on column sale_figures.called is 'Places called so far.';
comment on column sale_figures.active is 'Passes that held a slot.';
comment on column sale_figures.cap is 'How many passes might be alive at once.';
comment on column sale_figures.holds is 'Holds of which no order had come yet; null when Redis did not answer.';
comment on column sale_figures.orders_per_min is 'Orders made in the minute before.';
comment on column sale_figures.sold is 'Seats sold.';
comment on column sale_figures.revenue is 'What was charged for confirmed orders less what had gone back, in minor units.';

create table problem_counts (
    at     timestamptz not null,
    code   text not null,
    status smallint not null,
    count  bigint not null,
    primary key (at, code)
);
comment on table problem_counts is 'Problems that all replicas answered, in spans of five seconds; kept for a day.';
comment on column problem_counts.at is 'Which five seconds, by their beginning.';
comment on column problem_counts.code is 'The code of the problem.';
comment on column problem_counts.status is 'Its HTTP status.';
comment on column problem_counts.count is 'How many.';
