export default {
  steps: "예매 단계",
  step_line: "대기",
  step_seats: "좌석 선택",
  step_payment: "결제",
  step_ticket: "티켓",
};
