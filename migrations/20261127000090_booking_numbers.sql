-- Staff look an order up by its booking number: the last 40 bits of its id (orders::booking_number).
create index orders_booking_number on orders (right(id::text, 10));
