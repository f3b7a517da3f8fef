export default {
  steps: "Steps of the purchase",
  step_line: "Line",
  step_seats: "Seats",
  step_payment: "Payment",
  step_ticket: "Ticket",
};
