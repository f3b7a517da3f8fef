export default {
  steps: "구매 단계",
  step_line: "줄 서기",
  step_seats: "좌석",
  step_payment: "결제",
  step_ticket: "티켓",
};
