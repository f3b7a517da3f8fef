export default {
  ticket: "티켓",
  section: "구역", row: "열", seat: "번호",
  qr_alt: "이 티켓의 QR 코드",
  show_at_door: "입장할 때 이 QR 코드를 보여 주세요.",
  ticket_suspended: "환불 진행 중 (사용 불가)",
  ticket_void: "사용할 수 없는 티켓",
  print: "인쇄",
  to_order: "예매 상세 보기",
  valid: "사용 가능한 티켓",
  code: "티켓 번호",
  one_person: "티켓 한 장으로 한 분이 한 번 입장하실 수 있습니다. 입장 전에는 다른 사람에게 코드를 보여 주지 마세요.",
  on_paper: "인쇄한 티켓(A4)이나 휴대폰 화면 모두 사용하실 수 있습니다.",
};
