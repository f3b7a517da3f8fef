export default {
  ticket: "Ticket",
  section: "Section", row: "Row", seat: "Seat",
  qr_alt: "QR code of this ticket",
  show_at_door: "Show this code at the door.",
  ticket_suspended: "Suspended during the refund",
  ticket_void: "No longer valid",
  print: "Print",
  to_order: "To the order",
  valid: "Valid ticket",
  code: "Ticket code",
  one_person: "One ticket admits one person, once. Show it to nobody before the door.",
  on_paper: "Print this page on A4, or show it on your phone; both open the door.",
};
