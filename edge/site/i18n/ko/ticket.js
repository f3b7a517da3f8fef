export default {
  ticket: "티켓",
  section: "구역", row: "열", seat: "번호",
  qr_alt: "이 티켓의 QR 코드",
  show_at_door: "입장할 때 이 코드를 보여 주세요.",
  ticket_suspended: "환불 중이라 정지됨",
  ticket_void: "더 이상 유효하지 않음",
  print: "인쇄",
  to_order: "주문 보기",
  valid: "유효한 티켓",
  code: "티켓 번호",
  one_person: "티켓 한 장으로 한 분만 한 번 입장합니다. 입장 전에는 아무에게도 보여 주지 마세요.",
  on_paper: "A4로 인쇄하거나 휴대폰 화면을 보여 주세요. 둘 다 입장할 수 있습니다.",
};
