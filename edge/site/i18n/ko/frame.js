export default {
  skip: "본문 바로가기",
  nav: "주 메뉴",
  my_orders: "예매 내역",
  my_account: "내 계정",
  sign_in: "로그인",
  sign_out: "로그아웃",
  foot: "Frontrow는 먼저 온 순서대로, 한 좌석은 한 번만 판매합니다.",
};
