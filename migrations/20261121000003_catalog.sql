create table venues (
    id         uuid primary key,
    name       text not null,
    name_en    text not null,
    city       text not null,
    timezone   text not null,
    width      integer not null,
    height     integer not null,
    created_at timestamptz not null default frontrow_now(),
    constraint venues_plan_size check (width > 0 and height > 0)
);
comment on table venues is 'Buildings. The plan of a venue that has performances is not changed; make a new venue.';
comment on column venues.id is 'UUIDv7; ven_… outside.';
comment on column venues.name is 'Name in Korean.';
comment on column venues.name_en is 'Name in English.';
comment on column venues.city is 'City, for the list of shows.';
comment on column venues.timezone is 'IANA name, such as Asia/Seoul; all its times are shown in it.';
comment on column venues.width is 'Width of the plan in plan units.';
comment on column venues.height is 'Height of the plan in plan units.';
comment on column venues.created_at is 'When it was entered.';

create table venue_sections (
    id       uuid primary key,
    venue_id uuid not null references venues (id),
    code     text not null,
    name     text not null,
    name_en  text not null,
    ordinal  integer not null,
    outline  text not null,
    constraint venue_sections_code_key unique (venue_id, code),
    constraint venue_sections_ordinal_key unique (venue_id, ordinal)
);
comment on table venue_sections is 'Blocks of seats in a venue.';
comment on column venue_sections.id is 'UUIDv7, inside only.';
comment on column venue_sections.venue_id is 'The building.';
comment on column venue_sections.code is 'What stands on the ticket, such as A.';
comment on column venue_sections.name is 'Name in Korean.';
comment on column venue_sections.name_en is 'Name in English.';
comment on column venue_sections.ordinal is 'Plan order, from 0.';
comment on column venue_sections.outline is 'SVG path of the block in plan units.';

create table venue_rows (
    section_id  uuid not null references venue_sections (id),
    ordinal     integer not null,
    label       text not null,
    first_label integer not null,
    seats       integer not null,
    x0          integer not null,
    dx          integer not null,
    y           integer not null,
    primary key (section_id, ordinal),
    constraint venue_rows_label_key unique (section_id, label),
    constraint venue_rows_seats_range check (seats between 1 and 500)
);
comment on table venue_rows is 'Rows of a section; seat k (0 to seats-1) is labelled first_label + k and lies at (x0 + k * dx, y).';
comment on column venue_rows.section_id is 'The section.';
comment on column venue_rows.ordinal is 'Order within the section, from 0, nearest the stage first.';
comment on column venue_rows.label is 'What stands on the ticket, such as 12.';
comment on column venue_rows.first_label is 'Number of the first seat of the row.';
comment on column venue_rows.seats is 'How many seats.';
comment on column venue_rows.x0 is 'Plan x of the first seat.';
comment on column venue_rows.dx is 'Plan distance from seat to seat.';
comment on column venue_rows.y is 'Plan y of the row.';

create table events (
    id             uuid primary key,
    seller_id      uuid references accounts (id),
    title          text not null,
    title_en       text not null,
    summary        text not null,
    summary_en     text not null,
    description    text not null,
    description_en text not null,
    poster_url     text,
    created_at     timestamptz not null default frontrow_now()
);
comment on table events is 'Shows.';
comment on column events.id is 'UUIDv7; evt_… outside.';
comment on column events.seller_id is 'Who is owed the money; null is the house itself.';
comment on column events.title is 'Title in Korean.';
comment on column events.title_en is 'Title in English.';
comment on column events.summary is 'One line in Korean.';
comment on column events.summary_en is 'One line in English.';
comment on column events.description is 'Text in Korean, plain.';
comment on column events.description_en is 'Text in English, plain.';
comment on column events.poster_url is 'Path on the site or https address of a poster; null without one.';
comment on column events.created_at is 'When it was entered.';

create table performances (
    id                 uuid primary key,
    event_id           uuid not null references events (id),
    venue_id           uuid not null references venues (id),
    starts_at          timestamptz not null,
    doors_at           timestamptz,
    duration_min       integer,
    currency           char(3) not null default 'KRW',
    max_seats_per_hold smallint not null default 4,
    max_seats_per_buyer smallint not null default 4,
    seats              integer not null default 0,
    hold_epoch         bigint not null default 1,
    published_at       timestamptz,
    created_at         timestamptz not null default frontrow_now(),
    constraint performances_hold_range check (max_seats_per_hold between 1 and 10),
    constraint performances_buyer_range check (max_seats_per_buyer between 1 and 100)
);
create index performances_listed on performances (starts_at, id) where published_at is not null;
comment on table performances is 'One date of a show, with its own seats, prices and on-sale.';
comment on column performances.id is 'UUIDv7; prf_… outside.';
comment on column performances.event_id is 'The show.';
comment on column performances.venue_id is 'Where.';
comment on column performances.starts_at is 'When the show starts.';
comment on column performances.doors_at is 'When the doors open.';
comment on column performances.duration_min is 'Length in minutes.';
comment on column performances.currency is 'ISO 4217 code of all its prices.';
comment on column performances.max_seats_per_hold is 'Most seats in one hold.';
comment on column performances.max_seats_per_buyer is 'Most seats that one account may have bought.';
comment on column performances.seats is 'How many rows performance_seats has; set when the seats are laid out, then fixed.';
comment on column performances.hold_epoch is 'Raised when Redis may have lost holds; holds of an older epoch are void.';
comment on column performances.published_at is 'When it became visible to buyers; null is a draft.';
comment on column performances.created_at is 'When it was entered.';

create table grades (
    performance_id uuid not null references performances (id),
    code           text not null,
    name           text not null,
    name_en        text not null,
    price          bigint not null,
    color          text not null,
    ordinal        integer not null,
    primary key (performance_id, code),
    constraint grades_price_range check (price between 0 and 100000000),
    constraint grades_color_form check (color ~ '^#[0-9a-f]{6}$')
);
comment on table grades is 'Price classes of the seats of one performance.';
comment on column grades.performance_id is 'The performance.';
comment on column grades.code is 'Short name, such as VIP or R.';
comment on column grades.name is 'Name in Korean.';
comment on column grades.name_en is 'Name in English.';
comment on column grades.price is 'Price of one seat in minor units of the currency of the performance.';
comment on column grades.color is 'Colour on the plan.';
comment on column grades.ordinal is 'Order of display, dearest first.';

create table sales (
    id               uuid primary key,
    performance_id   uuid not null references performances (id),
    presale_opens_at timestamptz,
    presale_grade    smallint,
    general_opens_at timestamptz not null,
    closes_at        timestamptz not null,
    mode             text not null default 'scheduled',
    lobby_seconds    integer not null default 1800,
    cap              integer not null default 100,
    claim_window_seconds integer not null default 75,
    pass_seconds     integer not null default 300,
    pass_hard_seconds integer not null default 1800,
    created_at       timestamptz not null default frontrow_now(),
    constraint sales_performance_key unique (performance_id),
    constraint sales_mode_known check (mode in ('scheduled', 'always', 'paused', 'closed')),
    constraint sales_cap_range check (cap between 0 and 1000000),
    constraint sales_presale_whole check ((presale_opens_at is null) = (presale_grade is null)),
    constraint sales_order check (
        general_opens_at < closes_at
        and (presale_opens_at is null or presale_opens_at <= general_opens_at)
    )
);
comment on table sales is 'What a line forms for: the on-sale of one performance, and the settings of its room.';
comment on column sales.id is 'UUIDv7; sal_… outside; the audience of passes.';
comment on column sales.performance_id is 'What is sold.';
comment on column sales.presale_opens_at is 'When members may buy; null without presale.';
comment on column sales.presale_grade is 'Lowest membership grade of the presale.';
comment on column sales.general_opens_at is 'When everybody may buy.';
comment on column sales.closes_at is 'When selling ends.';
comment on column sales.mode is 'How the room works: scheduled, always, paused or closed.';
comment on column sales.lobby_seconds is 'How long before the first opening the room takes visitors.';
comment on column sales.cap is 'How many passes may be alive at once.';
comment on column sales.claim_window_seconds is 'How long a called visitor has to claim.';
comment on column sales.pass_seconds is 'Life of a pass between renewals.';
comment on column sales.pass_hard_seconds is 'Longest life of a pass with all renewals.';
comment on column sales.created_at is 'When it was entered.';

create table catalog_entries (
    account_id      uuid not null references accounts (id),
    idempotency_key text not null,
    request_hash    bytea not null,
    entry_id        uuid not null,
    created_at      timestamptz not null default frontrow_now(),
    primary key (account_id, idempotency_key)
);
comment on table catalog_entries is 'What staff entered under which Idempotency-Key, so that a repeated request finds its own entry instead of making another.';
comment on column catalog_entries.account_id is 'Who entered it.';
comment on column catalog_entries.idempotency_key is 'The client''s name of the intent.';
comment on column catalog_entries.request_hash is 'SHA-256 of kind and request: the same key with another request is refused.';
comment on column catalog_entries.entry_id is 'What was made: a venue, event, performance or sale.';
comment on column catalog_entries.created_at is 'When it was entered.';
