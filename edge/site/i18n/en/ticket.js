export default {
  ticket: "Ticket",
  section: "Section", row: "Row", seat: "Seat",
  qr_alt: "QR code of this ticket",
  show_at_door: "Show this QR code at the entrance.",
  ticket_suspended: "On hold during the refund",
  ticket_void: "No longer valid",
  print: "Print",
  to_order: "View order",
  valid: "Valid ticket",
  code: "Ticket number",
  one_person: "This ticket admits one person, once. Keep the code to yourself until you enter.",
  on_paper: "Print this page on A4 or show it on your phone.",
};
