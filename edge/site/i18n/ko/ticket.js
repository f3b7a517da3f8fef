export default {
  ticket: "티켓",
  section: "구역", row: "열", seat: "번호",
  qr_alt: "이 티켓의 QR 코드",
  show_at_door: "입장할 때 이 코드를 보여 주세요.",
  ticket_suspended: "환불 중이라 정지됨",
  ticket_void: "더 이상 유효하지 않음",
  print: "인쇄",
  to_order: "주문 보기",
};
