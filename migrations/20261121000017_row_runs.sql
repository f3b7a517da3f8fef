-- A row that an aisle, a pillar or a bend interrupts is several runs under one label.
-- This lets go of a constraint instead of adding to it: the version before never enters a second run,
-- and the next one keeps what the constraint was for, no seat of a row twice, when a plan is entered.
alter table venue_rows drop constraint venue_rows_label_key;
alter table venue_rows add constraint venue_rows_run_key unique (section_id, label, first_label);
comment on table venue_rows is 'Rows of a section, or runs of a row that is interrupted; seat k (0 to seats-1) is labelled first_label + k and lies at (x0 + k * dx, y).';
comment on column venue_rows.label is 'What stands on the ticket, such as 12; the same for all runs of a row, no seat number twice.';
