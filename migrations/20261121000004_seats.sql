create table performance_seats (
    performance_id    uuid not null references performances (id),
    seat_no           integer not null,
    section_ordinal   integer not null,
    section_code      text not null,
    row_label         text not null,
    seat_label        text not null,
    grade             text not null,
    state             text not null default 'free',
    order_id          uuid,
    version           bigint not null default 1,
    projected_version bigint not null default 0,
    primary key (performance_id, seat_no),
    constraint performance_seats_grade foreign key (performance_id, grade) references grades (performance_id, code),
    constraint performance_seats_state_known check (state in ('free', 'reserved', 'claimed', 'sold', 'returning', 'blocked')),
    constraint performance_seats_owner check ((state in ('reserved', 'claimed', 'sold')) = (order_id is not null)),
    constraint performance_seats_seat_no check (seat_no >= 0)
) with (fillfactor = 70);
create index performance_seats_order on performance_seats (order_id) where order_id is not null;
create index performance_seats_unprojected on performance_seats (performance_id, seat_no) where version > projected_version;
comment on table performance_seats is 'One permanent row a seat and performance: the truth about who has it from order creation on. Always locked in seat_no order.';
comment on column performance_seats.performance_id is 'The performance.';
comment on column performance_seats.seat_no is 'Index from 0 in plan order; the API''s name of the seat.';
comment on column performance_seats.section_ordinal is 'Plan order of its section, for what remains per section.';
comment on column performance_seats.section_code is 'Section on the ticket.';
comment on column performance_seats.row_label is 'Row on the ticket.';
comment on column performance_seats.seat_label is 'Seat on the ticket.';
comment on column performance_seats.grade is 'Price class.';
comment on column performance_seats.state is 'free, reserved (order awaits payment), claimed (payment is being confirmed), sold, returning (free but kept for a waiter), blocked (not for sale).';
comment on column performance_seats.order_id is 'Whose seat it is while reserved, claimed or sold.';
comment on column performance_seats.version is 'Plus 1 at every change of state.';
comment on column performance_seats.projected_version is 'The version that Redis is known to have.';
