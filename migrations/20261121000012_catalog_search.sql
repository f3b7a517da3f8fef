-- Shows are searched by what people know: title, venue and city, in both languages. The list only
-- ever holds what is still to come, so a scan of it is cheap; an index would cost each entry more.
alter table venues add column city_en text not null default '';
comment on column venues.city_en is 'City in English; empty when nobody entered it.';
