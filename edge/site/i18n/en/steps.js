export default {
  steps: "Booking steps",
  step_line: "Wait",
  step_seats: "Seats",
  step_payment: "Payment",
  step_ticket: "Ticket",
};
